/** What an expression is known to be: a pointer into a context, a constant, or nothing in particular. */
import { unknownType, type Type } from '../types.js';
import type { Located } from './located.js';

/** A pointer into a context or into what it yields. */
export interface ContextPointer {
  readonly kind: 'context';
  /** `ctx`, or the pointer it came by: `ctx->sk`. */
  readonly region: string;
  /** Bytes from the region's start; null where the source does not fix it. */
  readonly offset: number | null;
  /** The struct whose member's address this is; null for a pointer to the whole. */
  readonly owner: string | null;
  /** The members that led here, as written: `src_ip6[3]`; empty for the whole. */
  readonly path: string;
  /** Whether the verifier wants it compared with NULL first. */
  readonly nullable: boolean;
}

/**
 * A pointer to kernel memory. `trusted`: the verifier knows its type, so that it may be dereferenced; else it
 * is a plain number to the verifier, and only a probe read gets at the memory.
 */
export interface KernelPointer {
  readonly kind: 'kernel';
  readonly trusted: boolean;
}

/** What a dereference of an untrusted pointer would give; whether it is one, its consumer tells. */
export interface Dereferenced {
  readonly kind: 'dereferenced';
  readonly at: Located;
  readonly chain: Chain | null;
}

/** The fields from a pointer on, as BPF_CORE_READ takes them: each goes through the pointer before it. */
export interface Chain {
  readonly pointer: string;
  readonly path: readonly string[];
}

export type Value =
  | ContextPointer
  | KernelPointer
  | Dereferenced
  | { readonly kind: 'constant'; readonly value: bigint }
  | { readonly kind: 'unknown' };

/** A value with its static type. */
export interface Typed {
  readonly value: Value;
  readonly type: Type;
}

export const unknownValue: Value = { kind: 'unknown' };
export const untyped: Typed = { value: unknownValue, type: unknownType };

export function ofType(type: Type): Typed {
  return { value: unknownValue, type };
}

/** What is sure of a value that is `a` on one path and `b` on the other. */
export function joinValues(a: Value, b: Value): Value {
  if (a.kind === 'constant' && b.kind === 'constant') return a.value === b.value ? a : unknownValue;
  if (a.kind === 'kernel' && b.kind === 'kernel') return a.trusted === b.trusted ? a : unknownValue;
  if (a.kind === 'kernel' && b.kind === 'kernel') return a.trusted === b.trusted ? a : unknownValue;
  if (a.kind !== 'context' || b.kind !== 'context' || a.region !== b.region) return unknownValue;
  const nullable = a.nullable || b.nullable;
  if (a.offset === b.offset && a.owner === b.owner) return { ...a, nullable };
  return { ...a, nullable, offset: null, owner: a.owner === b.owner ? a.owner : null };
}

/** As `joinValues`; the first type that is known is kept. */
export function joinTyped(a: Typed, b: Typed): Typed {
  return { value: joinValues(a.value, b.value), type: a.type.kind === 'unknown' ? b.type : a.type };
}

/** The struct through which a context pointer is seen, by its static type; null for `void *` and the like. */
export function seenThrough(pointer: ContextPointer, type: Type): string | null {
  if (pointer.owner !== null) return pointer.owner;
  return type.kind === 'pointer' && type.to.kind === 'struct' ? type.to.layout.name : null;
}
