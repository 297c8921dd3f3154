/** Which bytes of a context the verifier lets a program read and write: a view over rules/tables/access.json. */
import type { ProgramSpec } from './sections.js';
import type { KernelSet } from './versions.js';

export type Direction = 'read' | 'write';

/** One access that a verdict is asked for. */
export interface AccessQuery {
  readonly program: ProgramSpec;
  /** `ctx`, or a pointer that it yields: `ctx->sk`. */
  readonly region: string;
  readonly access: Direction;
  /** Bytes from the start of the region. */
  readonly offset: number;
  /** Bytes: 1, 2, 4 or 8. */
  readonly size: number;
}

export interface AccessTable {
  readonly kernels: KernelSet;
  /** The kernels among `kernels` on which the verifier refuses the access; null when it was not measured. */
  refusedOn(query: AccessQuery, kernels: KernelSet): KernelSet | null;
  /** The byte offsets at which an access of this size is accepted on all of `kernels`, ascending. */
  accepted(query: Omit<AccessQuery, 'offset'>, kernels: KernelSet): readonly number[];
  /** The verifier's words for a refused access, with offset and size filled in. */
  message(query: AccessQuery): string;
}
