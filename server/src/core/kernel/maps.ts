/**
 * Which definitions of maps the kernels take, and what loaders change in them first: a view over rules/tables/maps.json.
 * A number that was not measured, and no run of measured ones reaches, counts as taken.
 */
import type { Loader } from '../engine/settings.js';
import { rowOn } from './versions.js';

/** What a definition says in numbers. */
export type MapAttribute = 'keySizes' | 'valueSizes' | 'entries';

/** From which value on there is that answer: null where it is taken, else the name of the errno. */
type Runs = readonly (readonly [from: number, answer: string | null])[];

type Answers = Readonly<Record<MapAttribute | 'flags', Runs>> & {
  readonly usualFlags: number;
  /** The largest value that was tried. */
  readonly upTo: number;
};

interface Adjustment {
  readonly loader: Loader;
  readonly type: string;
  readonly attribute: MapAttribute;
  /** `rounded`: up to what the kernel takes, unless it is 0; `zero`: a 0 is filled in. */
  readonly how: 'rounded' | 'zero';
}

/** What may only stand in a value whose type the kernel is told, who uses it, and what these are told else. */
export interface TypedField {
  readonly struct: string;
  readonly helpers: readonly string[];
  /** `<map>` stands for the map's name. */
  readonly words: string;
}

export interface RawMaps {
  readonly adjusted: readonly Adjustment[];
  /** Names of flags, from bit 0. */
  readonly flags: readonly string[];
  readonly typed: readonly TypedField[];
  /** Types of maps whose key and value nobody tells the kernel the type of. */
  readonly untyped: readonly string[];
  /** The flag for maps that programs only read; helpers that give pointers into a map, and those that change it. */
  readonly readOnly: {
    readonly flag: number;
    readonly gives: readonly string[];
    readonly changes: readonly string[];
  };
  /** By number; `[first kernel, answers]`, oldest first; null where the kernel makes no such map. */
  readonly types: Readonly<
    Record<string, { readonly name: string; readonly rows: readonly (readonly [string, Answers | null])[] }>
  >;
}

/** A flag that a definition must not have, or must. */
export interface FlagRefusal {
  readonly flag: string;
  readonly isMissing: boolean;
  readonly words: string;
}

export interface MapTable {
  /** `BPF_MAP_TYPE_HASH`; null for a number that no measured kernel makes. */
  name(type: bigint): string | null;
  /** The first measured kernel that makes such maps; null where none does. */
  since(type: bigint): string | null;
  /** The errno's name; null where the value is taken, or nothing was measured. */
  refusal(type: bigint, attribute: MapAttribute, value: bigint, kernel: string): string | null;
  /** The first flag of a map that is refused, or whose absence is; null where there is none. */
  flagRefusal(type: bigint, flags: bigint, kernel: string): FlagRefusal | null;
  /** What needs a typed value. */
  readonly typed: readonly TypedField[];
  /** The flag of maps whose values programs only read. */
  readonly readOnlyFlag: bigint;
  /** Whether a helper gives a pointer into a map's value. */
  gives(helper: string): boolean;
  /** Whether a helper changes what a map holds. */
  changes(helper: string): boolean;
  /** Whether the kernel takes the types of such a map's key and value. */
  isTyped(type: bigint): boolean;
  /** What a loader makes of a number before the kernel sees it; null for nothing. */
  adjustment(type: bigint, attribute: MapAttribute, loader: Loader): Adjustment['how'] | null;
}

/** The view over the table as it was read. */
export function mapTable(raw: RawMaps): MapTable {
  const typeOf = (type: bigint): RawMaps['types'][string] | null => raw.types[type.toString()] ?? null;
  const answers = (type: bigint, kernel: string): Answers | null =>
    rowOn(typeOf(type)?.rows, kernel)?.[1] ?? null;
  return {
    name: (type) => typeOf(type)?.name ?? null,
    since: (type) => typeOf(type)?.rows.find(([, each]) => each !== null)?.[0] ?? null,
    refusal(type, attribute, value, kernel) {
      const known = answers(type, kernel);
      return known && value <= BigInt(known.upTo) ? answerTo(known[attribute], value) : null;
    },
    flagRefusal(type, flags, kernel) {
      const known = answers(type, kernel);
      if (!known) return null;
      const differing = flags ^ BigInt(known.usualFlags);
      for (let bit = 0n; bit < raw.flags.length; bit++) {
        const flag = 1n << bit;
        const words = (differing & flag) === 0n ? null : answerTo(known.flags, bit);
        if (words !== null)
          return { flag: raw.flags[Number(bit)] ?? String(flag), isMissing: (flags & flag) === 0n, words };
      }
      return null;
    },
    typed: raw.typed,
    readOnlyFlag: BigInt(raw.readOnly.flag),
    gives: (helper) => raw.readOnly.gives.includes(helper),
    changes: (helper) => raw.readOnly.changes.includes(helper),
    isTyped: (type) => !raw.untyped.includes(typeOf(type)?.name ?? ''),
    adjustment(type, attribute, loader) {
      const name = typeOf(type)?.name;
      const row = raw.adjusted.find(
        (each) => each.loader === loader && each.type === name && each.attribute === attribute,
      );
      return row?.how ?? null;
    },
  };
}

function answerTo(runs: Runs, value: bigint): string | null {
  return runs.findLast(([from]) => BigInt(from) <= value)?.[1] ?? null;
}
