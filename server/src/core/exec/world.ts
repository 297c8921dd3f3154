/**
 * What an execution meets outside of the program: what the context's fields yield, what helpers do. The tables of the
 * kernel and the file's maps answer it; the executor only asks. Types only.
 */

/** A piece of memory that a pointer leads to. */
export interface Extent {
  readonly name: string;
  /** Bytes; null where it is not known. */
  readonly size: number | null;
  /** Whether the pointer may be NULL. */
  readonly nullable: boolean;
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
  /** What a call of this name does; `constants` are arguments that are the same on each run, else null. */
  call(name: string, constants: readonly (bigint | string | null)[]): Effect;
}
