/** Walks loops and switches: what is known in them, and behind them. */
import type { Expr, Stmt } from '../../syntax/ast.js';
import { assignedIn, holdsBreak, holdsLabel } from './assigned.js';
import { learn, valueOfTest } from './conditions.js';
import { consume } from './kernel-pointers.js';
import { noteTested } from './nullness.js';
import { muted, type Flow, type Walk } from './walk.js';

/** What a loop changes is unknown in it and after it; a body that runs exactly once is no loop. */
export function runLoop(walk: Walk, stmt: Extract<Stmt, { kind: 'loop' }>): Flow {
  walk.environment.enter();
  walk.loops++;
  const flow = runLoopParts(walk, stmt);
  walk.loops--;
  walk.environment.leave();
  return flow;
}

function runLoopParts(walk: Walk, stmt: Extract<Stmt, { kind: 'loop' }>): Flow {
  if (stmt.init) walk.run(stmt.init);
  if (stmt.form === 'do' && isNever(stmt.test)) return runOnce(walk, stmt.body);
  if (stmt.form !== 'do' && isNever(stmt.test)) return 'falls';
  if (stmt.test && stmt.form !== 'do' && isFalseAtFirst(walk, stmt.test)) return 'falls';
  const changed = assignedIn(stmt);
  walk.environment.forget(changed);
  if (stmt.test && stmt.form !== 'do') {
    consume(walk, valueOfTest(walk, stmt.test, 'used'));
    learn(walk, stmt.test, true);
  }
  walk.run(stmt.body);
  if (stmt.test && stmt.form === 'do') walk.value(stmt.test, 'used');
  if (stmt.update) walk.value(stmt.update, 'dropped');
  walk.environment.forget(changed);
  if (stmt.test && stmt.form !== 'do' && !holdsBreak(stmt.body)) learn(walk, stmt.test, false);
  return isEndless(stmt) ? 'ends' : 'falls';
}

/** `do { ... } while (0)`: a jump out of it may also be its own `break`. */
function runOnce(walk: Walk, body: Stmt): Flow {
  const flow = walk.run(body);
  if (flow === 'ends' && holdsBreak(body)) return 'falls';
  return flow;
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

/** Every case may be reached from the top or from the case before it. */
export function runSwitch(walk: Walk, stmt: Extract<Stmt, { kind: 'switch' }>): Flow {
  const chosen = walk.value(stmt.value, 'used');
  consume(walk, chosen);
  noteTested(walk, chosen);
  const isKnown = chosen.value.kind === 'constant';
  if (isKnown) walk.guards++;
  const { environment } = walk;
  const before = environment.snapshot();
  environment.enter();
  let flow: Flow = 'ends';
  for (const part of stmt.body.kind === 'block' ? stmt.body.body : [stmt.body]) {
    if (part.kind === 'case' && flow === 'falls') environment.join(before);
    else if (part.kind === 'case') environment.restore(before);
    if (part.kind === 'case' || flow === 'falls' || holdsLabel(part)) flow = walk.run(part);
  }
  environment.leave();
  if (isKnown) walk.guards--;
  environment.join(before);
  environment.forget(assignedIn(stmt.body));
  return 'falls';
}
