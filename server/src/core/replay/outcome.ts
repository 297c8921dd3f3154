/** What a run comes to, and what it did on the way that C leaves undefined. Plain data. */
import type { Callee } from '../ir/instruction.js';

/** Where in the unit something happened. */
export interface Site {
  readonly fn: string;
  /** An index into the function's `places`. */
  readonly at: number;
}

/** A step that C gives no meaning; the run goes on as the BPF machine does. */
export interface Undefined extends Site {
  readonly what:
    | 'division by zero'
    | 'signed overflow'
    | 'shift count'
    /** A value that nothing was ever written to decides something, is an address, or leaves the function. */
    | 'indeterminate value'
    | 'false assumption';
}

/** How a run ends. */
export type Outcome =
  /** `value` is null where the function gives nothing. */
  | { readonly kind: 'returned'; readonly value: bigint | null }
  | ({ readonly kind: 'violation' } & Violation)
  /** Control came to a place that the compiler takes to be unreachable. */
  | ({ readonly kind: 'unreachable' } & Site)
  /** The run depends on something that nobody knows. */
  | ({ readonly kind: 'lost'; readonly why: string } & Site)
  /** The run took more steps, or more calls within calls, than it may. */
  | { readonly kind: 'limit' };

/** Memory that is accessed where there is none. */
export interface Violation extends Site {
  readonly address: bigint;
  /** Bytes. */
  readonly size: number;
  readonly isWrite: boolean;
  /** The object that begins before the address, or the first behind it; null for the first page: a NULL pointer. */
  readonly region: string | null;
  /** Bytes from that object's start. */
  readonly offset: bigint;
}

/** A whole run. */
export interface Run {
  readonly outcome: Outcome;
  readonly undefined: readonly Undefined[];
  readonly steps: number;
}

/** What a function that is not in the unit gives. */
export interface CallResult {
  readonly value: bigint;
}

/** Calls a function at an address; null where the run ended in it. */
export type Enter = (address: bigint, args: readonly bigint[]) => bigint | null;

/** What a run asks the world around the program. */
export interface World {
  /**
   * The result of a call, which may read and write memory; null where nobody knows. `enter` calls a function of the
   * program back by its address; null says that the run ended in it.
   */
  call(callee: Callee, args: readonly bigint[], enter: Enter): CallResult | null;
  /** A number that others know; null where nobody does. */
  named(name: string): bigint | null;
  /** What memory holds that is not there; without it, a run ends where it comes to such. */
  readonly absent?: Absent;
}

/** Memory that is not there, taken as if it were: for what becomes of a run behind a violation. */
export interface Absent {
  /** The bytes that the load of a violation gives, as many as it asks for. */
  read(violation: Violation): Uint8Array;
  /** The bytes that a violation stores. */
  write(violation: Violation, bytes: Uint8Array): void;
}
