/** What a walk finds of the arguments that helpers are handed, with places that survive edits elsewhere in the file. */
import type { Located } from './located.js';

/**
 * What an argument is to the verifier: NULL or 0, another constant, a number that it does not know, a number or a pointer
 * that it does not know (`unfollowed` where tests of it are not followed either), the address of a local, of a map, or of
 * a global variable, or the whole context.
 */
export type Given =
  'zero' | 'constant' | 'number' | 'variable' | 'unfollowed' | 'stack' | 'map' | 'global' | 'context';

/** An argument that a helper is handed. */
export interface RecordedArgument {
  readonly helper: string;
  /** From 0. */
  readonly index: number;
  readonly given: Given;
  /** Whether the function asks if a part of it equals something, which may leave one number only. */
  readonly isCompared: boolean;
  readonly at: Located;
  readonly calls: readonly Located[];
  readonly guarded: boolean;
}
