/** What the verifier says to a context pointer that was moved, and to stores into the packet: a view over rules/tables/pointers.json. */
import { measuredKey, type ProgramSpec } from './sections.js';
import { rowOn, type KernelSet } from './versions.js';

/**
 * `constantOffset`: dereferenced after a constant was added. `variableOffset`: after a value known at run time
 * only. `fieldAddress`: handed to a helper that wants memory. `packetWrite`: a store through a pointer into the packet.
 */
export type PointerUse = 'constantOffset' | 'variableOffset' | 'fieldAddress' | 'packetWrite';

/** Null where it is accepted; else the verifier's words with `R#` for the register and `off=#` for the offset. */
export type RawPointerRow = Readonly<Record<PointerUse, string | null>> & { readonly since: string };

export interface RawPointers {
  /** Program to its rows, oldest first. */
  readonly programs: Readonly<Record<string, readonly RawPointerRow[]>>;
}

export interface PointerRefusal {
  readonly refusedOn: KernelSet;
  /** The newest refusing kernel's words. */
  readonly words: string;
}

export interface PointerTable {
  /** Null where every kernel accepts it or nothing was measured. `register` counts from 1, `offset` is in bytes. */
  refusal(
    use: PointerUse,
    program: ProgramSpec,
    kernels: KernelSet,
    register: number,
    offset: number | null,
  ): PointerRefusal | null;
}

export function pointerTable(raw: RawPointers): PointerTable {
  const wordsOn = (use: PointerUse, program: ProgramSpec, kernel: string): string | null =>
    rowOn(raw.programs[measuredKey(program)], kernel)?.[use] ?? null;
  return {
    refusal(use, program, kernels, register, offset) {
      const refusedOn = kernels.filter((kernel) => wordsOn(use, program, kernel) !== null);
      const last = refusedOn.at(-1);
      const words = last === undefined ? null : wordsOn(use, program, last);
      return words === null ? null : { refusedOn, words: fill(words, register, offset) };
    },
  };
}

/** What is not known is cut off, so that the words can still be searched for. */
function fill(words: string, register: number, offset: number | null): string {
  const placed = words.replace('R#', `R${register}`);
  return offset === null
    ? placed.replace(/ ?(?:var_)?off=\(?#.*$/, '')
    : placed.replace('off=#', `off=${offset}`).replace(/ var_off=\(#\).*$/, '');
}
