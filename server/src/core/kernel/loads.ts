/** On which kernels a program type with its attach type loads at all: a view over rules/tables/loads.json. */
import { measuredKey, type ProgramSpec } from './sections.js';
import { rowOn, type KernelSet } from './versions.js';

export interface RawLoads {
  /** What refusals say. */
  readonly words: readonly string[];
  /** Program, then `[first kernel, null or the words' place]`, oldest first. */
  readonly programs: Readonly<Record<string, readonly (readonly [string, number | null])[]>>;
}

export interface LoadTable {
  /** The kernels among `kernels` that refuse to load even the smallest such program. */
  refusedOn(program: ProgramSpec, kernels: KernelSet): KernelSet;
  /** The verifier's words on a kernel that refuses it, or the error's name; null on others. */
  words(program: ProgramSpec, kernel: string): string | null;
  /** The first measured kernel that loads it and from which on all do; null where none does or none was asked. */
  since(program: ProgramSpec): string | null;
}

export function loadTable(raw: RawLoads): LoadTable {
  const rowsOf = (program: ProgramSpec) =>
    raw.programs[program.section] ?? raw.programs[measuredKey(program)] ?? [];
  const words = (program: ProgramSpec, kernel: string): string | null => {
    const place = rowOn(rowsOf(program), kernel)?.[1] ?? null;
    return place === null ? null : (raw.words[place] ?? '');
  };
  return {
    words,
    since(program) {
      const last = rowsOf(program).at(-1);
      return last?.[1] === null ? last[0] : null;
    },
    refusedOn: (program, kernels) => kernels.filter((kernel) => words(program, kernel) !== null),
  };
}
