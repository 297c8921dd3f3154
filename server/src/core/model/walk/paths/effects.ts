/** What matters of a path: a load whose value goes nowhere is dropped by the compiler, and the verifier never sees it. */
import { isWithin, rangeFrom, type Range } from '../ranges.js';
import type { RecordedAccess } from '../recorded.js';
import type { Typed, Value } from '../values.js';
import { unknownType } from '../../types.js';
import type { Walk } from '../walk.js';
import { evaluate, type Assignment } from './evaluate.js';
import type { Assumptions, Path } from './path.js';

/** Notes a value that leaves the path's locals; of a struct, and of a local that is given away by its address, all parts. */
export function noteEffect(walk: Walk, typed: Typed): void {
  const { path } = walk;
  if (!path || walk.muted > 0) return;
  const note = ({ value, type }: Typed, depth: number): void => {
    if (value.kind === 'unknown' && (value.name !== undefined || value.from)) path.effects.push({ typed: { value, type }, assumed: path.assumed });
    if (depth === 0) return;
    const parts: readonly Value[] =
      value.kind === 'record' ? [...value.members.values()] : value.kind === 'address' ? [value.of.value] : [];
    for (const part of parts) note({ value: part, type: unknownType }, depth - 1);
  };
  note(typed, 4);
}

/** Notes a number that decides which way the path goes. */
export function noteTest({ path }: Walk, typed: Typed): void {
  path?.effects.push({ typed, assumed: path.assumed });
}

/** What is assumed where something first matters that is another one for another value of a read; null where nothing does. */
export function neededUnder(path: Path, access: RecordedAccess): Assumptions | null {
  const name = path.numberOf.get(access);
  if (name === undefined) return new Map();
  const numbers = path.solver.numbers();
  return path.effects.find(({ typed }) => depends(typed, name, numbers))?.assumed ?? null;
}

const trials: readonly bigint[] = [
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
function depends(typed: Typed, name: string, numbers: Assignment): boolean {
  const parts = partsOf(typed);
  if (!parts.names.has(name)) return false;
  const near = [...parts.constants].flatMap((each) => [each, each + 1n, each - 1n]);
  const outcomes = [...trials, ...near].map((trial) =>
    evaluate(typed, (unknown) => {
      const { value } = unknown;
      return value.kind === 'unknown' && value.name === name ? within(value.range, trial) : numbers(unknown);
    }),
  );
  return outcomes.includes(null) || new Set(outcomes).size > 1;
}

function within(range: Range | undefined, trial: bigint): bigint {
  return !range || isWithin(rangeFrom(trial, trial), range) ? trial : range.max;
}

interface Parts {
  readonly names: Set<string>;
  readonly constants: Set<bigint>;
}

/** What a number was computed from in the end. */
function partsOf(typed: Typed): Parts {
  const parts: Parts = { names: new Set(), constants: new Set() };
  const seen = new Set<Value>();
  const visit = ({ value }: Typed): void => {
    if (value.kind === 'constant') parts.constants.add(value.value);
    if (value.kind !== 'unknown' || seen.has(value)) return;
    seen.add(value);
    if (!value.from) return void parts.names.add(value.name ?? '');
    visit(value.from.left);
    if (value.from.right) visit(value.from.right);
  };
  visit(typed);
  return parts;
}
