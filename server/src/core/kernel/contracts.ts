/**
 * What helpers take and give: a view over rules/tables/contracts.json. Who may call a helper, and whether it may sleep,
 * stands in helpers.ts.
 */
import type { Contract } from './contract.js';
import { contractAt, type ContractRows } from './contract-rows.js';
import { parseOffsets } from './offsets.js';
import { measuredKey, type ProgramSpec } from './sections.js';
import { rowOn } from './versions.js';

export interface RawContracts extends ContractRows {
  /** Kinds of program that were asked, by their section. */
  readonly kinds: readonly string[];
  /** Helper, then `[first kernel, answer]`, oldest first. */
  readonly helpers: Readonly<Record<string, readonly (readonly [string, RawAnswer])[]>>;
  /** Section of rules/programs.json to the kinds that stand for it, the closest one first. */
  readonly programs: Readonly<Record<string, readonly number[]>>;
  /** Helpers that only programs under the GPL may call, and those of which only some kinds. */
  readonly gpl: readonly (readonly [string, readonly [string, readonly (readonly [number, string])[]]])[];
  /** What the verifier calls a number, and says of one that must be a constant and is none. */
  readonly numberNames: readonly (readonly [string, string])[];
  readonly constantWords: readonly (readonly [string, string])[];
  readonly gplWords: string;
  /** Licences, letter by letter. */
  readonly gplCompatible: readonly string[];
  /** Words, and the kinds that need the GPL whatever they call. */
  readonly licensed: readonly (readonly [string, readonly (readonly [number, string])[]])[];
  readonly movesPacket: readonly (readonly [string, string])[];
  /** Helpers that may be called while a lock is held, the words for others, and for kinds that take no lock. */
  readonly locked: readonly (readonly [string, RawLocked])[];
}

type RawLocked = readonly [helpers: string, words: number, without: readonly (readonly [number, string])[]];

/** The place of a contract; where kinds of program differ, with theirs; null where no program may call it. */
type RawAnswer = number | readonly (readonly [number, string])[] | null;

export interface ContractTable {
  /** What a helper takes and gives in such programs, where they may call it; null where nothing was measured. */
  contract(helper: number, program: ProgramSpec, kernel: string): Contract | null;
  /** What the verifier calls the type of a register that holds a number. */
  numberName(kernel: string): string;
  /** What is said to a number that must be a constant and is none; R# for the register. */
  constantRefusal(kernel: string): string;
  /** Whether the kernel takes a licence for compatible with the GPL. */
  isGplCompatible(licence: string): boolean;
  /** What is said to such programs without such a licence where they call it; null where they need none for it. */
  gplRefusal(helper: number, program: ProgramSpec, kernel: string): string | null;
  /** What is said to such programs without such a licence, whatever they call; null where they need none. */
  licenceRefusal(program: ProgramSpec, kernel: string): string | null;
  /** Whether pointers into the packet are void after the call. */
  movesPacket(helper: number, kernel: string): boolean;
  /** What is said to the call while a spin lock is held; null where it may be called. */
  lockRefusal(helper: number, kernel: string): string | null;
}

export function contractTable(raw: RawContracts): ContractTable {
  const contracts = remembered((place) => contractAt(raw, place));
  const sets = new Map<string, ReadonlySet<number>>();
  const has = (text: string | undefined, number: number): boolean => {
    if (!text) return false;
    const set = sets.get(text) ?? new Set(parseOffsets(text).all);
    sets.set(text, set);
    return set.has(number);
  };
  const kindsOf = (program: ProgramSpec): readonly number[] =>
    raw.programs[program.section] ?? raw.programs[measuredKey(program)] ?? [];
  return {
    contract(helper, program, kernel) {
      const kinds = kindsOf(program);
      const answer = rowOn(raw.helpers[helper], kernel)?.[1] ?? null;
      if (answer === null || kinds.length === 0) return null;
      if (typeof answer === 'number') return contracts(answer);
      const places = kinds.flatMap((kind) => answer.find(([, own]) => has(own, kind))?.[0] ?? []);
      return places[0] === undefined ? null : contracts(places[0]);
    },
    numberName: (kernel) => rowOn(raw.numberNames, kernel)?.[1] ?? '',
    constantRefusal: (kernel) => rowOn(raw.constantWords, kernel)?.[1] ?? '',
    isGplCompatible: (licence) => raw.gplCompatible.includes(licence),
    gplRefusal(helper, program, kernel) {
      const row = rowOn(raw.gpl, kernel)?.[1];
      const [, own] = row?.[1].find(([id]) => id === helper) ?? [];
      const isRestricted =
        own === undefined ? has(row?.[0], helper) : kindsOf(program).some((kind) => has(own, kind));
      return isRestricted ? raw.gplWords : null;
    },
    licenceRefusal(program, kernel) {
      const kinds = kindsOf(program);
      const own = rowOn(raw.licensed, kernel)?.[1].find(([, list]) => kinds.some((kind) => has(list, kind)));
      return own ? (raw.words[own[0]] ?? '') : null;
    },
    movesPacket: (helper, kernel) => has(rowOn(raw.movesPacket, kernel)?.[1], helper),
    lockRefusal(helper, kernel) {
      const row = rowOn(raw.locked, kernel)?.[1];
      return !row || has(row[0], helper) ? null : (raw.words[row[1]] ?? '');
    },
  };
}

function remembered(make: (place: number) => Contract | null): (place: number) => Contract | null {
  const made = new Map<number, Contract | null>();
  return (place) => {
    const known = made.get(place);
    if (known !== undefined) return known;
    const contract = make(place);
    made.set(place, contract);
    return contract;
  };
}
