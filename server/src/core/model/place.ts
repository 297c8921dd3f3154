/** Turns what a walk found, at places within items, into doings of a program at places in the text. */
import type { ProgramSpec } from '../kernel/sections.js';
import type { ItemContent } from '../syntax/ast.js';
import type { FileSpan } from '../text.js';
import type { Reached } from './file.js';
import type { Doings } from './model.js';
import type { PlacedProgram } from './programs.js';
import type { Located } from './walk/located.js';
import type { Recorded } from './walk/recorded.js';

interface Found {
  readonly at: Located;
  readonly calls?: readonly Located[];
}

/** Where an item begins, and the header that holds it (null for the text itself). */
export interface ItemPlace {
  readonly start: number;
  readonly path: string | null;
}

/** One program's doings; `places` tells where each item stands. */
export function placeDoings(
  { program, item }: PlacedProgram,
  spec: ProgramSpec,
  recorded: Recorded,
  places: ReadonlyMap<ItemContent, ItemPlace>,
): Doings {
  const absolute = ({ content, start, end }: Located): FileSpan => {
    const own = content === item.content ? { start: item.start, path: program.path } : places.get(content);
    const base = own?.start ?? 0;
    return { start: base + start, end: base + end, ...(own?.path ? { path: own.path } : {}) };
  };
  const reached = <T extends Found>({ at, calls, ...rest }: T): Reached & Omit<T, 'at' | 'calls'> => ({
    ...rest,
    program,
    spec,
    calls: (calls ?? []).map(absolute),
    span: absolute(at),
  });
  return {
    accesses: recorded.accesses.map(({ fieldAt, path, ...rest }) => ({
      ...reached(rest),
      field: path || null,
      fieldSpan: absolute(fieldAt),
    })),
    probeReads: recorded.probeReads.map(reached),
    returns: recorded.returns.map(reached),
    helperCalls: recorded.helperCalls.map(reached),
    dereferences: recorded.dereferences.map(reached),
    unchecked: recorded.unchecked.map(reached),
    needless: recorded.needless.map(reached),
    addresses: recorded.addresses.map(reached),
    merges: recorded.merges.map(({ first, ...rest }) => ({ ...reached(rest), first: absolute(first) })),
  };
}

/** The doings of all programs. */
export function mergeDoings(parts: readonly Doings[]): Doings {
  return {
    accesses: parts.flatMap((part) => part.accesses),
    probeReads: parts.flatMap((part) => part.probeReads),
    returns: parts.flatMap((part) => part.returns),
    helperCalls: parts.flatMap((part) => part.helperCalls),
    dereferences: parts.flatMap((part) => part.dereferences),
    unchecked: parts.flatMap((part) => part.unchecked),
    needless: parts.flatMap((part) => part.needless),
    addresses: parts.flatMap((part) => part.addresses),
    merges: parts.flatMap((part) => part.merges),
  };
}
