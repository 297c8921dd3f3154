/** Walks conditions: both of their ways, as far as the compiler emits them, and what is known where they meet. */
import type { Stmt } from '../../syntax/ast.js';
import { holdsLabel } from './assigned.js';
import { learn, valueOfTest } from './conditions.js';
import { isGuard, isSameText } from './guards.js';
import { consume } from './kernel-pointers.js';
import type { Flow, Walk } from './walk.js';

/** `next` is what follows: where `if (x) return 0;` stands before `return 0;`, both ways say the same. */
export function runIf(walk: Walk, stmt: Extract<Stmt, { kind: 'if' }>, next: Stmt | null): Flow {
  const guard = isGuard(walk, stmt.test);
  const then = soleStatement(stmt.then);
  const leaves = then?.kind === 'return' || then?.kind === 'jump';
  const other = stmt.otherwise ?? (leaves ? next : null);
  const decides = !isEmpty(stmt) && !isSameText(walk, then, soleStatement(other));
  const tested = valueOfTest(walk, stmt.test, decides ? 'used' : 'dropped');
  consume(walk, tested);
  const test = tested.value;
  if (test.kind === 'constant') {
    const dead = test.value === 0n ? stmt.then : stmt.otherwise;
    const alive = test.value === 0n ? stmt.otherwise : stmt.then;
    if (!dead || !holdsLabel(dead)) return alive ? walk.run(alive) : 'falls';
  }
  if (guard) walk.guards++;
  const flow = runBranches(walk, stmt);
  if (guard && flow === 'both') walk.guards--;
  return flow === 'none' ? 'ends' : 'falls';
}

function isEmpty({ then, otherwise }: Extract<Stmt, { kind: 'if' }>): boolean {
  return [then, otherwise].every(
    (arm) => !arm || arm.kind === 'empty' || (arm.kind === 'block' && arm.body.length === 0),
  );
}

/** The statement in braces around one only. */
function soleStatement(stmt: Stmt | null): Stmt | null {
  if (stmt?.kind !== 'block') return stmt;
  return stmt.body.length === 1 ? (stmt.body[0] ?? null) : stmt;
}

/** Runs two ways that meet again. Says how many of them reach the end. */
function runBranches(
  walk: Walk,
  { test, then, otherwise }: Extract<Stmt, { kind: 'if' }>,
): 'both' | 'one' | 'none' {
  const { environment } = walk;
  const before = environment.snapshot();
  learn(walk, test, true);
  const first = walk.run(then);
  const after = environment.snapshot();
  environment.restore(before);
  learn(walk, test, false);
  const second = otherwise ? walk.run(otherwise) : 'falls';
  if (first === 'falls' && second === 'falls') environment.join(after);
  else if (first === 'falls') environment.restore(after);
  if (first === second) return first === 'falls' ? 'both' : 'none';
  return 'one';
}
