/** The layout and meaning of the structs that programs get as context or reach from it: rules/contexts. */

/** One field of a struct, as rules/contexts/<struct>.json has it. */
export interface FieldRow {
  readonly name: string;
  /** The same field's names in other headers: `di` of vmlinux.h for `rdi`. */
  readonly aliases?: readonly string[];
  /** Bytes from the struct's start. */
  readonly offset: number;
  /** Bytes; of the whole array for an array. */
  readonly size: number;
  /** The C type: `__u32`, `__u32[4]`, `void *`. */
  readonly type: string;
  /** Bytes of one element; absent for what is no array. */
  readonly element?: number;
  readonly order: 'host' | 'network' | null;
  /** Whether a load yields a pointer that the verifier tracks. */
  readonly pointer?: boolean;
  /** The field that carries the same thing for the other address family. */
  readonly sister?: string;
  readonly prose: string;
  /** The struct that it is or points to, where `type` does not tell. */
  readonly struct?: string;
}

export interface ContextRow {
  readonly struct: string;
  /** Set where the layout holds for one processor only. */
  readonly arch?: 'x86_64' | 'arm64';
  readonly title: string;
  /** Bytes. */
  readonly size: number;
  readonly source: string;
  readonly doc: string;
  /** Groups of fields that lie over each other. */
  readonly unions?: readonly (readonly string[])[];
  readonly fields: readonly FieldRow[];
}

/** The field that covers a byte, or null in padding and beyond the end. */
export function fieldAt(context: ContextRow, offset: number): FieldRow | null {
  return context.fields.find((field) => field.offset <= offset && offset < field.offset + field.size) ?? null;
}

/** Bytes of one access to a field: an element for an array. */
export function accessSize(field: FieldRow): number {
  return field.element ?? field.size;
}
