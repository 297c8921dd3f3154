/** Walks operators that compare, combine and choose. */
import type { Expr } from '../../syntax/ast.js';
import { binary } from '../constants.js';
import { learn, valueOfTest } from './conditions.js';
import { combine, constant, intType } from './conversions.js';
import { isGuard, isSameText } from './guards.js';
import { consume } from './kernel-pointers.js';
import { noteTested } from './nullness.js';
import type { Use } from './recorded.js';
import { joinTyped, ofType, type Typed } from './values.js';
import { muted, type Walk } from './walk.js';

/** `x * 0` and `x & 0`. */
function isAbsorbed({ op, right }: Extract<Expr, { kind: 'binary' }>): boolean {
  return (op === '*' || op === '&') && right.kind === 'number' && right.value === 0n;
}

function isComparison(op: string): boolean {
  return op === '==' || op === '!=' || op === '<' || op === '>' || op === '<=' || op === '>=';
}

export function valueOfBinary(walk: Walk, expr: Extract<Expr, { kind: 'binary' }>, use: Use): Typed {
  if (expr.op === '&&' || expr.op === '||') return valueOfLogical(walk, expr, use);
  const left = walk.value(expr.left, isAbsorbed(expr) ? 'dropped' : use);
  const right = walk.value(expr.right, use);
  consume(walk, left);
  consume(walk, right);
  if (isComparison(expr.op) && !walk.conditions.has(expr)) noteTested(walk, left, right);
  return combine(expr.op, left, right, walk.loops > 0);
}

/** The right operand of `0 && x` and `1 || x` is never compiled. */
function valueOfLogical(walk: Walk, expr: Extract<Expr, { kind: 'binary' }>, use: Use): Typed {
  const guard = isGuard(walk, expr.left);
  const decided = muted(walk, () => walk.value(expr.right, use)).value;
  const isDecided = decided.kind === 'constant' && (decided.value === 0n) === (expr.op === '&&');
  const first = valueOfTest(walk, expr.left, isDecided ? 'dropped' : use);
  consume(walk, first);
  const left = first.value;
  const known = left.kind === 'constant' ? left.value : null;
  if (known !== null && (known === 0n) === (expr.op === '&&')) return constant(known === 0n ? 0n : 1n);
  const before = walk.environment.snapshot();
  if (guard) walk.guards++;
  learn(walk, expr.left, expr.op === '&&');
  const second = walk.value(expr.right, use);
  consume(walk, second);
  const right = second.value;
  if (guard) walk.guards--;
  walk.environment.join(before);
  const result = binary(expr.op, known, right.kind === 'constant' ? right.value : null);
  return result === null ? ofType(intType) : constant(result);
}

export function valueOfConditional(
  walk: Walk,
  expr: Extract<Expr, { kind: 'conditional' }>,
  use: Use,
): Typed {
  const guard = isGuard(walk, expr.test);
  const test = valueOfTest(walk, expr.test, isSameText(walk, expr.then, expr.otherwise) ? 'dropped' : 'used');
  consume(walk, test);
  const then = (): Typed => (expr.then ? walk.value(expr.then, use) : test);
  if (test.value.kind === 'constant')
    return test.value.value !== 0n ? then() : walk.value(expr.otherwise, use);
  if (guard) walk.guards++;
  const before = walk.environment.snapshot();
  learn(walk, expr.test, true);
  const first = then();
  const after = walk.environment.snapshot();
  walk.environment.restore(before);
  learn(walk, expr.test, false);
  const second = walk.value(expr.otherwise, use);
  walk.environment.join(after);
  if (guard) walk.guards--;
  return joinTyped(first, second);
}
