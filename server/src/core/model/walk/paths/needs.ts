/** Which loads matter: the compiler drops one whose value goes nowhere, and the verifier never sees it. */
import { isWithin, rangeFrom, type Range } from '../ranges.js';
import type { RecordedAccess, RecordedUnchecked } from '../recorded.js';
import type { Typed, Value } from '../values.js';
import { constituents } from './constituents.js';
import { evaluate, type Assignment } from './evaluate.js';
import type { Assumptions, Effect, Path, Test } from './path.js';
import type { Solver } from './solve.js';

/**
 * What is assumed where something first matters that is another one for another value of a read; null where nothing
 * does. `matters` tells of a test whether it does.
 */
export function neededUnder(
  path: Path,
  read: RecordedAccess | RecordedUnchecked,
  matters: (test: Test) => boolean,
): Assumptions | null {
  const number = path.numberOf.get(read);
  if (!number) return isStoredOver(path, read) ? null : new Map();
  const { name } = number;
  const effects = path.effects.slice(number.effects).filter(({ isReplaced }) => !isReplaced);
  const tests = path.tests.slice(number.tests, number.tests + mostLookedAt);
  const needs = ({ typed }: Effect | Test): boolean => depends(typed, name, path.solver);
  const first =
    effects.slice(0, mostLookedAt).find(needs) ?? tests.find((each) => needs(each) && matters(each));
  return first?.assumed ?? null;
}

/** Whether a pointer that was read went into memory only, where other stores replaced it. */
function isStoredOver(path: Path, read: RecordedAccess | RecordedUnchecked): boolean {
  const pointer = path.pointerOf.get(read);
  const uses = path.effects.filter(({ typed }) => typed.value === pointer);
  return uses.length > 0 && uses.every(({ isReplaced }) => isReplaced);
}

/** So many effects and tests behind a read are asked whether they depend on it. */
const mostLookedAt = 300;

const trials: readonly bigint[] = [
  -1n,
  0n,
  1n,
  2n,
  3n,
  0x55n,
  0x80n,
  0xaaaan,
  0x7fffn,
  0x12345n,
  0x80000001n,
  0xffffffffn,
];

/** What was asked of a path's numbers, once it is at its end. */
const asked = new WeakMap<Value, Map<string, boolean>>();

/** Also where nobody can tell what comes of it. */
function depends(typed: Typed, name: string, solver: Solver): boolean {
  const known = asked.get(typed.value) ?? new Map<string, boolean>();
  asked.set(typed.value, known);
  const before = known.get(name);
  if (before !== undefined) return before;
  const outcome = dependsAnew(typed, name, solver);
  known.set(name, outcome);
  return outcome;
}

function dependsAnew(typed: Typed, name: string, solver: Solver): boolean {
  const { names, constants, places } = constituents(typed);
  if (!names.has(name)) return places.has(name);
  const near = [...constants].flatMap((each) => [each, each + 1n, each - 1n, -each, -each - 1n]);
  const numbers = solver.numbers();
  const outcomeFor = (trial: bigint): bigint | null => {
    solver.charge(typed);
    return evaluate(typed, (unknown) => {
      const { value } = unknown;
      return value.kind === 'unknown' && value.name === name ? within(value.range, trial) : numbers(unknown);
    });
  };
  const first = outcomeFor(0n);
  const isOther = (trial: bigint): boolean => {
    const outcome = outcomeFor(trial);
    return outcome === null || outcome !== first;
  };
  return (
    first === null || trials.some(isOther) || near.some(isOther) || solver.turning(typed, name).some(isOther)
  );
}

/** A negative trial is counted from the upper end where there are no negative numbers. */
function within(range: Range | undefined, trial: bigint): bigint {
  if (!range || isWithin(rangeFrom(trial, trial), range)) return trial;
  const wrapped = trial + range.max - range.min + 1n;
  return isWithin(rangeFrom(wrapped, wrapped), range) ? wrapped : range.max;
}

/** Whether two paths do something else from their first effects on; what nobody can compute is. */
export function doOther(a: readonly Effect[], b: readonly Effect[]): boolean {
  const [own, other] = [a, b].map((each) => each.filter(({ isReplaced }) => !isReplaced));
  if (!own || own.length !== other?.length) return true;
  return own.some((each, i) => {
    const twin = other[i];
    return (
      !twin ||
      each.to !== twin.to ||
      each.bytes?.base !== twin.bytes?.base ||
      each.bytes?.offset !== twin.bytes?.offset ||
      isOtherValue(each.typed, twin.typed)
    );
  });
}

/** The same expression is one value; another one may still give the same numbers. */
function isOtherValue(a: Typed, b: Typed): boolean {
  if (a.value.kind !== b.value.kind && (a.value.kind !== 'unknown' || b.value.kind !== 'constant'))
    if (a.value.kind !== 'constant' || b.value.kind !== 'unknown') return true;
  if (a.value.kind === 'context' && b.value.kind === 'context')
    return a.value.region !== b.value.region || a.value.offset !== b.value.offset;
  if (a.value.kind !== 'unknown' && a.value.kind !== 'constant') return false;
  const seeds = [0n, 1n, 2n, 3n].map(byName);
  const equal = [...constituents(a).constants, ...constituents(b).constants].map((each) => () => each);
  return [...seeds, ...equal].some((numbers: Assignment) => {
    const [x, y] = [evaluate(a, numbers), evaluate(b, numbers)];
    return x === null || y === null || x !== y;
  });
}

/** Some number for each name, and another one for each seed. */
function byName(seed: bigint): Assignment {
  return ({ value }) => {
    if (value.kind !== 'unknown' || value.name === undefined) return null;
    let hash = seed * 7919n + 17n;
    for (const char of value.name) hash = (hash * 31n + BigInt(char.charCodeAt(0))) % 1_000_003n;
    const { min, max } = value.range ?? { min: 0n, max: 0xffffn };
    return min + (hash % (max - min + 1n));
  };
}
