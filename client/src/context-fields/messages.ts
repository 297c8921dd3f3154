/** What the server answers to `ebpfVerdict/contextFields`, and what the view and its page tell each other. */

/** What one kind of program may do with a field; sizes in bytes of one access at its start. */
export interface FieldCell {
  readonly read: readonly number[];
  readonly write: readonly number[];
  /** The first measured kernel that accepts any access to it. */
  readonly since: string | null;
  /** The verifier's words where it may not be read. */
  readonly refusal: string | null;
}

/** Programs with the same answer for every field. */
export interface FieldColumn {
  readonly sections: readonly string[];
  readonly attachTypes: readonly string[];
  readonly isHere: boolean;
  readonly isKin: boolean;
}

export interface FieldLine {
  readonly name: string;
  readonly type: string;
  readonly offset: number;
  readonly size: number;
  readonly prose: string;
  readonly order: 'host' | 'network' | null;
  readonly cells: readonly FieldCell[];
}

export interface ContextFields {
  readonly program: string;
  readonly section: string;
  readonly title: string;
  readonly runs: string;
  readonly programType: string;
  readonly attachType: string | null;
  readonly btfEnabled: boolean;
  readonly rewritten: boolean;
  readonly returns: string;
  readonly struct: string | null;
  readonly size: number;
  readonly kernels: readonly string[];
  readonly targets: readonly string[];
  readonly columns: readonly FieldColumn[];
  readonly fields: readonly FieldLine[];
}

/** To the page: a table, or null where the editor shows no BPF program. */
export interface ShowTable {
  readonly table: ContextFields | null;
  /** The kernel that was chosen in the page; null for the target in force. */
  readonly kernel: string | null;
}

/** From the page: it is there, or another kernel was chosen. */
export type PageMessage =
  | { readonly kind: 'ready'; readonly kernel: string | null }
  | { readonly kind: 'kernel'; readonly kernel: string | null };
