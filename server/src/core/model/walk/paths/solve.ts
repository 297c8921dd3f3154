/**
 * Looks for numbers that make all conditions of a path hold: with such numbers the program takes that path, so that
 * neither the compiler nor the verifier may rule it out. Finding none proves nothing.
 */
import type { Typed } from '../values.js';
import { evaluate, type Assignment } from './evaluate.js';
import { assignmentOf, type NameOf } from './guesses.js';
import type { Condition } from './path.js';
import { changesFor, type Change } from './repairs.js';

export interface Solver {
  /** Whether numbers were found for all of the conditions; they may only grow from call to call. */
  holds(conditions: readonly Condition[]): boolean;
  /** The numbers that were found last. */
  numbers(): Assignment;
  /** What looking for numbers cost so far, in operators computed. */
  effort(): number;
  /** Values of the unknown of a name for which a number may become 0, or another one. */
  turning(tested: Typed, name: string): readonly bigint[];
}

/** What the vague numbers are taken for, one after the other. */
const assumptions = 4;
const mostRepairs = 48;
/** Operators that are computed for one path. */
const mostEffort = 400_000;

/** Unknowns get their names here where they have none: pointers of the kernel, pointers to sockets. */
export function createSolver(): Solver {
  const identities = new WeakMap<object, string>();
  let counted = 0;
  const nameOf = ({ value }: Typed): string | null => {
    if (value.kind === 'unknown') return value.name ?? null;
    if (value.kind === 'context') return value.offset === null ? null : `&${value.region}`;
    if (value.kind !== 'kernel' && value.kind !== 'dereferenced') return null;
    const isTyped = value.kind === 'kernel' && value.trusted;
    const known = identities.get(value) ?? `${isTyped ? '?' : ''}*${++counted}`;
    identities.set(value, known);
    return known;
  };
  const found = Array.from({ length: assumptions }, () => new Map<string, bigint>());
  let [solved, last] = [0, true];
  let effort = 0;
  const spend = (typed: Typed): boolean => {
    effort += 1 + (typed.value.kind === 'unknown' ? (typed.value.from?.depth ?? 0) : 0);
    return effort < mostEffort;
  };
  const numbers = (): Assignment => assignmentOf(found[0] ?? new Map<string, bigint>(), 0, nameOf);
  return {
    numbers,
    effort: () => effort,
    turning: (tested, name) =>
      [true, false]
        .flatMap((outcome) => changesFor({ tested, outcome }, numbers(), nameOf))
        .filter((change) => change.name === name)
        .map((change) => change.value),
    holds(conditions) {
      if (last && solved === conditions.length) return true;
      solved = conditions.length;
      last = found.every((numbers, assumption) => repair(conditions, numbers, assumption, nameOf, spend));
      return last;
    },
  };
}

/** Changes one number at a time, each time the one that leaves the fewest conditions broken. */
function repair(
  conditions: readonly Condition[],
  numbers: Map<string, bigint>,
  assumption: number,
  nameOf: NameOf,
  spend: (typed: Typed) => boolean,
): boolean {
  const assignment = assignmentOf(numbers, assumption, nameOf);
  const isBroken = ({ tested, outcome }: Condition): boolean => {
    if (!spend(tested)) return true;
    const value = evaluate(tested, assignment);
    return value === null || (value !== 0n) !== outcome;
  };
  for (let round = 0; round < mostRepairs; round++) {
    const broken = conditions.filter(isBroken);
    const first = broken[round % Math.max(broken.length, 1)];
    if (!first) return true;
    const changes = changesFor(first, assignment, nameOf);
    if (changes.length === 0) return false;
    let best: { change: Change; broken: number } | null = null;
    for (const change of changes) {
      const before = numbers.get(change.name);
      if (before === change.value) continue;
      numbers.set(change.name, change.value);
      const left = isBroken(first) ? Infinity : conditions.filter(isBroken).length;
      if (left < (best?.broken ?? Infinity)) best = { change, broken: left };
      if (before === undefined) numbers.delete(change.name);
      else numbers.set(change.name, before);
      if (left === 0) break;
    }
    // One that repairs nothing by itself may be what the next round needs.
    const { change } = best ?? { change: changes[round % changes.length] };
    if (change) numbers.set(change.name, change.value);
  }
  return false;
}
