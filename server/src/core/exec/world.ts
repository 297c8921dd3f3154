/**
 * What an execution meets outside of the program: what the context's fields yield, what helpers do. The tables of the
 * kernel and the file's maps answer it; the executor only asks. Types only.
 */

/** Where a piece of memory comes from. */
export interface Origin {
  /** The function that gave it. */
  readonly call: string;
  /** The map whose value it is. */
  readonly map: string | null;
}

/** A piece of memory that a pointer leads to. */
export interface Extent {
  readonly name: string;
  readonly origin: Origin | null;
  /** Bytes; null where it is not known. */
  readonly size: number | null;
  /** Whether the pointer may be NULL; `load-time`: kernels, or what the loader sets, differ in it. */
  readonly nullable: boolean | 'load-time';
}

/** What is the same on each run of an argument; null for what differs. */
export interface Argument {
  readonly number: bigint | null;
  /** The object of a section that it points to. */
  readonly global: string | null;
  /** The first four bytes that it points to. */
  readonly pointed: bigint | null;
}

/** What a load of the context gives. */
export type Yield =
  | { readonly kind: 'number' }
  | { readonly kind: 'packet'; readonly which: 'start' | 'end' }
  | { readonly kind: 'memory'; readonly extent: Extent }
  | { readonly kind: 'unknown' };

/** What a helper gives back; numbers have 64 bits and both bounds as signed numbers. */
export type Result =
  | { readonly kind: 'number'; readonly min: bigint; readonly max: bigint }
  | { readonly kind: 'memory'; readonly extent: Extent }
  | { readonly kind: 'unknown' };

/** What a call does besides. Arguments count from 0. */
export interface Effect {
  readonly result: Result;
  /** Arguments that point to memory which the call writes; the size stands in the argument `size`, or is unknown. */
  readonly writes: readonly { readonly argument: number; readonly size: number | null }[];
  /** Whether packet pointers from before it are void. */
  readonly movesPacket: boolean;
  /** Whether it may write to memory whose address it, or an earlier call, was given. */
  readonly writesAnything: boolean;
}

export interface World {
  /** `size` bytes at `offset` of the context. */
  context(offset: number, size: number): Yield;
  /** What a call of this name does. */
  call(name: string, args: readonly Argument[]): Effect;
}
