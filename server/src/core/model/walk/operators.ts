/** Walks operators that compare, combine and choose. */
import type { Expr } from '../../syntax/ast.js';
import { binary } from '../constants.js';
import { intType } from '../types.js';
import { learn, valueOfTest } from './conditions.js';
import { asEither, combine, constant } from './conversions.js';
import { isGuard, isSameText } from './guards.js';
import { consume } from './kernel-pointers.js';
import { noteTested } from './nullness.js';
import { isComparison } from '../arithmetic-types.js';
import { takeConditional, takeLogical } from './paths/branches.js';
import { requireDefined } from './paths/defined.js';
import type { Use } from './recorded.js';
import { joinTyped, ofType, type Typed } from './values.js';
import { muted, pathOf, type Walk } from './walk.js';

/** The value of `left op right`; of `&&` and `||` the right operand is walked as far as it may be reached. */
export function valueOfBinary(walk: Walk, expr: Extract<Expr, { kind: 'binary' }>, use: Use): Typed {
  if (expr.op === '&&' || expr.op === '||') return valueOfLogical(walk, expr, use);
  const left = walk.value(expr.left, use);
  const right = walk.value(expr.right, use);
  const moved = movedArray(expr.op, left, right);
  if (moved) return moved;
  consume(walk, left);
  consume(walk, right);
  requireDefined(walk, expr.op, right);
  if (isComparison(expr.op) && !walk.conditions.has(expr)) noteTested(walk, left, right);
  return combine(walk, expr.op, left, right);
}

/** What may be an array that a number is added to: an address, as the array's own is. */
function movedArray(op: string, left: Typed, right: Typed): Typed | null {
  const mayBeArray = ({ value }: Typed): boolean => value.kind === 'dereferenced' && !value.isLoad;
  if ((op === '+' || op === '-') && mayBeArray(left)) return left;
  return op === '+' && left.type.kind === 'integer' && mayBeArray(right) ? right : null;
}

/** The right operand of `0 && x` and `1 || x` is never compiled. */
function valueOfLogical(walk: Walk, expr: Extract<Expr, { kind: 'binary' }>, use: Use): Typed {
  const path = pathOf(walk);
  if (path) return takeLogical(walk, path, expr, use);
  const absorbs = expr.op === '||';
  const guard = isGuard(walk, expr.left);
  const left = valueOfTest(walk, expr.left, use);
  consume(walk, left);
  const known = left.value.kind === 'constant' ? left.value.value : null;
  if (known !== null && (known !== 0n) === absorbs) return constant(absorbs ? 1n : 0n);
  const before = walk.environment.snapshot();
  if (guard) walk.environment.doubt(true);
  learn(walk, expr.left, left, !absorbs);
  const right = walk.value(expr.right, use);
  consume(walk, right);
  walk.environment.join(before);
  walk.environment.doubt(before.isDoubtful);
  const result = binary(expr.op, known, right.value.kind === 'constant' ? right.value.value : null);
  return result === null ? ofType(intType) : constant(result);
}

/** The value of `test ? then : otherwise`: what both have in common where the test is open. */
export function valueOfConditional(
  walk: Walk,
  expr: Extract<Expr, { kind: 'conditional' }>,
  use: Use,
): Typed {
  const path = pathOf(walk);
  if (path) return takeConditional(walk, path, expr, use);
  const { environment } = walk;
  const guard = isGuard(walk, expr.test);
  const test = valueOfTest(walk, expr.test, isSameText(walk, expr.then, expr.otherwise) ? 'dropped' : 'used');
  consume(walk, test);
  const then = (): Typed => (expr.then ? walk.value(expr.then, use) : test);
  if (test.value.kind === 'constant') {
    const [taken, left] = [then, () => walk.value(expr.otherwise, use)];
    const isThen = test.value.value !== 0n;
    return asEither(walk, (isThen ? taken : left)(), muted(walk, isThen ? left : taken));
  }
  const before = environment.snapshot();
  const way = (outcome: boolean, run: () => Typed): Typed => {
    if (guard) environment.doubt(true);
    learn(walk, expr.test, test, outcome);
    return run();
  };
  const first = way(true, then);
  const after = environment.snapshot();
  environment.restore(before);
  const second = way(false, () => walk.value(expr.otherwise, use));
  environment.join(after);
  environment.doubt(before.isDoubtful);
  return joinTyped(asEither(walk, first, second), asEither(walk, second, first));
}
