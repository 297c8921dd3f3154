/** What a walk finds of locals that must lie on the stack. */
import type { Located } from './located.js';

/** A local that a helper is handed by its address, so that all of its bytes are on the stack. */
export interface RecordedStacked {
  readonly name: string;
  /** Bytes. */
  readonly size: number;
  /** Its name where it is declared. */
  readonly at: Located;
  /** The helper's name where it is called. */
  readonly handed: Located;
  readonly calls: readonly Located[];
  readonly guarded: boolean;
}
