/** Which constants a program may return: a view over rules/tables/returns.json. */
import { measuredKey, type ProgramSpec } from './sections.js';
import { rowOn, type KernelSet } from './versions.js';

/** Both ends included. */
export interface ReturnRange {
  readonly min: number;
  readonly max: number;
}

export interface RawReturns {
  /** Program to `[first kernel, ranges, the verifier's words]`, oldest first; null where any value is taken. */
  readonly programs: Readonly<Record<string, readonly RawReturnRow[]>>;
}

export interface RawReturnRow {
  readonly since: string;
  readonly ranges: readonly ReturnRange[] | null;
  /** The verifier's words for a refused constant, `#` for the value; absent where nothing is refused. */
  readonly message?: string;
}

export interface ReturnTable {
  /** The ranges that all of `kernels` accept; null when any value is accepted or nothing was measured. */
  accepted(program: ProgramSpec, kernels: KernelSet): readonly ReturnRange[] | null;
  /** The kernels among `kernels` that refuse a constant. */
  refusedOn(program: ProgramSpec, value: number, kernels: KernelSet): KernelSet;
  /** The verifier's words for a refused constant. */
  message(program: ProgramSpec, value: number, kernel: string): string;
}

export function returnTable(raw: RawReturns): ReturnTable {
  const measuredOn = (program: ProgramSpec, kernel: string): RawReturnRow | undefined =>
    rowOn(raw.programs[measuredKey(program)], kernel);
  return {
    accepted(program, kernels) {
      const limits = kernels.flatMap((kernel) => {
        const ranges = measuredOn(program, kernel)?.ranges;
        return ranges ? [ranges] : [];
      });
      const [first, ...rest] = limits;
      return first ? rest.reduce(intersect, first) : null;
    },
    refusedOn: (program, value, kernels) =>
      kernels.filter((kernel) => {
        const ranges = measuredOn(program, kernel)?.ranges;
        return ranges ? !ranges.some((range) => range.min <= value && value <= range.max) : false;
      }),
    message: (program, value, kernel) =>
      (measuredOn(program, kernel)?.message ?? '')
        .replaceAll('0x#', `0x${BigInt.asUintN(64, BigInt(value)).toString(16)}`)
        .replaceAll('#', String(value)),
  };
}

function intersect(a: readonly ReturnRange[], b: readonly ReturnRange[]): readonly ReturnRange[] {
  return a.flatMap((x) =>
    b
      .map((y) => ({ min: Math.max(x.min, y.min), max: Math.min(x.max, y.max) }))
      .filter((range) => range.min <= range.max),
  );
}
