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
  const labels = parts.map((part) => (part.kind === 'case' ? labelOf(walk, chosen, part) : null));
  const isDecided = labels.some((label) => label?.isChosen === true);
  environment.enter();
  let flow: Flow = 'ends';
  for (const [i, part] of parts.entries()) {
    const label = labels[i];
    if (label && flow === 'falls') environment.join(before);
    else if (label) {
      environment.restore(before);
      choose(walk, label, isDecided);
    }
    if (part.kind === 'case' || flow === 'falls' || holdsLabel(part)) flow = walk.run(part);
  }
  environment.leave();
  environment.join(before);
  environment.doubt(before.isDoubtful);
  environment.forget(assignedIn(stmt.body));
  return 'falls';
}

/** What a case's labels ask of the value, and whether the case is chosen from the top, as far as that is known. */
interface Label {
  readonly tests: readonly Typed[];
  readonly isChosen: boolean | null;
  readonly isDefault: boolean;
}

/** A `default` may be chosen when no label is. */
function labelOf(walk: Walk, chosen: Typed, { values, isDefault }: Case): Label {
  const tests = muted(walk, () =>
    values.map((value) => computed(walk, '==', chosen, walk.value(value, 'used'), intType)),
  );
  const outcomes = tests.map((test) => truthOf(walk, test));
  if (outcomes.includes(true)) return { tests, isChosen: true, isDefault };
  return { tests, isChosen: isDefault || outcomes.includes(null) ? null : false, isDefault };
}

function choose(walk: Walk, { tests, isChosen, isDefault }: Label, isDecided: boolean): void {
  if (isChosen === false || (isChosen === null && isDecided)) walk.environment.doubt(true);
  const [only, ...others] = tests;
  if (only && others.length === 0 && !isDefault) learnTruth(walk, only, true);
}
