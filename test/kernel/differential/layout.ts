/** The fields that generated programs touch, as rules/contexts has them, under the names of each kind of headers. */
import type { ContextRow, FieldRow } from '../../../server/src/core/kernel/contexts.js';
import type { Headers } from '../support/compiler.js';

/** A number in a struct: a field, or one element of an array. */
export interface Field {
  /** `cb[2]` */
  readonly path: string;
  readonly offset: number;
  /** Bytes. */
  readonly size: number;
}

/** A field that is an array of numbers. */
export interface ArrayField {
  readonly path: string;
  readonly offset: number;
  /** Bytes of an element. */
  readonly size: number;
  readonly count: number;
}

export interface Layout {
  /** As C writes it: `struct bpf_sock`. */
  readonly type: string;
  readonly numbers: readonly Field[];
  readonly arrays: readonly ArrayField[];
  /** Names of fields that are pointers for the verifier, packet pointers included. */
  readonly pointers: readonly Field[];
}

/** Names that a kernel's own header has in a union of another layout than the user's header. */
const otherwiseInKernel = new Set(['cs', 'ss']);

/** The layout of a described struct; `exists` tells which fields the system's header has. */
export function layoutOf(row: ContextRow, headers: Headers, exists: (path: string) => boolean): Layout {
  const fields = row.fields
    .map((field) => ({ field, name: nameOf(row, field, headers) }))
    .filter(({ field, name }) => exists(`${row.struct}.${field.name}`) && !isHidden(row, name, headers));
  const plain = fields.filter(({ field }) => !field.pointer && isNumber(field));
  return {
    type: `struct ${row.struct}`,
    numbers: plain.flatMap(({ field, name }) => elementsOf(field, name)),
    arrays: plain.flatMap(({ field, name }) =>
      field.element === undefined
        ? []
        : [{ path: name, offset: field.offset, size: field.element, count: field.size / field.element }],
    ),
    pointers: fields
      .filter(({ field }) => field.pointer)
      .map(({ field, name }) => ({ path: name, offset: field.offset, size: field.size })),
  };
}

function nameOf(row: ContextRow, field: FieldRow, headers: Headers): string {
  return headers === 'core' && row.struct === 'pt_regs' ? (field.aliases?.[0] ?? field.name) : field.name;
}

function isHidden(row: ContextRow, name: string, headers: Headers): boolean {
  return headers === 'core' && row.struct === 'pt_regs' && otherwiseInKernel.has(name);
}

function isNumber({ type }: FieldRow): boolean {
  return /^(?:__(?:u|s|be)\d+|unsigned long)(?:\[\d+\])?$/.test(type);
}

function elementsOf(field: FieldRow, name: string): readonly Field[] {
  const { element, offset, size } = field;
  if (element === undefined) return [{ path: name, offset, size }];
  return Array.from({ length: size / element }, (_, i) => ({
    path: `${name}[${i}]`,
    offset: offset + i * element,
    size: element,
  }));
}
