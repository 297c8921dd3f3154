/** The table of a section's context: which fields may be read and written, at which offsets and sizes. */
import type { KernelFacts } from '../kernel/facts.js';
import type { Loader, KernelRange } from '../engine/settings.js';

/** An offset (bytes from the context's start) with the access sizes (bytes) that are accepted there. */
export interface AcceptedAt {
  readonly offset: number;
  readonly sizes: readonly number[];
}

export interface FieldAccess {
  readonly name: string;
  readonly offset: number;
  readonly size: number;
  readonly type: string;
  readonly read: readonly AcceptedAt[];
  readonly write: readonly AcceptedAt[];
}

/** The command line's JSON of `fields`, and what the editor's table shows. */
export interface FieldTable {
  readonly section: string;
  readonly programType: string;
  readonly attachType: string | null;
  readonly context: string | null;
  readonly kernel: string;
  readonly btfEnabled: boolean;
  readonly rewritten: boolean;
  readonly returns: readonly { readonly min: number; readonly max: number }[] | null;
  readonly fields: readonly FieldAccess[];
}

/** Null when neither loader knows the section. */
export declare function fieldTable(
  facts: KernelFacts,
  section: string,
  loader: Loader,
  kernel: KernelRange | null,
): FieldTable | null;
