/** Walks switches: which of their cases may be chosen, and what is known in each. */
import type { Stmt } from '../../syntax/ast.js';
import { intType } from '../types.js';
import { assignedIn, holdsLabel } from './assigned.js';
import { consume } from './kernel-pointers.js';
import { withExits } from './loops.js';
import { noteTested } from './nullness.js';
import { computed, learnTruth, truthOf } from './numbers.js';
import type { Typed } from './values.js';
import { muted, type Flow, type Walk } from './walk.js';

type Case = Extract<Stmt, { kind: 'case' }>;

/** Every case may be reached from the top or from the case before it. */
export function runSwitch(walk: Walk, stmt: Extract<Stmt, { kind: 'switch' }>): Flow {
  return withExits(walk, () => runCases(walk, stmt));
}

function runCases(walk: Walk, stmt: Extract<Stmt, { kind: 'switch' }>): Flow {
  const chosen = walk.value(stmt.value, 'used');
  consume(walk, chosen);
  noteTested(walk, chosen);
  const { environment } = walk;
  const before = environment.snapshot();
  const parts = stmt.body.kind === 'block' ? stmt.body.body : [stmt.body];
  const isDecided = parts.some((part) => part.kind === 'case' && isChosen(walk, chosen, part) === true);
  environment.enter();
  let flow: Flow = 'ends';
  for (const part of parts) {
    if (part.kind === 'case' && flow === 'falls') environment.join(before);
    else if (part.kind === 'case') {
      environment.restore(before);
      choose(walk, chosen, part, isDecided);
    }
    if (part.kind === 'case' || flow === 'falls' || holdsLabel(part)) flow = walk.run(part);
  }
  environment.leave();
  environment.join(before);
  environment.doubt(before.isDoubtful);
  environment.forget(assignedIn(stmt.body));
  return 'falls';
}

/** Whether a case is chosen from the top, as far as that is known; a `default` is when no case is. */
function isChosen(walk: Walk, chosen: Typed, part: Case): boolean | null {
  const outcomes = muted(walk, () =>
    part.values.map((value) => truthOf(walk, equal(walk, chosen, walk.value(value, 'used')))),
  );
  if (outcomes.includes(true)) return true;
  return part.isDefault || outcomes.includes(null) ? null : false;
}

function equal(walk: Walk, chosen: Typed, value: Typed): Typed {
  return computed(walk, '==', chosen, value, intType);
}

function choose(walk: Walk, chosen: Typed, part: Case, isDecided: boolean): void {
  const outcome = isChosen(walk, chosen, part);
  if (outcome === false || (outcome === null && isDecided)) walk.environment.doubt(true);
  const [only, ...others] = part.values;
  if (!only || others.length > 0 || part.isDefault) return;
  learnTruth(
    walk,
    equal(
      walk,
      chosen,
      muted(walk, () => walk.value(only, 'used')),
    ),
    true,
  );
}
