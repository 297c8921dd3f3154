/**
 * Looks for numbers that make all conditions of a path hold: with such numbers the program takes that path, so that
 * neither the compiler nor the verifier may rule it out. Finding none proves nothing.
 */
import type { Watch } from '../../../syntax/watch.js';
import type { Typed } from '../values.js';
import { evaluate, type Assignment } from './evaluate.js';
import { assignmentOf, type NameOf } from './guesses.js';
import { leavesOf } from './leaves.js';
import type { Condition } from './path.js';
import { changesFor, type Change } from './repairs.js';

export interface Solver {
  /** Whether numbers were found for a condition and all before it; else it is left out. */
  add(condition: Condition): boolean;
  /** The numbers that were found last. */
  numbers(): Assignment;
  /** What looking for numbers cost so far, in operators computed. */
  effort(): number;
  /** Counts a computation that somebody else does for the path. */
  charge(computed: Typed): void;
  /** Values of the unknown of a name for which a number may become 0, or another one. */
  turning(tested: Typed, name: string): readonly bigint[];
}

/** So many times the vague numbers are taken for others, and each time numbers must be found. */
const assumptions = 4;
const mostRepairs = 48;
/** Operators that are computed for one path. */
const mostEffort = 60_000;

/** What all conditions of a path have in common for the solver. */
interface Known {
  readonly nameOf: NameOf;
  /** The conditions in which an unknown stands. */
  readonly byName: Map<string, Set<Condition>>;
  /** Counts what is computed; false where it is enough. */
  spend(typed: Typed): boolean;
}

/** Unknowns get their names here where they have none: pointers of the kernel, pointers to sockets. */
export function createSolver(watch: Watch): Solver {
  const found = Array.from({ length: assumptions }, () => new Map<string, bigint>());
  let effort = 0;
  const known: Known = {
    nameOf: namer(),
    byName: new Map(),
    spend(typed) {
      const computed = 1 + (typed.value.kind === 'unknown' ? (typed.value.from?.depth ?? 0) : 0);
      effort += computed;
      watch.spend(computed);
      return effort < mostEffort;
    },
  };
  const numbers = (): Assignment => assignmentOf(found[0] ?? new Map<string, bigint>(), 0, known.nameOf);
  return {
    numbers,
    effort: () => effort,
    charge: (computed) => void known.spend(computed),
    turning: (tested, name) =>
      [true, false]
        .flatMap((outcome) => changesFor({ tested, outcome }, numbers(), known.nameOf))
        .filter((change) => change.name === name)
        .map((change) => change.value),
    add(condition) {
      if (effort >= mostEffort) return false;
      const names = leavesOf(condition.tested, known.nameOf);
      for (const name of names) known.byName.set(name, (known.byName.get(name) ?? new Set()).add(condition));
      const undo: (() => void)[] = [];
      if (found.every((each, assumption) => repair(condition, each, assumption, known, undo))) return true;
      for (const name of names) known.byName.get(name)?.delete(condition);
      for (const step of undo.reverse()) step();
      return false;
    },
  };
}

function namer(): NameOf {
  const identities = new WeakMap<object, string>();
  let counted = 0;
  return ({ value }) => {
    if (value.kind === 'unknown') return value.name ?? null;
    if (value.kind === 'context') return value.offset === null ? null : `&${value.region}`;
    if (value.kind !== 'kernel' && value.kind !== 'dereferenced') return null;
    const isTyped = value.kind === 'kernel' && value.trusted;
    const known = identities.get(value) ?? `${isTyped ? '?' : ''}*${++counted}`;
    identities.set(value, known);
    return known;
  };
}

/** Changes one number at a time, each time the one that leaves the fewest conditions broken. */
function repair(
  condition: Condition,
  numbers: Map<string, bigint>,
  assumption: number,
  known: Known,
  undo: (() => void)[],
): boolean {
  const assignment = assignmentOf(numbers, assumption, known.nameOf);
  const isBroken = ({ tested, outcome }: Condition): boolean => {
    if (!known.spend(tested)) return true;
    const value = evaluate(tested, assignment);
    return value === null || (value !== 0n) !== outcome;
  };
  const broken = new Set(isBroken(condition) ? [condition] : []);
  for (let round = 0; round < mostRepairs && broken.size > 0; round++) {
    const first = [...broken][round % broken.size] ?? condition;
    const changes = changesFor(first, assignment, known.nameOf);
    const change = bestOf(changes, first, numbers, known, isBroken) ?? changes[round % changes.length];
    if (!change || !known.spend(first.tested)) return false;
    const before = numbers.get(change.name);
    undo.push(
      () => void (before === undefined ? numbers.delete(change.name) : numbers.set(change.name, before)),
    );
    numbers.set(change.name, change.value);
    for (const each of known.byName.get(change.name) ?? [])
      if (isBroken(each)) broken.add(each);
      else broken.delete(each);
  }
  return broken.size === 0;
}

/** The change that mends a condition and breaks the fewest others; null where none mends it by itself. */
function bestOf(
  changes: readonly Change[],
  condition: Condition,
  numbers: Map<string, bigint>,
  { byName }: Known,
  isBroken: (condition: Condition) => boolean,
): Change | null {
  let best: { readonly change: Change; readonly broken: number } | null = null;
  for (const change of changes) {
    const before = numbers.get(change.name);
    if (before === change.value) continue;
    numbers.set(change.name, change.value);
    const broken = isBroken(condition)
      ? Infinity
      : [...(byName.get(change.name) ?? [])].filter(isBroken).length;
    if (broken < (best?.broken ?? Infinity)) best = { change, broken };
    if (before === undefined) numbers.delete(change.name);
    else numbers.set(change.name, before);
    if (broken === 0) break;
  }
  return best?.change ?? null;
}
