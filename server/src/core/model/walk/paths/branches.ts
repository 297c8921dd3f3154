/** Takes conditions one way: `if`, `?:`, `&&` and `||`. */
import type { Expr, Stmt } from '../../../syntax/ast.js';
import { someExpression } from '../../visit.js';
import { holdsLabel } from '../assigned.js';
import { asEither, constant } from '../conversions.js';
import { consume } from '../kernel-pointers.js';
import { truthOf } from '../numbers.js';
import type { Use } from '../recorded.js';
import type { Typed } from '../values.js';
import { muted, type Flow, type Walk } from '../walk.js';
import { asCondition, decide, wish } from './decide.js';
import type { Path } from './path.js';

/** Runs one arm of an `if`; one that holds the label that is sought is entered without a test. */
export function takeBranch(
  walk: Walk,
  path: Path,
  { test, then, otherwise }: Extract<Stmt, { kind: 'if' }>,
  decides: boolean,
): Flow {
  if (path.seeking !== null) return walk.run(holdsLabel(then, path.seeking) ? then : (otherwise ?? then));
  const liked = likedArm(walk, path, then, otherwise);
  wish(walk, test, liked);
  const tested = walk.value(test, 'used');
  consume(walk, tested);
  // Where both arms say the same, the compiler asks nothing.
  const outcome = decides ? decide(walk, test, tested, liked) : liked;
  const arm = outcome ? then : otherwise;
  return arm ? walk.run(arm) : 'falls';
}

/** The arm with the place that is looked for; else the one that does the least, and of two the one that goes on. */
function likedArm(walk: Walk, path: Path, then: Stmt, otherwise: Stmt | null): boolean {
  if (path.isAim(walk.frame.locate(then.span))) return true;
  if (otherwise && path.isAim(walk.frame.locate(otherwise.span))) return false;
  return otherwise !== null && !leaves(then);
}

function leaves(stmt: Stmt): boolean {
  const last = stmt.kind === 'block' ? stmt.body.at(-1) : stmt;
  return last?.kind === 'return' || last?.kind === 'jump';
}

/** The value of the one operand of `?:` that the path takes. */
export function takeConditional(
  walk: Walk,
  path: Path,
  expr: Extract<Expr, { kind: 'conditional' }>,
  use: Use,
): Typed {
  const liked = !path.isAim(walk.frame.locate(expr.otherwise.span));
  wish(walk, expr.test, liked);
  const test = walk.value(expr.test, 'used');
  consume(walk, test);
  const taken = decide(walk, expr.test, test, liked) ? expr.then : expr.otherwise;
  const left = taken === expr.otherwise ? expr.then : expr.otherwise;
  const value = taken ? walk.value(taken, use) : test;
  return asEither(walk, value, left ? muted(walk, () => walk.value(left, 'dropped')) : test);
}

/** The value of `&&` or `||`; the right operand is only walked where the left one leaves it open. */
export function takeLogical(
  walk: Walk,
  path: Path,
  expr: Extract<Expr, { kind: 'binary' }>,
  use: Use,
): Typed {
  const absorbs = expr.op === '||';
  if (path.isAim(walk.frame.locate(expr.right.span))) wish(walk, expr.left, !absorbs);
  const left = walk.value(expr.left, use);
  consume(walk, left);
  // Where the right operand decides and does nothing else, the compiler does not ask the left one.
  const other = isPure(expr.right)
    ? muted(walk, () => truthOf(walk, walk.value(expr.right, 'dropped')))
    : null;
  if (other === absorbs) return constant(absorbs ? 1n : 0n);
  if (decide(walk, expr.left, left, !absorbs) === absorbs) return constant(absorbs ? 1n : 0n);
  const right = walk.value(expr.right, use);
  consume(walk, right);
  return asCondition(walk, right);
}

function isPure(expr: Expr): boolean {
  return !someExpression(expr, ({ kind }) => /^(?:assign|update|call|statements)$/.test(kind));
}
