/** What a walk through a program finds, with places that survive edits elsewhere in the file. */
import type { ProbeReadRow } from '../../kernel/readings.js';
import type { Located } from './located.js';
import type { Chain } from './values.js';

/** How an access's value is used. `dropped`: by nobody, so that the compiler removes a plain load. */
export type Use = 'used' | 'dropped' | 'unknown';

/** An access through a context pointer; see ContextAccess for the meaning of the parts. */
export interface RecordedAccess {
  readonly region: string;
  readonly struct: string;
  readonly path: string;
  readonly access: 'read' | 'write' | 'unknown';
  readonly offset: number;
  readonly size: number;
  /** Set where the element is chosen at run time: the other elements it may be, as a number of strides. */
  readonly elements: Elements | null;
  readonly at: Located;
  readonly fieldAt: Located;
  readonly calls: readonly Located[];
  readonly use: Use;
  /** Whether a constant of the loaded program decides if this is reached at all. */
  readonly guarded: boolean;
  /** A read that belongs to a compound assignment or `++`. */
  readonly compound: boolean;
  /** A read and write in one instruction. */
  readonly atomic: boolean;
}

/** `count` elements of `stride` bytes, beginning at the access's offset; null where nobody says how many. */
export interface Elements {
  readonly stride: number;
  readonly count: number | null;
  /** Whether the index changes in a loop, which the compiler may unroll into constants. */
  readonly inLoop: boolean;
}

/** Two loads that the compiler merges into one from a selected address. `at` is the second. */
export interface RecordedMerge {
  readonly at: Located;
  readonly first: Located;
  readonly offsets: readonly [number, number];
  readonly paths: readonly [string, string];
  readonly calls: readonly Located[];
  readonly guarded: boolean;
}

/** A pointer into a context, other than to its start, that is handed to a function. */
export interface RecordedAddress {
  readonly region: string;
  readonly path: string;
  readonly offset: number | null;
  /** Whom it is handed to, and how that function is known. */
  readonly callee: string;
  readonly receiver: 'helper' | 'not-inlined' | 'copy';
  /** Its position among the arguments, from 0. */
  readonly argument: number;
  readonly at: Located;
  readonly calls: readonly Located[];
  readonly guarded: boolean;
}

/** A probe read of a context; see ProbeRead for the meaning of the parts. */
export interface RecordedProbeRead {
  readonly region: string;
  readonly struct: string;
  readonly row: ProbeReadRow;
  readonly pointer: string;
  readonly path: readonly string[] | null;
  readonly offset: number | null;
  readonly fieldSize: number | null;
  readonly isArray: boolean;
  readonly size: number | null;
  readonly destination: string | null;
  readonly destinationSize: number | null;
  readonly isStatement: boolean;
  /** Whether the call stands in the file as it was walked, so that an edit can replace it. */
  readonly isVerbatim: boolean;
  readonly at: Located;
  readonly calls: readonly Located[];
}

/** `return` in the program's own function; `values` is empty where the source does not decide it. */
export interface RecordedReturn {
  readonly values: readonly bigint[];
  readonly at: Located;
  readonly guarded: boolean;
}

/** A call of a helper, wherever the program reaches it. */
export interface RecordedHelperCall {
  readonly name: string;
  /** The name alone. */
  readonly at: Located;
  readonly calls: readonly Located[];
  readonly guarded: boolean;
}

/** A dereference of a pointer that the verifier takes for a number. */
export interface RecordedDereference {
  readonly use: Use;
  readonly at: Located;
  readonly chain: Chain | null;
  /** Whether the text at the place is the expression itself. */
  readonly isVerbatim: boolean;
  readonly calls: readonly Located[];
  readonly guarded: boolean;
}

/** A probe read through a typed kernel pointer. */
export interface RecordedNeedless {
  readonly row: ProbeReadRow;
  readonly pointer: string;
  /** The fields as written; null where the source is an address. */
  readonly path: readonly string[] | null;
  readonly isVerbatim: boolean;
  readonly at: Located;
  readonly calls: readonly Located[];
}

/** A pointer that a region yields, used before it was compared with NULL. */
export interface RecordedUnchecked {
  readonly region: string;
  /** Whether the pointer is tested behind it, where the compiler may move the use to. */
  testedLater: boolean;
  /** Whether it is handed to a helper rather than read through. */
  readonly isArgument: boolean;
  readonly at: Located;
  readonly calls: readonly Located[];
  readonly guarded: boolean;
  readonly use: Use;
}

export interface Recorded {
  readonly accesses: readonly RecordedAccess[];
  readonly probeReads: readonly RecordedProbeRead[];
  readonly returns: readonly RecordedReturn[];
  readonly helperCalls: readonly RecordedHelperCall[];
  readonly dereferences: readonly RecordedDereference[];
  readonly unchecked: readonly RecordedUnchecked[];
  readonly needless: readonly RecordedNeedless[];
  readonly addresses: readonly RecordedAddress[];
  readonly merges: readonly RecordedMerge[];
  /** Whether the walk gave up for size. */
  readonly truncated: boolean;
}
