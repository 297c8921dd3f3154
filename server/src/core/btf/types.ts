/** What BTF says of types, as plain data: include/uapi/linux/btf.h and Documentation/bpf/btf.rst. Knows no bytes. */

/** An index into all types; 0 is `void`. */
export type TypeId = number;

/** A member of a struct or union; `name` is '' for an anonymous struct or union. */
export interface BtfMember {
  readonly name: string;
  readonly type: TypeId;
  /** Bits from the struct's start. */
  readonly offset: number;
  /** Width of a bit-field in bits; 0 for any other member. */
  readonly bits: number;
}

export type BtfType =
  | { readonly kind: 'void' }
  /** `size` in bytes. */
  | { readonly kind: 'integer'; readonly name: string; readonly size: number; readonly signed: boolean }
  | { readonly kind: 'float'; readonly name: string; readonly size: number }
  | { readonly kind: 'pointer'; readonly to: TypeId }
  | { readonly kind: 'array'; readonly of: TypeId; readonly length: number }
  /** `size` in bytes; `name` is '' where there is no tag. */
  | {
      readonly kind: 'struct' | 'union';
      readonly name: string;
      readonly size: number;
      readonly members: readonly BtfMember[];
    }
  | { readonly kind: 'enum'; readonly name: string; readonly size: number; readonly signed: boolean }
  /** A struct or union that is only declared. */
  | { readonly kind: 'forward'; readonly name: string }
  /** A typedef, or a qualifier, whose name is ''. */
  | { readonly kind: 'typedef' | 'qualifier'; readonly name: string; readonly of: TypeId }
  | { readonly kind: 'function'; readonly name: string; readonly prototype: TypeId }
  | { readonly kind: 'prototype'; readonly returns: TypeId; readonly parameters: readonly TypeId[] }
  /** Variables, sections, tags of declarations, and what a later kernel adds. */
  | { readonly kind: 'other' };

/** The kinds that are looked up by name. */
export type NamedKind = 'struct' | 'union' | 'enum' | 'typedef' | 'function';

/** All types of a kernel, or of a module together with its kernel's. */
export interface Btf {
  /** How many types there are, `void` included. */
  readonly count: number;
  /** Bytes of strings, those of the base included. */
  readonly stringBytes: number;
  /** `other` for an id that is none. */
  type(id: TypeId): BtfType;
  /** The type of that kind and name; null where there is none. Of several the first. */
  find(kind: NamedKind, name: string): TypeId | null;
  /** The names of a kind, in order; those of the base are not among them. */
  names(kind: NamedKind): Iterable<string>;
  /** A string by its offset, as types refer to it; '' for an offset that is none. */
  string(offset: number): string;
}
