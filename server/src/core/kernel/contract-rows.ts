/** Reads the rows of rules/tables/contracts.json that describe one contract. Knows no helper and no kernel. */
import type { Contract, HelperResult, MemorySize, Nullable, Parameter } from './contract.js';
import { parseOffsets } from './offsets.js';

export interface RawParameter {
  readonly kind: Parameter['kind'];
  readonly expected?: number;
  readonly nullable?: 'always' | 'empty';
  readonly access?: 'read' | 'write';
  readonly size?: number | 'key' | 'value';
  readonly sizeIn?: number;
  readonly sizeOf?: number;
  readonly zero?: true;
  readonly constant?: true;
  readonly zeroOnly?: true;
  readonly readOnly?: true;
  readonly made?: boolean;
  readonly struct?: string;
}

export interface RawMaps {
  readonly taken: string;
  readonly refused: readonly (readonly [number, string])[];
}

interface RawResult {
  readonly kind: HelperResult['kind'];
  readonly nullable?: true;
  readonly min?: number;
  readonly max?: number;
  readonly maxIn?: number;
  readonly sizeIn?: number;
  readonly struct?: string;
}

export interface RawContract {
  readonly parameters: readonly number[];
  readonly more?: true;
  readonly result?: RawResult;
  readonly acquires?: true;
  readonly releases?: number;
  readonly maps?: number;
  readonly resultsByMap?: readonly (readonly [RawResult, string, boolean])[];
}

/** The lists that rows point into by place. */
export interface ContractRows {
  /** Sentences of the log, and what it lists in `expected=`. */
  readonly words: readonly string[];
  readonly parameters: readonly RawParameter[];
  readonly maps: readonly RawMaps[];
  readonly contracts: readonly RawContract[];
}

/** The contract at a place of the list; null where there is none. */
export function contractAt(raw: ContractRows, place: number): Contract | null {
  const own = raw.contracts[place];
  if (!own) return null;
  const parameters = own.parameters.flatMap((each) => {
    const parameter = raw.parameters[each];
    return parameter ? [parameterOf(parameter, raw.words)] : [];
  });
  const maps = own.maps === undefined ? undefined : raw.maps[own.maps];
  return {
    parameters,
    isWhole: own.more !== true,
    result: own.result ? resultOf(own.result) : null,
    acquires: own.acquires === true,
    releases: own.releases ?? null,
    takenMaps: new Set(parseOffsets(maps?.taken).all),
    refusedMaps: new Map(
      (maps?.refused ?? []).flatMap(([place, types]) => each(types, (type) => wordsFor(raw, place, type))),
    ),
    givenByMap: new Map(
      (own.resultsByMap ?? []).flatMap(([result, types, acquires]) =>
        each(types, () => ({ result: resultOf(result), acquires })),
      ),
    ),
  };
}

function each<T>(types: string, give: (type: number) => T): readonly (readonly [number, T])[] {
  return parseOffsets(types).all.map((type) => [type, give(type)] as const);
}

function wordsFor({ words }: ContractRows, place: number, type: number): string {
  return (words[place] ?? '').replace('map_type #', `map_type ${type}`);
}

function parameterOf(raw: RawParameter, words: readonly string[]): Parameter {
  const expected = raw.expected === undefined ? [] : (words[raw.expected] ?? '').split(', ');
  const nullable: Nullable = raw.nullable ?? 'never';
  switch (raw.kind) {
    case 'number':
      return {
        kind: 'number',
        expected,
        sizeOf: raw.sizeOf ?? null,
        mayBeZero: raw.zero === true,
        constant: raw.constant === true,
        zeroOnly: raw.zeroOnly === true,
      };
    case 'memory':
      return { kind: 'memory', expected, nullable, access: raw.access ?? 'read', size: sizeOf(raw) };
    case 'map value':
      return { kind: 'map value', expected, nullable, readOnly: raw.readOnly === true };
    case 'dynptr':
      return { kind: 'dynptr', expected, nullable, made: raw.made === true };
    default:
      return { kind: raw.kind, expected, nullable, struct: raw.struct ?? null };
  }
}

function sizeOf({ size, sizeIn }: RawParameter): MemorySize | null {
  if (sizeIn !== undefined) return { kind: 'argument', argument: sizeIn };
  if (size === undefined) return null;
  return typeof size === 'number' ? { kind: 'bytes', bytes: size } : { kind: size };
}

function resultOf(raw: RawResult): HelperResult {
  const nullable = raw.nullable === true;
  switch (raw.kind) {
    case 'number':
      return { kind: 'number', min: raw.min ?? null, max: raw.max ?? null, maxIn: raw.maxIn ?? null };
    case 'map value':
    case 'map':
      return { kind: raw.kind, nullable };
    case 'memory':
      return { kind: 'memory', nullable, sizeIn: raw.sizeIn ?? null };
    default:
      return { kind: raw.kind, nullable, struct: raw.struct ?? '' };
  }
}
