/** Walks conditions: both of their ways, as far as the compiler emits them, and what is known where they meet. */
import type { Stmt } from '../../syntax/ast.js';
import { holdsLabel } from './assigned.js';
import { learn, valueOfTest } from './conditions.js';
import { isGuard, isSameText } from './guards.js';
import { consume } from './kernel-pointers.js';
import { takeBranch } from './paths/branches.js';
import type { Typed } from './values.js';
import { pathOf, type Flow, type Walk } from './walk.js';

type If = Extract<Stmt, { kind: 'if' }>;

/** `next` is what follows: where `if (x) return 0;` stands before `return 0;`, both ways say the same. */
export function runIf(walk: Walk, stmt: If, next: Stmt | null): Flow {
  const decides = decidesAnything(walk, stmt, next);
  const path = pathOf(walk);
  if (path) return takeBranch(walk, path, stmt, decides);
  const tested = valueOfTest(walk, stmt.test, decides ? 'used' : 'dropped');
  consume(walk, tested);
  const test = tested.value;
  if (test.kind === 'constant') {
    const dead = test.value === 0n ? stmt.then : stmt.otherwise;
    const alive = test.value === 0n ? stmt.otherwise : stmt.then;
    if (!dead || !holdsLabel(dead)) return alive ? walk.run(alive) : 'falls';
  }
  return runBranches(walk, stmt, tested);
}

function decidesAnything(walk: Walk, stmt: If, next: Stmt | null): boolean {
  const then = soleStatement(stmt.then);
  const leaves = then?.kind === 'return' || then?.kind === 'jump';
  const other = stmt.otherwise ?? (leaves ? next : null);
  return !isEmpty(stmt) && !isSameText(walk, then, soleStatement(other));
}

function isEmpty({ then, otherwise }: If): boolean {
  return [then, otherwise].every(
    (arm) => !arm || arm.kind === 'empty' || (arm.kind === 'block' && arm.body.length === 0),
  );
}

/** The statement in braces around one only. */
function soleStatement(stmt: Stmt | null): Stmt | null {
  if (stmt?.kind !== 'block') return stmt;
  return stmt.body.length === 1 ? (stmt.body[0] ?? null) : stmt;
}

/** Runs two ways that meet again, unless one of them leaves: then only the other one leads on. */
function runBranches(walk: Walk, { test, then, otherwise }: If, tested: Typed): Flow {
  const { environment } = walk;
  const guard = isGuard(walk, test);
  const before = environment.snapshot();
  const way = (outcome: boolean, arm: Stmt | null): Flow => {
    if (guard) environment.doubt(true);
    learn(walk, test, tested, outcome);
    return arm ? walk.run(arm) : 'falls';
  };
  const first = way(true, then);
  const after = environment.snapshot();
  environment.restore(before);
  const second = way(false, otherwise);
  if (first === 'falls' && second === 'falls') {
    environment.join(after);
    if (guard) environment.doubt(before.isDoubtful);
  } else if (first === 'falls') environment.restore(after);
  return first === 'ends' && second === 'ends' ? 'ends' : 'falls';
}
