/** What the passes of the masking over one item hand each other. */
import type { Notes, Token } from './draft.js';

/** What the passes over one item share. */
export interface Scene {
  readonly tokens: readonly Token[];
  readonly match: Int32Array;
  readonly notes: Notes;
  /** Offsets of blanks that become `;`. */
  readonly semicolons: number[];
  /** The file's text of the item, to see line breaks. */
  readonly source: string;
}
