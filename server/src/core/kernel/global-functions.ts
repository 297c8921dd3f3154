/** What kernels say of the parameters and results of global functions: a view over rules/tables/global-functions.json. */
import { rowOn, type KernelSet } from './versions.js';

/** What the verifier tells apart in a global function; anything else it accepts, or was not asked about. */
export type GlobalShape =
  | 'void result'
  | 'pointer result'
  | 'memory'
  | 'void pointer'
  | 'function pointer'
  | 'struct by value'
  | 'union by value';

export interface RawGlobalFunctions {
  /** Shape to `[first kernel, words]`, oldest first; null where it is accepted. */
  readonly shapes: Readonly<Record<string, readonly (readonly [string, string | null])[]>>;
}

export interface GlobalFunctionTable {
  /** Whether a kernel refuses it. */
  isRefused(shape: GlobalShape, kernel: string): boolean;
  refusedOn(shape: GlobalShape, kernels: KernelSet): KernelSet;
  /** The verifier's words to the parameter `argument`, from 0, of a function; null where a kernel accepts it. */
  words(shape: GlobalShape, kernel: string, name: string, argument: number): string | null;
}

export function globalFunctionTable(raw: RawGlobalFunctions): GlobalFunctionTable {
  const answer = (shape: GlobalShape, kernel: string): string | null =>
    rowOn(raw.shapes[shape], kernel)?.[1] ?? null;
  const isRefused = (shape: GlobalShape, kernel: string): boolean => answer(shape, kernel) !== null;
  return {
    isRefused,
    refusedOn: (shape, kernels) => kernels.filter((kernel) => isRefused(shape, kernel)),
    words: (shape, kernel, name, argument) =>
      answer(shape, kernel)
        ?.replaceAll('<function>', () => name)
        .replaceAll('<argument>', String(argument)) ?? null,
  };
}
