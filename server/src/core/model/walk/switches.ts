/** Walks switches: every case may be reached. */
import type { Stmt } from '../../syntax/ast.js';
import { assignedIn, holdsLabel } from './assigned.js';
import { consume } from './kernel-pointers.js';
import { withExits } from './loops.js';
import { noteTested } from './nullness.js';
import { takeSwitch } from './paths/switches.js';
import { pathOf, type Flow, type Walk } from './walk.js';

type Switch = Extract<Stmt, { kind: 'switch' }>;

/** Every case may be reached from the top or from the case before it. */
export function runSwitch(walk: Walk, stmt: Switch): Flow {
  const path = pathOf(walk);
  return path ? takeSwitch(walk, path, stmt) : withExits(walk, 'switch', () => runCases(walk, stmt));
}

function runCases(walk: Walk, stmt: Switch): Flow {
  const chosen = walk.value(stmt.value, 'used');
  consume(walk, chosen);
  noteTested(walk, chosen);
  const { environment } = walk;
  const before = environment.snapshot();
  const parts = stmt.body.kind === 'block' ? stmt.body.body : [stmt.body];
  environment.enter();
  let flow: Flow = 'ends';
  for (const part of parts) {
    if (part.kind === 'case' && flow === 'falls') environment.join(before);
    else if (part.kind === 'case') environment.restore(before);
    if (part.kind === 'case' || flow === 'falls' || holdsLabel(part)) flow = walk.run(part);
  }
  environment.leave();
  environment.join(before);
  environment.forget(assignedIn(stmt.body));
  return 'falls';
}
