/** Walks operators that compare, combine and choose. */
import type { Expr } from '../../syntax/ast.js';
import { binary } from '../constants.js';
import { intType } from '../types.js';
import { learn, valueOfTest } from './conditions.js';
import { combine, constant } from './conversions.js';
import { isGuard, isSameText } from './guards.js';
import { consume } from './kernel-pointers.js';
import { noteTested } from './nullness.js';
import { bounded, computed, decided, isComparison, truthOf } from './numbers.js';
import type { Use } from './recorded.js';
import { dropReads, readsSoFar } from './unneeded.js';
import { joinTyped, type Typed } from './values.js';
import type { Walk } from './walk.js';

export function valueOfBinary(walk: Walk, expr: Extract<Expr, { kind: 'binary' }>, use: Use): Typed {
  if (expr.op === '&&' || expr.op === '||') return valueOfLogical(walk, expr, use);
  const before = readsSoFar(walk);
  const left = walk.value(expr.left, use);
  const right = walk.value(expr.right, use);
  consume(walk, left);
  consume(walk, right);
  if (isComparison(expr.op) && !walk.conditions.has(expr)) noteTested(walk, left, right);
  const result = combine(walk, expr.op, left, right);
  if (decided(walk, result) !== null) dropReads(walk, before);
  return result;
}

/** The right operand of `0 && x` and `1 || x` is never compiled, and a right one that decides leaves the left unread. */
function valueOfLogical(walk: Walk, expr: Extract<Expr, { kind: 'binary' }>, use: Use): Typed {
  const absorbs = expr.op === '||';
  const guard = isGuard(walk, expr.left);
  const reads = readsSoFar(walk);
  const left = valueOfTest(walk, expr.left, use);
  consume(walk, left);
  const known = left.value.kind === 'constant' ? left.value.value : null;
  if (known !== null && (known !== 0n) === absorbs) return constant(absorbs ? 1n : 0n);
  const before = walk.environment.snapshot();
  if (guard || truthOf(walk, left) === absorbs) walk.environment.doubt(true);
  learn(walk, expr.left, left, !absorbs);
  const between = readsSoFar(walk);
  const right = walk.value(expr.right, use);
  consume(walk, right);
  if (truthOf(walk, right) === absorbs) dropReads(walk, reads, between);
  walk.environment.join(before);
  walk.environment.doubt(before.isDoubtful);
  const result = binary(expr.op, known, right.value.kind === 'constant' ? right.value.value : null);
  return result === null ? computed(walk, expr.op, left, right, intType) : constant(result);
}

export function valueOfConditional(
  walk: Walk,
  expr: Extract<Expr, { kind: 'conditional' }>,
  use: Use,
): Typed {
  const { environment } = walk;
  const guard = isGuard(walk, expr.test);
  const reads = readsSoFar(walk);
  const test = valueOfTest(walk, expr.test, isSameText(walk, expr.then, expr.otherwise) ? 'dropped' : 'used');
  consume(walk, test);
  const then = (): Typed => (expr.then ? walk.value(expr.then, use) : test);
  if (test.value.kind === 'constant')
    return test.value.value !== 0n ? then() : walk.value(expr.otherwise, use);
  const truth = truthOf(walk, test);
  if (truth !== null) dropReads(walk, reads);
  const before = environment.snapshot();
  const way = (outcome: boolean, run: () => Typed): Typed => {
    if (guard || truth === !outcome) environment.doubt(true);
    learn(walk, expr.test, test, outcome);
    return run();
  };
  const first = bounded(walk, way(true, then));
  const after = environment.snapshot();
  environment.restore(before);
  const second = bounded(
    walk,
    way(false, () => walk.value(expr.otherwise, use)),
  );
  environment.join(after);
  environment.doubt(before.isDoubtful);
  return joinTyped(first, second);
}
