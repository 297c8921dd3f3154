/**
 * What client and server tell each other about the table of a context's fields, by the request
 * `ebpfVerdict/contextFields`. Types only: nothing here is left when it runs.
 */

/** The request's parameters; it is answered with null where the document holds no program that we know. */
export interface ContextFieldsParams {
  readonly uri: string;
  readonly position: { readonly line: number; readonly character: number };
  /** `6.1`; null for the target in force. */
  readonly kernel: string | null;
}

/** What one kind of program may do with a field. */
export interface FieldCell {
  /** Bytes of one access at the field's start, as accepted on all target kernels. */
  readonly read: readonly number[];
  readonly write: readonly number[];
  /** The first measured kernel that accepts any access to it; null where none does. */
  readonly since: string | null;
  /** The verifier's words where it may not be read. */
  readonly refusal: string | null;
}

/** Programs with the same answer for every field. */
export interface FieldColumn {
  readonly sections: readonly string[];
  readonly attachTypes: readonly string[];
  readonly isHere: boolean;
  /** Whether they are of the same program type as the one that the table is of. */
  readonly isKin: boolean;
}

export interface FieldLine {
  readonly name: string;
  readonly type: string;
  readonly offset: number;
  readonly size: number;
  readonly prose: string;
  readonly order: 'host' | 'network' | null;
  /** One for each column. */
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
  /** Null where such programs get no struct. */
  readonly struct: string | null;
  readonly size: number;
  /** Measured kernels, oldest first, and the ones that the table is for. */
  readonly kernels: readonly string[];
  readonly targets: readonly string[];
  /** The program's own column is the first. */
  readonly columns: readonly FieldColumn[];
  readonly fields: readonly FieldLine[];
}
