/** Takes one case of a switch, and what control falls into from there. */
import type { Stmt } from '../../../syntax/ast.js';
import { intType } from '../../types.js';
import { statementsOf } from '../../visit.js';
import { holdsLabel } from '../assigned.js';
import { consume } from '../kernel-pointers.js';
import { learnTruth } from '../learning.js';
import { computed, truthOf } from '../numbers.js';
import type { Typed } from '../values.js';
import type { Flow, Walk } from '../walk.js';
import { assume } from './decide.js';
import { PathEnd, type Path } from './path.js';

type Switch = Extract<Stmt, { kind: 'switch' }>;
type Case = Extract<Stmt, { kind: 'case' }>;

/** A way into the body: the part it begins at, and what must hold of the value; null where no label fits. */
interface Entry {
  readonly part: number;
  readonly test: Typed | null;
}

/** What goes on behind the switch. */
export function takeSwitch(walk: Walk, path: Path, stmt: Switch): Flow {
  if (path.seeking !== null && !holdsLabel(stmt.body, path.seeking)) throw new PathEnd();
  const parts = stmt.body.kind === 'block' ? stmt.body.body : [stmt.body];
  const first = path.seeking === null ? choosePart(walk, path, stmt, parts) : labelled(parts, path.seeking);
  walk.environment.enter();
  const flow = walk.runAll(parts.slice(first));
  walk.environment.leave();
  const isBreak = flow === 'ends' && path.leaving?.kind === 'break';
  if (isBreak) path.leaving = null;
  return isBreak ? 'falls' : flow;
}

/** Whether a case stands within another statement, where it is not looked for. */
function hidesCases(parts: readonly Stmt[]): boolean {
  return parts.some((part) => (part.kind === 'case' ? hidesCases(part.body) : holdsCase(part)));
}

function holdsCase(stmt: Stmt): boolean {
  if (stmt.kind === 'switch') return false;
  return stmt.kind === 'case' || statementsOf(stmt).some(holdsCase);
}

function labelled(parts: readonly Stmt[], label: string): number {
  return parts.findIndex((part) => holdsLabel(part, label));
}

/** The part that control goes to; behind the last one where no case fits. */
function choosePart(walk: Walk, path: Path, stmt: Switch, parts: readonly Stmt[]): number {
  if (hidesCases(parts)) throw new PathEnd();
  const chosen = walk.value(stmt.value, 'used');
  consume(walk, chosen);
  const entries = parts.flatMap((part, at) =>
    part.kind === 'case' ? entriesOf(walk, chosen, part, at) : [],
  );
  const truths = entries.map(({ test }) => truthOf(walk, test));
  const sure = entries[truths.indexOf(true)];
  if (sure) return sure.part;
  const open = entries.filter((_, i) => truths[i] === null);
  const otherwise = parts.findIndex((part) => part.kind === 'case' && part.isDefault);
  const rest = { part: otherwise < 0 ? parts.length : otherwise, test: null };
  if (open.length === 0) return rest.part;
  return takeEntry(walk, path, open, inLikedOrder(walk, path, [...open, rest], parts));
}

function takeEntry(walk: Walk, path: Path, open: readonly Test[], ways: readonly Entry[]): number {
  const taken = ways[path.choose(ways.length)];
  if (!taken) throw new PathEnd();
  const before = path.assumed;
  if (taken.test) note(walk, taken.test, true);
  if (taken.test && path.assumed === before) return taken.part;
  // Where something is assumed, it is so of all labels up to the one that is taken.
  const refused = taken.test
    ? open.slice(
        0,
        open.findIndex(({ test }) => test === taken.test),
      )
    : open;
  for (const { test } of refused) note(walk, test, false);
  return taken.part;
}

function note(walk: Walk, test: Typed, outcome: boolean): void {
  assume(walk, test, outcome);
  learnTruth(walk, test, outcome);
}

type Test = Entry & { readonly test: Typed };

function entriesOf(walk: Walk, chosen: Typed, part: Case, at: number): readonly Test[] {
  const compared = (op: string, i: number): Typed => {
    const value = part.values[i];
    return computed(walk, op, chosen, value ? walk.value(value, 'used') : chosen, intType);
  };
  if (!part.isRange) return part.values.map((_, i) => ({ part: at, test: compared('==', i) }));
  return [{ part: at, test: computed(walk, '&', compared('>=', 0), compared('<=', 1), intType) }];
}

/** The case with the place that is looked for goes first, then the others in their order. */
function inLikedOrder(
  walk: Walk,
  path: Path,
  entries: readonly Entry[],
  parts: readonly Stmt[],
): readonly Entry[] {
  const aim = parts.findIndex((part) => path.isAim(walk.frame.locate(part.span)));
  const liked = entries.findLast(({ part }) => part <= aim);
  return liked ? [liked, ...entries.filter((each) => each !== liked)] : entries;
}
