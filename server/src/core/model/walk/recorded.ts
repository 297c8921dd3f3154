/** What a walk through a program finds, with places that survive edits elsewhere in the file. */
import type { ProbeReadRow } from '../../kernel/reading-rows.js';
import type { Operation } from '../origins/operations.js';
import type { Located } from './located.js';
import type { RecordedGlobalCall, RecordedMissing, RecordedRegister } from './recorded-others.js';
import type { RecordedArgument } from './recorded-arguments.js';
import type { RecordedStacked } from './recorded-stack.js';
import type { RecordedMapUse, RecordedReadOnly } from './recorded-maps.js';
import type { Search } from './paths/search.js';
import type { ReachedFunction } from './walk.js';
import type { Chain } from './values.js';

/** How an access's value is used. `dropped`: by nobody, so that the compiler removes a plain load. */
export type Use = 'used' | 'dropped' | 'unknown';

/** An access through a context pointer, at a known place. */
export interface RecordedAccess {
  /** What the pointer leads to: `ctx` for the context itself, `ctx->sk` for a socket it yields. */
  readonly region: string;
  readonly struct: string;
  readonly path: string;
  /** `unknown` where a macro that is not visible here may read or write it. */
  readonly access: 'read' | 'write' | 'unknown';
  /** Bytes from the start of the region. */
  readonly offset: number;
  /** Bytes. */
  readonly size: number;
  /** Set where an index chooses the element at run time; `offset` is then the first one's. */
  readonly elements: Elements | null;
  readonly at: Located;
  readonly fieldAt: Located;
  readonly calls: readonly Located[];
  readonly use: Use;
  /** Whether a constant of the loaded program decides if this is reached, so that the verifier may prune it. */
  readonly guarded: boolean;
  /** The reading or the writing half of `|=`, `++` and the like. */
  readonly compound: boolean;
  /** A read and write in one instruction. */
  readonly atomic: boolean;
  /** Whether a wider read on every way here gave its bytes already, so that the compiler may take them from there. */
  readonly isAtHand: boolean;
  /** Whether it goes through a pointer that was not compared with NULL, as far as a walk of all ways can tell. */
  readonly isUnchecked: boolean;
  /** Bytes from the region's start to the member whose address it was computed from; null where it is that member. */
  readonly memberAt: number | null;
  /** Whether its offset is a constant, also where vmlinux.h relocates the context's. */
  readonly isFixed: boolean;
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
  readonly isFixed: boolean;
  /** Bytes. */
  readonly offsets: readonly [number, number];
  readonly paths: readonly [string, string];
  readonly calls: readonly Located[];
  readonly guarded: boolean;
}

/** A pointer into a context that is handed to a function: to its start only where a global function gets it. */
export interface RecordedAddress {
  readonly region: string;
  /** The members whose address it is; empty where it was computed. */
  readonly path: string;
  /** Bytes from the region's start; null where the source does not fix it. */
  readonly offset: number | null;
  /** Whether that is a constant, also where vmlinux.h relocates the context's offsets. */
  readonly isFixed: boolean;
  /** Whom it is handed to, and how that function is known. */
  readonly callee: string;
  readonly receiver: 'helper' | 'not-inlined' | 'copy' | 'global';
  /** What a global function that gets the whole context takes it for: a struct's tag, or `void`; else null. */
  readonly takenFor: string | null;
  /** Its position among the arguments, from 0. */
  readonly argument: number;
  /** How the call's value is used. */
  readonly use: Use;
  readonly at: Located;
  readonly calls: readonly Located[];
  readonly guarded: boolean;
}

/** A read that goes around the verifier's rewriting of context accesses: BPF_CORE_READ, bpf_probe_read, ... */
export interface RecordedProbeRead {
  readonly region: string;
  /** The struct that the pointer's static type shows. */
  readonly struct: string;
  readonly row: ProbeReadRow;
  /** The pointer as written, in parentheses where `->` needs them. */
  readonly pointer: string;
  /** The fields after the pointer, as written; null where the source is no plain path of fields. */
  readonly path: readonly string[] | null;
  readonly offset: number | null;
  /** Bytes the field has. */
  readonly fieldSize: number | null;
  /** Whether it is an array, a struct or the whole context, which no assignment copies. */
  readonly isArray: boolean;
  /** Bytes that are copied where a size is given. */
  readonly size: number | null;
  /** The destination as an lvalue (`v` for `&v`); null when it is none. */
  readonly destination: string | null;
  readonly destinationSize: number | null;
  /** Whether the call stands as a statement of its own, so that its return value is dropped. */
  readonly isStatement: boolean;
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

/** A call of a function that is not defined here and is no helper: the kernel's, another object's, or nobody's. */
export interface RecordedOutsideCall {
  readonly name: string;
  /** How it is declared, as far as that is seen: `ksym` for a function of the kernel, `plain` for any other. */
  readonly declared: 'ksym' | 'plain' | 'nowhere';
  /** How the call's value is used. */
  readonly use: Use;
  /** Whether all arguments are constants and string literals, so that a compiler may compute the call. */
  readonly isConstant: boolean;
  /** The name alone. */
  readonly at: Located;
  readonly calls: readonly Located[];
  readonly guarded: boolean;
}

/** A dereference of a pointer that the verifier takes for a number. */
export interface RecordedDereference {
  readonly use: Use;
  readonly at: Located;
  /** The way from the pointer, as BPF_CORE_READ takes it; null where it cannot say it. */
  readonly chain: Chain | null;
  /** Whether the pointer came through a probe read. */
  readonly isCopied: boolean;
  readonly calls: readonly Located[];
  readonly guarded: boolean;
}

/** A probe read through a typed kernel pointer. */
export interface RecordedNeedless {
  readonly row: ProbeReadRow;
  readonly pointer: string;
  /** The fields as written; null where the source is an address. */
  readonly path: readonly string[] | null;
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

/** An operation with pointers that the text alone shows. */
export interface RecordedOperation {
  readonly operation: Operation;
  readonly use: Use;
  readonly at: Located;
  readonly calls: readonly Located[];
  readonly guarded: boolean;
}

export interface Recorded {
  readonly accesses: readonly RecordedAccess[];
  readonly probeReads: readonly RecordedProbeRead[];
  readonly returns: readonly RecordedReturn[];
  readonly helperCalls: readonly RecordedHelperCall[];
  readonly outsideCalls: readonly RecordedOutsideCall[];
  readonly arguments: readonly RecordedArgument[];
  readonly stacked: readonly RecordedStacked[];
  readonly mapUses: readonly RecordedMapUse[];
  readonly readOnly: readonly RecordedReadOnly[];
  readonly dereferences: readonly RecordedDereference[];
  readonly unchecked: readonly RecordedUnchecked[];
  readonly needless: readonly RecordedNeedless[];
  readonly addresses: readonly RecordedAddress[];
  readonly missing: readonly RecordedMissing[];
  readonly operations: readonly RecordedOperation[];
  readonly globalCalls: readonly RecordedGlobalCall[];
  readonly registers: readonly RecordedRegister[];
  /** Each as often as it is walked. */
  readonly functions: readonly ReachedFunction[];
  readonly merges: readonly RecordedMerge[];
  /** Tells which of all that an execution does. */
  readonly search: Search;
  /** Whether the walk gave up for size. */
  readonly truncated: boolean;
}
