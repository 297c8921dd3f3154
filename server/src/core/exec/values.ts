/** What a register or a piece of memory holds on a path: a number, or a place in a region. Plain values. */
import { constantOf } from './build-terms.js';
import type { Arena, Term } from './terms.js';
import type { Origin } from './world.js';

export type RegionKind =
  | 'context'
  | 'packet'
  | 'slot'
  | 'global'
  | 'string'
  /** What a helper gave: a map's value, a record, a socket. */
  | 'result'
  /** Memory of the kernel that a pointer leads to which the verifier may or may not know. */
  | 'kernel';

/** A piece of memory that pointers lead to. One object is one region: it is told apart by identity. */
export interface Region {
  readonly kind: RegionKind;
  /** For readers: `ctx`, `packet`, `value of counts`, `key`. */
  readonly name: string;
  /** What gave it, of a `result`. */
  readonly origin?: Origin | null;
  /** Bytes that a program may access, a term of 64 bits; null where it is not known. */
  readonly size: Term | null;
  /** The symbol that is 0 where the pointer to it is NULL; null where it never is. */
  readonly address: Term | null;
  /** What is in bytes that the program has not written. */
  readonly content: 'input' | 'zero' | 'indeterminate';
}

export type Value =
  | { readonly kind: 'number'; readonly term: Term }
  /** `offset` has 64 bits and counts in bytes from the region's start. */
  | { readonly kind: 'pointer'; readonly region: Region; readonly offset: Term }
  | { readonly kind: 'function'; readonly name: string }
  /** A number or a pointer of which nothing is known. */
  | { readonly kind: 'unknown' };

/** The number that a value always is, not negative; null for any other. */
export function constantIn(arena: Arena, value: Value): bigint | null {
  return value.kind === 'number' ? constantOf(arena, value.term) : null;
}

/** Nothing is known. */
export const unknown: Value = { kind: 'unknown' };

export function number(term: Term): Value {
  return { kind: 'number', term };
}

export function pointer(region: Region, offset: Term): Value {
  return { kind: 'pointer', region, offset };
}
