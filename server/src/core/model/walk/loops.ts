/** Walks loops: what is known in them, and behind them. */
import type { Expr, Stmt } from '../../syntax/ast.js';
import { assignedIn, holdsBreak } from './assigned.js';
import { learn, valueOfTest } from './conditions.js';
import { consume } from './kernel-pointers.js';
import type { Typed } from './values.js';
import type { Snapshot } from './environment.js';
import { takeLoop } from './paths/loops.js';
import { muted, pathOf, type Flow, type Walk } from './walk.js';

/** What a loop changes is unknown in it and after it; a body that runs exactly once is no loop. */
export function runLoop(walk: Walk, stmt: Extract<Stmt, { kind: 'loop' }>): Flow {
  const path = pathOf(walk);
  if (path) return takeLoop(walk, path, stmt);
  walk.environment.enter();
  walk.loops++;
  const flow = withExits(walk, 'loop', () => runLoopParts(walk, stmt));
  walk.loops--;
  walk.environment.leave();
  return flow;
}

/** Behind a loop or a switch holds what all ways out of it agree upon; a `continue` in a switch leaves the loop's round. */
export function withExits(walk: Walk, form: 'loop' | 'switch', run: () => Flow): Flow {
  const outer = walk.exits;
  const own: Snapshot[] = [];
  walk.exits = { ofBreak: own, ofContinue: form === 'loop' ? own : outer.ofContinue };
  const flow = run();
  const [first, ...others] = own;
  walk.exits = outer;
  if (first === undefined) return flow;
  if (flow === 'falls') walk.environment.join(first);
  else walk.environment.restore(first);
  for (const each of others) walk.environment.join(each);
  return 'falls';
}

function runLoopParts(walk: Walk, stmt: Extract<Stmt, { kind: 'loop' }>): Flow {
  if (stmt.init) walk.run(stmt.init);
  if (stmt.form === 'do' && isNever(stmt.test)) return walk.run(stmt.body);
  if (stmt.form !== 'do' && isNever(stmt.test)) return 'falls';
  if (stmt.test && stmt.form !== 'do' && isFalseAtFirst(walk, stmt.test)) return 'falls';
  const changed = assignedIn(stmt);
  const { environment } = walk;
  environment.forget(changed);
  const before = environment.snapshot();
  const first = stmt.form === 'do' ? null : stmt.test;
  if (first) consume(walk, enter(walk, first, true));
  walk.run(stmt.body);
  if (stmt.test && stmt.form === 'do') walk.value(stmt.test, 'used');
  if (stmt.update) walk.value(stmt.update, 'dropped');
  if (stmt.form !== 'do') environment.join(before);
  environment.forget(changed);
  if (first) muted(walk, () => enter(walk, first, false));
  return isEndless(stmt) ? 'ends' : 'falls';
}

/** Takes the way that a test leads to when it comes out as `outcome`; gives the test's value. */
function enter(walk: Walk, test: Expr, outcome: boolean): Typed {
  const tested = valueOfTest(walk, test, 'used');
  learn(walk, test, tested, outcome);
  return tested;
}

/** `for (i = 0; i < 0; i++)`: with what is known before the first round. */
function isFalseAtFirst(walk: Walk, test: Expr): boolean {
  const { value } = muted(walk, () => walk.value(test, 'used'));
  return value.kind === 'constant' && value.value === 0n;
}

/** A loop that nothing but a return or a goto leaves. */
function isEndless({ test, body, form }: Extract<Stmt, { kind: 'loop' }>): boolean {
  const isForever = test === null || (test.kind === 'number' && test.value !== null && test.value !== 0n);
  return form !== 'do' && isForever && !holdsBreak(body);
}

function isNever(test: Expr | null): boolean {
  return test?.kind === 'number' && test.value === 0n;
}
