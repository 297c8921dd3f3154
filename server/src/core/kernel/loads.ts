/** On which kernels a program type with its attach type loads at all: a view over rules/tables/loads.json. */
import { measuredKey, type ProgramSpec } from './sections.js';
import { rowOn, type KernelSet } from './versions.js';

export interface RawLoads {
  /** What refusals say. */
  readonly words: readonly string[];
  /** Program, then `[first kernel, null or the words' place]`, oldest first. */
  readonly programs: Readonly<Record<string, readonly (readonly [string, number | null])[]>>;
  /** Lists of attach targets, as they stand behind the slash of a section, with a space between two. */
  readonly targets: readonly string[];
  /** Section, then `[first kernel, words with # for the target, lists of targets that refuse it]`, oldest first. */
  readonly refusedAt: Readonly<Record<string, readonly (readonly [string, string, readonly number[]])[]>>;
}

export interface LoadTable {
  /** The kernels among `kernels` that refuse to load even the smallest such program. */
  refusedOn(program: ProgramSpec, kernels: KernelSet): KernelSet;
  /** The verifier's words on a kernel that refuses it, or the error's name; null on others. */
  words(program: ProgramSpec, kernel: string): string | null;
  /** The verifier's words where a kernel loads such programs, but not for this one's target; else null. */
  wordsAtTarget(program: ProgramSpec, kernel: string): string | null;
  /** Whether some targets refuse such programs while others load them. */
  dependsOnTarget(program: ProgramSpec): boolean;
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
  const targets = raw.targets.map((text) => ({ text, parsed: null as ReadonlySet<string> | null }));
  const lists = (place: number, target: string): boolean => {
    const list = targets[place];
    return list ? (list.parsed ??= new Set(list.text.split(' '))).has(target) : false;
  };
  return {
    words,
    wordsAtTarget({ section, target }, kernel) {
      const row = target === undefined ? undefined : rowOn(raw.refusedAt[section], kernel);
      if (!row || target === undefined || !row[2].some((place) => lists(place, target))) return null;
      return row[1].replace('#', target);
    },
    dependsOnTarget: ({ section }) => raw.refusedAt[section] !== undefined,
    since(program) {
      const last = rowsOf(program).at(-1);
      return last?.[1] === null ? last[0] : null;
    },
    refusedOn: (program, kernels) => kernels.filter((kernel) => words(program, kernel) !== null),
  };
}
