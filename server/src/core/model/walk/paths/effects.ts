/** What matters of a path: a load whose value goes nowhere is dropped by the compiler, and the verifier never sees it. */
import { isWithin, rangeFrom, type Range } from '../ranges.js';
import type { RecordedAccess } from '../recorded.js';
import type { Typed, Value } from '../values.js';
import { unknownType } from '../../types.js';
import type { Walk } from '../walk.js';
import { constituents } from './constituents.js';
import { evaluate } from './evaluate.js';
import type { Assumptions, Effect, Path } from './path.js';
import type { Solver } from './solve.js';

/**
 * Notes a value that leaves the path's locals, and where it goes (`to`); of a struct, and of a local that is given
 * away by its address, all parts.
 */
export function noteEffect(walk: Walk, typed: Typed, to = ''): void {
  const { path } = walk;
  if (!path || walk.muted > 0) return;
  const note = ({ value, type }: Typed, depth: number): void => {
    path.trace.push(`${to} ${wordFor(value)}`);
    if (value.kind === 'unknown' && (value.name !== undefined || value.from))
      path.effects.push({ typed: { value, type }, assumed: path.assumed, decision: null, at: 0 });
    if (depth === 0) return;
    const parts: readonly Value[] =
      value.kind === 'record'
        ? [...value.members.values()]
        : value.kind === 'address'
          ? [value.of.value]
          : [];
    for (const part of parts) note({ value: part, type: unknownType }, depth - 1);
  };
  note(typed, 4);
}

const nameless = '(?)';

/** Whether two traces tell of different things; of numbers without names nobody knows. */
export function isOtherTrace(a: readonly string[], b: readonly string[]): boolean {
  return a.length !== b.length || a.some((each, i) => each !== b[i] || each.endsWith(nameless));
}

/** What tells a value from others; nothing is known of a number without a name. */
function wordFor(value: Value): string {
  if (value.kind === 'unknown') return value.name ?? nameless;
  if (value.kind === 'context') return `&${value.region}+${value.offset}`;
  return value.kind === 'constant' ? String(value.value) : value.kind;
}

/** Notes a number that decides which way the path goes, by its last decision. */
export function noteTest({ path }: Walk, typed: Typed): void {
  path?.effects.push({
    typed,
    assumed: path.assumed,
    decision: path.decisions.length - 1,
    at: path.trace.length,
  });
}

/**
 * What is assumed where something first matters that is another one for another value of a read; null where nothing
 * does. `matters` tells of a test whether it does.
 */
export function neededUnder(
  path: Path,
  access: RecordedAccess,
  matters: (test: Effect) => boolean,
): Assumptions | null {
  const name = path.numberOf.get(access);
  if (name === undefined) return new Map();
  const needs = ({ typed }: Effect): boolean => depends(typed, name, path.solver);
  const values = path.effects.filter(({ decision }) => decision === null);
  const tests = path.effects.filter(({ decision }) => decision !== null);
  const first = values.find(needs) ?? tests.find((each) => needs(each) && matters(each));
  return first?.assumed ?? null;
}

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

/** Also where nobody can tell what comes of it. */
function depends(typed: Typed, name: string, solver: Solver): boolean {
  const parts = constituents(typed);
  if (!parts.names.has(name)) return false;
  const near = [...parts.constants].flatMap((each) => [each, each + 1n, each - 1n, -each, -each - 1n]);
  const numbers = solver.numbers();
  const outcomes = [...trials, ...near, ...solver.turning(typed, name)].map((trial) =>
    evaluate(typed, (unknown) => {
      const { value } = unknown;
      return value.kind === 'unknown' && value.name === name ? within(value.range, trial) : numbers(unknown);
    }),
  );
  return outcomes.includes(null) || new Set(outcomes).size > 1;
}

/** A negative trial is counted from the upper end where there are no negative numbers. */
function within(range: Range | undefined, trial: bigint): bigint {
  if (!range || isWithin(rangeFrom(trial, trial), range)) return trial;
  const wrapped = trial + range.max - range.min + 1n;
  return isWithin(rangeFrom(wrapped, wrapped), range) ? wrapped : range.max;
}
