/** The rows of rules/reads.json, as they lie there. */

/** A macro or helper that copies memory through a probe read. Argument positions count from 0. */
export interface ProbeReadRow {
  readonly name: string;
  /** Whether the value is the call's own, or goes to a destination given by address. */
  readonly form: 'value' | 'into';
  /** The argument that holds the pointer. */
  readonly source: number;
  /** Whether the arguments after the pointer name a path of fields. */
  readonly path: boolean;
  readonly destination: number | null;
  /** The argument that holds the number of bytes. */
  readonly size: number | null;
  readonly string: boolean;
  readonly user: boolean;
}

/** Which argument is the function, and which argument it is handed as which parameter. Positions from 0. */
export interface CallbackRow {
  readonly callback: number;
  readonly from: number | null;
  readonly to: number | null;
  /** The argument that says how many times. */
  readonly count?: number;
}

/** The helper that a macro calls; with more arguments than `upTo`, another one. */
export interface MacroRow {
  readonly helper: string;
  readonly upTo?: number;
  readonly beyond?: string;
}

/** A function of the C library or the kernel that no program can call. */
export interface UndefinedRow {
  /** The same under another name. */
  readonly substitute?: string;
  /** What to do instead, in a sentence. */
  readonly instead?: string;
  /** Whether a compiler may compute the call, or drop it where nobody needs its result. */
  readonly folds?: true;
  /** Whether newer compilers do without the call. */
  readonly expands?: true;
}

export interface SocketRow {
  readonly region: string;
  readonly struct: string;
}

/** An unsigned result. */
export interface ResultRow {
  /** Bytes. */
  readonly size: number;
  /** Whether the verifier knows tighter bounds than those of the size. */
  readonly bounded: boolean;
}

/** What each record of a tracepoint begins with. */
export interface RecordHead {
  /** Matches the tags of the records' structs. */
  readonly records: string;
  /** What they call it. */
  readonly member: string;
  /** Its own tag. */
  readonly struct: string;
  /** Its members: type as rules/contexts writes it, and offset in bytes. */
  readonly fields: Readonly<Record<string, readonly [string, number]>>;
}

/** The helper that writes to a ring buffer, and the first kernel that has it. */
export interface RingBufferRow {
  readonly helper: string;
  readonly since: string;
}

/** Pragmas by which the compiler unrolls a loop: a pattern of what follows the word, and the first kernel that takes loops. */
export interface Unrolling {
  readonly pragmas: string;
  readonly neededBefore: string;
}

export interface RawReads {
  readonly probeReads: readonly ProbeReadRow[];
  readonly transparent: readonly string[];
  readonly unevaluated: readonly string[];
  readonly kernelCasts: readonly string[];
  readonly usesArguments: readonly string[];
  readonly readsArguments: readonly string[];
  /** Macros that files define for themselves, and that only compute. */
  readonly computes: readonly string[];
  readonly chooses: readonly string[];
  readonly atomics: readonly string[];
  readonly copies: readonly string[];
  readonly writesFirstArgument: readonly string[];
  readonly unreachable: readonly string[];
  /** Builtins whose argument the compiler takes to be true. */
  readonly assumes: readonly string[];
  /** Kernel functions that do not return. */
  readonly ends: readonly string[];
  readonly recordHead: RecordHead;
  /** Helpers that find what a constant key names, and the types of maps in which they do. */
  readonly surelyFound: Readonly<Record<string, readonly string[]>>;
  /** Typedefs, and structs called like one, that the kernel takes for a context's struct. */
  readonly contextNames: Readonly<Record<string, string>>;
  /** Members of kernel structs that BTF was asked about: struct, member, type as rules/contexts writes it. */
  readonly members: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** A helper to the argument that it fills, counted from 0. */
  readonly fills: Readonly<Record<string, number>>;
  /** What helpers return, where that is no `long` and no pointer. */
  readonly results: Readonly<Record<string, ResultRow>>;
  /** Macros that declare a function whose parameters they take out of the context. */
  readonly wrappers: readonly string[];
  /** Helpers that call a function back. */
  readonly callbacks: Readonly<Record<string, CallbackRow>>;
  readonly undefined: Readonly<Record<string, UndefinedRow>>;
  /** Macros of libbpf's to the helper that they call. */
  readonly helperIn: Readonly<Record<string, MacroRow>>;
  /** A helper to the socket that it gives: the region in the access tables, and the struct seen through it. */
  readonly sockets: Readonly<Record<string, SocketRow>>;
  /** What gives a kernel pointer, and whether the verifier knows its type. */
  /** A helper that writes to a perf buffer, to the one that writes to a ring buffer. */
  readonly ringBuffers: Readonly<Record<string, RingBufferRow>>;
  /** What stores behind its first argument. */
  readonly stores: readonly string[];
  /** Kernel structs that begin with another one: the member's name, and its struct. */
  readonly embeds: Readonly<Record<string, readonly [member: string, struct: string]>>;
  readonly kernelPointers: Readonly<
    Record<string, { readonly trusted: boolean; readonly argument?: number }>
  >;
  readonly unrolling: Unrolling;
  /** The helper that writes to a ring buffer what another one writes to a perf buffer; null for any other. */
  ringBuffer(helper: string): RingBufferRow | null;
  /** A helper to the one that does the same and may be called in more program types. */
  readonly substitutes: Readonly<Record<string, string>>;
}
