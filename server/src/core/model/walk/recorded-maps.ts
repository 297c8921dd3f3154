/** What a walk finds of maps that helpers are handed, and of what programs may only read. */
import type { Located } from './located.js';

/** A map that a helper is handed. */
export interface RecordedMapUse {
  readonly helper: string;
  /** The variable's name. */
  readonly map: string;
  /** Its type, a number of enum bpf_map_type; null where it is not known. */
  readonly mapType: bigint | null;
  /** The argument, as it is written. */
  readonly at: Located;
  readonly calls: readonly Located[];
  readonly guarded: boolean;
}

/** A write to what programs may not write: values of a map, or a constant. */
export interface RecordedReadOnly {
  readonly kind: 'map' | 'constant';
  /** The map's or the constant's variable. */
  readonly name: string;
  /** The helper that writes, and which of its arguments leads there; null for a store. */
  readonly helper: string | null;
  readonly argument: number;
  readonly at: Located;
  readonly calls: readonly Located[];
  readonly guarded: boolean;
}
