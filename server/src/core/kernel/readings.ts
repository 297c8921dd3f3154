/** What well-known macros, helpers and builtins do with an argument that names a context: rules/reads.json. */
import type {
  CallbackRow,
  ProbeReadRow,
  RawReads,
  RecordHead,
  ResultRow,
  RingBufferRow,
  SocketRow,
  UndefinedRow,
  Unrolling,
} from './reading-rows.js';

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
  /** Whether a function or builtin stores behind its first argument, atomics among them. */
  storesBehind(name: string): boolean;
  /** What a kernel struct begins with: a member and its struct; null where nothing is told. */
  embedded(struct: string): { readonly member: string; readonly struct: string } | null;
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
  const embeds = new Map(Object.entries(raw.embeds));
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
    storesBehind: (name) => raw.stores.includes(name) || raw.atomics.includes(name),
    embedded(struct) {
      const [member, first] = embeds.get(struct) ?? [];
      return member === undefined || first === undefined ? null : { member, struct: first };
    },
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
