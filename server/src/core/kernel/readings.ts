/** What well-known macros, helpers and builtins do with an argument that names a context: rules/reads.json. */

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
  readonly kernelPointers: Readonly<
    Record<string, { readonly trusted: boolean; readonly argument?: number }>
  >;
  readonly unrolling: Unrolling;
  /** The helper that writes to a ring buffer what another one writes to a perf buffer; null for any other. */
  ringBuffer(helper: string): RingBufferRow | null;
  /** A helper to the one that does the same and may be called in more program types. */
  readonly substitutes: Readonly<Record<string, string>>;
}

/**
 * How a name treats its arguments. `transparent` gives its first argument back, `unevaluated` only looks at
 * types, `kernel-cast` gives a kernel pointer, `uses` does something with the values of its arguments,
 * `reads` only computes with them, `computes` does so where the file does not define it,
 * `copies` moves the memory they point to, `atomic` changes what the first points to, `chooses` takes
 *one of them, `writes` stores to its first argument, `unreachable` is never executed, `assumes` takes its argument to be true, `ends` does not return.
 */
export type CallMeaning =
  | 'transparent'
  | 'unevaluated'
  | 'kernel-cast'
  | 'uses'
  | 'reads'
  | 'computes'
  | 'copies'
  | 'chooses'
  | 'atomic'
  | 'writes'
  | 'unreachable'
  | 'assumes'
  | 'ends';

export interface ReadingTable {
  probeRead(name: string): ProbeReadRow | null;
  /** Whether a macro takes a function's parameters out of the context. */
  isWrapper(macro: string): boolean;
  /** A function that no program can call; null for any other name. */
  undefined(name: string): UndefinedRow | null;
  /** The helper that a macro calls with so many arguments; null for one that calls none. */
  helperIn(macro: string, count: number): string | null;
  /** How a helper calls a function back; null for one that calls none. */
  callback(name: string): CallbackRow | null;
  /** The socket that a helper gives; null for what gives none. */
  socket(name: string): SocketRow | null;
  /** Whether the verifier knows the type of the kernel pointer that a helper or macro gives; null for what gives none. */
  givesTrusted(name: string): boolean | null;
  /** The argument of what is traced, from 0, that a macro takes out of registers; null for any other name. */
  registerArgument(name: string): number | null;
  readonly unrolling: Unrolling;
  /** The helper that writes to a ring buffer what another one writes to a perf buffer; null for any other. */
  ringBuffer(helper: string): RingBufferRow | null;
  /** The helper that does the same and is allowed in more program types; null where there is none. */
  substitute(helper: string): string | null;
  readonly recordHead: RecordHead;
  /** The types of maps in which a helper finds whatever a constant key names; empty for one that looks nothing up. */
  surelyFoundIn(helper: string): readonly string[];
  /** The struct of a context that a type's name stands for to the kernel; null for any other name. */
  contextNamed(name: string): string | null;
  /** The type of a kernel struct's member, as rules/contexts writes it; null where it is not told. */
  member(struct: string, name: string): string | null;
  /** The argument that a helper fills with what nobody knows before; null for one that fills none. */
  filled(helper: string): number | null;
  /** What a helper returns; null where that is a `long`, a pointer, or not told. */
  result(helper: string): ResultRow | null;
  /** Null for a name that the table does not know. */
  meaning(name: string): CallMeaning | null;
}

export function readingTable(raw: RawReads): ReadingTable {
  const probeReads = new Map(raw.probeReads.map((row) => [row.name, row]));
  const ringBuffers = new Map(Object.entries(raw.ringBuffers));
  const substitutes = new Map(Object.entries(raw.substitutes));
  const surelyFound = new Map(Object.entries(raw.surelyFound));
  const contextNames = new Map(Object.entries(raw.contextNames));
  const members = new Map(
    Object.entries(raw.members).map(([struct, fields]) => [struct, new Map(Object.entries(fields))]),
  );
  const fills = new Map(Object.entries(raw.fills));
  const results = new Map(Object.entries(raw.results));
  const undefinedNames = new Map(Object.entries(raw.undefined));
  const macros = new Map(Object.entries(raw.helperIn));
  const callbacks = new Map(Object.entries(raw.callbacks));
  const sockets = new Map(Object.entries(raw.sockets));
  const kernelPointers = new Map(Object.entries(raw.kernelPointers));
  const meanings = new Map<string, CallMeaning>([
    ...named(raw.transparent, 'transparent'),
    ...named(raw.unevaluated, 'unevaluated'),
    ...named(raw.kernelCasts, 'kernel-cast'),
    ...named(raw.usesArguments, 'uses'),
    ...named(raw.readsArguments, 'reads'),
    ...named(raw.computes, 'computes'),
    ...named(raw.chooses, 'chooses'),
    ...named(raw.atomics, 'atomic'),
    ...named(raw.copies, 'copies'),
    ...named(raw.writesFirstArgument, 'writes'),
    ...named(raw.unreachable, 'unreachable'),
    ...named(raw.assumes, 'assumes'),
    ...named(raw.ends, 'ends'),
  ]);
  return {
    probeRead: (name) => probeReads.get(name) ?? null,
    isWrapper: (macro) => raw.wrappers.includes(macro),
    undefined: (name) => undefinedNames.get(name) ?? null,
    helperIn(macro, count) {
      const row = macros.get(macro);
      if (!row) return null;
      return row.upTo !== undefined && count > row.upTo ? (row.beyond ?? null) : row.helper;
    },
    callback: (name) => callbacks.get(name) ?? null,
    socket: (name) => sockets.get(name) ?? null,
    givesTrusted: (name) => kernelPointers.get(name)?.trusted ?? null,
    registerArgument: (name) => kernelPointers.get(name)?.argument ?? null,
    unrolling: raw.unrolling,
    ringBuffer: (helper) => ringBuffers.get(helper) ?? null,
    substitute: (helper) => substitutes.get(helper) ?? null,
    recordHead: raw.recordHead,
    surelyFoundIn: (helper) => surelyFound.get(helper) ?? [],
    contextNamed: (name) => contextNames.get(name) ?? null,
    member: (struct, name) => members.get(struct)?.get(name) ?? null,
    filled: (helper) => fills.get(helper) ?? null,
    result: (helper) => results.get(helper) ?? null,
    meaning: (name) => meanings.get(name) ?? null,
  };
}

function named(names: readonly string[], meaning: CallMeaning): [string, CallMeaning][] {
  return names.map((name) => [name, meaning]);
}
