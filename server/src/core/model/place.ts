/** From what a walk found to doings of a program, and from places within items to places in the text. */
import type { ProgramSpec } from '../kernel/sections.js';
import { copiedPlace, definitionsIn, placeInFile, writtenPlace } from '../syntax/expand/origins.js';
import type { ItemContent } from '../syntax/file.js';
import type { Definition } from '../syntax/directive.js';
import { shift, type FileSpan, type Span } from '../text.js';
import type { Executed, Program, Reached } from './file.js';
import type { Doings } from './model.js';
import { isLocated, type Located } from './walk/located.js';
import { detailOf, type Kind, type Sought } from './walk/paths/done.js';
import type { Recorded, RecordedAccess } from './walk/recorded.js';

interface Found {
  readonly at: Located;
  readonly calls?: readonly Located[];
}

/** Where an item begins, and the header that holds it (null for the text itself). */
export interface ItemPlace {
  readonly start: number;
  readonly path: string | null;
}

function soughtOf(kind: Kind, { at, calls }: Found, detail: string): Sought {
  return { kind, at, calls: calls ?? [], detail };
}

/** Turns places within items into places in the text; others stay as they are. */
export interface Placing {
  /** Where an author would mend it: what a macro made stands in an argument, in the macro's text, or at its use. */
  readonly shown: (span: FileSpan) => FileSpan;
  /** In the item's own file: what a macro's text made stands at the use. */
  readonly used: (span: FileSpan) => FileSpan;
  /** Where an edit can change it; null for what a macro made. */
  readonly edited: (span: FileSpan) => FileSpan | null;
  /** Where the definitions begin that brought parts of it: it is what it is where they are compiled. */
  readonly broughtBy: (span: FileSpan) => readonly FileSpan[];
}

/** Where items and definitions stand. */
export interface Places {
  readonly items: ReadonlyMap<ItemContent, ItemPlace>;
  /** All places of each: one line may be written several times. */
  readonly definitions: ReadonlyMap<Definition, readonly ItemPlace[]>;
}

/** `own` is the program's item, which may look the same as another one. */
export function placing(places: Places, own: { readonly content: ItemContent } & ItemPlace): Placing {
  const placeOf = ({ content }: Located): ItemPlace =>
    (content === own.content ? own : places.items.get(content)) ?? { start: 0, path: null };
  const used = (span: FileSpan): FileSpan => {
    if (!isLocated(span)) return span;
    const { start, path } = placeOf(span);
    return at(inFile(span.content, start, span), path);
  };
  return {
    used,
    shown(span) {
      if (!isLocated(span) || !span.content.origins) return used(span);
      const place = placeOf(span);
      const { node, origins } = span.content;
      const body = node.kind === 'function' ? (node.body?.span.start ?? null) : null;
      const { definition, ...written } = writtenPlace(origins, span, body);
      if (!definition) return at(shift(written, place.start), place.path);
      const line = nearest(places.definitions.get(definition) ?? [], place);
      return line ? at(shift(written, line.start), line.path) : used(span);
    },
    edited(span) {
      if (!isLocated(span) || !span.content.origins) return used(span);
      const place = placeOf(span);
      const copied = copiedPlace(span.content.origins, span);
      return copied && at(shift(copied, place.start), place.path);
    },
    broughtBy(span) {
      if (!isLocated(span) || !span.content.origins) return [];
      const place = placeOf(span);
      return [...definitionsIn(span.content.origins, span)].flatMap((definition) => {
        const line = nearest(places.definitions.get(definition) ?? [], place);
        return line ? [at({ start: line.start, end: line.start }, line.path)] : [];
      });
    },
  };
}

function at({ start, end }: Span, path: string | null): FileSpan {
  return path === null ? { start, end } : { start, end, path };
}

/** Of a definition's places the one that an item sees: the last before it in its own file. */
function nearest(lines: readonly ItemPlace[], item: ItemPlace): ItemPlace | undefined {
  return lines.findLast(({ start, path }) => path === item.path && start <= item.start) ?? lines.at(-1);
}

/** A span of an item that begins at `start`, in the item's own file. */
export function inFile({ origins }: ItemContent, start: number, span: Span): Span {
  return shift(origins ? placeInFile(origins, span) : { start: span.start, end: span.end }, start);
}

/** What a walk found, as doings of a program; places stay within items. */
export function doingsOf(program: Program, spec: ProgramSpec, recorded: Recorded): Doings {
  const reached = <T extends Found>({ at, calls, ...rest }: T): Reached & Omit<T, 'at' | 'calls'> => ({
    ...rest,
    program,
    spec,
    calls: calls ?? [],
    span: at,
  });
  const { search } = recorded;
  const sought = <T extends Found>(
    kind: Kind,
    each: T,
    detail = '',
  ): Reached & Omit<T, 'at' | 'calls'> & Executed => ({
    ...reached(each),
    isExecuted: (value) => search.isDone(soughtOf(kind, each, value?.toString() ?? detail)),
    isRuledOut: (value) => search.isRuledOut(soughtOf(kind, each, value?.toString() ?? detail)),
  });
  // What a walk of all ways takes for a missing comparison, a path may know better.
  const isJudged = (each: RecordedAccess): boolean =>
    !each.isUnchecked || search.isDone(soughtOf('accesses', each, detailOf(each)));
  return {
    accesses: recorded.accesses.filter(isJudged).map((each) => {
      const { fieldAt, path, ...rest } = each;
      return { ...sought('accesses', rest, detailOf(each)), field: path || null, fieldSpan: fieldAt };
    }),
    probeReads: recorded.probeReads.map(reached),
    returns: recorded.returns.map((each) => sought('returns', each)),
    helperCalls: recorded.helperCalls.map((each) => sought('helperCalls', each)),
    outsideCalls: recorded.outsideCalls.map((each) => sought('outsideCalls', each)),
    arguments: recorded.arguments.map((each) => sought('arguments', each, each.given)),
    stacked: recorded.stacked.map((each) => sought('stacked', each)),
    mapUses: recorded.mapUses.map((each) => sought('mapUses', each)),
    readOnly: recorded.readOnly.map((each) => sought('readOnly', each)),
    dereferences: recorded.dereferences.map((each) => sought('dereferences', each)),
    unchecked: recorded.unchecked.map((each) => sought('unchecked', each)),
    needless: recorded.needless.map(reached),
    addresses: recorded.addresses.map((each) => sought('addresses', each)),
    merges: recorded.merges.map(reached),
    operations: recorded.operations.map((each) => sought('operations', each)),
    globalCalls: recorded.globalCalls.map((each) => sought('globalCalls', each)),
    registers: recorded.registers.map(reached),
    missing: recorded.missing.map((each) => sought('missing', each)),
  };
}

export const noDoings: Doings = {
  accesses: [],
  probeReads: [],
  returns: [],
  helperCalls: [],
  outsideCalls: [],
  arguments: [],
  stacked: [],
  mapUses: [],
  readOnly: [],
  dereferences: [],
  unchecked: [],
  needless: [],
  addresses: [],
  merges: [],
  missing: [],
  operations: [],
  globalCalls: [],
  registers: [],
};

/** The same doings at their places in the text, by the program as it stands there. */
export function placeDoings(doings: Doings, program: Program, place: Placing): Doings {
  const move = <T extends Reached>(each: T): T => ({
    ...each,
    program,
    span: place.shown(each.span),
    calls: each.calls.map(place.shown),
  });
  return {
    accesses: doings.accesses.map((each) => ({ ...move(each), fieldSpan: place.shown(each.fieldSpan) })),
    probeReads: doings.probeReads.map(move),
    returns: doings.returns.map(move),
    helperCalls: doings.helperCalls.map(move),
    outsideCalls: doings.outsideCalls.map(move),
    arguments: doings.arguments.map(move),
    stacked: doings.stacked.map((each) => ({ ...move(each), handed: place.shown(each.handed) })),
    mapUses: doings.mapUses.map(move),
    readOnly: doings.readOnly.map(move),
    dereferences: doings.dereferences.map(move),
    unchecked: doings.unchecked.map(move),
    needless: doings.needless.map(move),
    addresses: doings.addresses.map(move),
    merges: doings.merges.map((each) => ({ ...move(each), first: place.shown(each.first) })),
    missing: doings.missing.map(move),
    operations: doings.operations.map(move),
    globalCalls: doings.globalCalls.map(move),
    registers: doings.registers.map(move),
  };
}

/** The doings of all programs. */
export function mergeDoings(parts: readonly Doings[]): Doings {
  return {
    accesses: parts.flatMap((part) => part.accesses),
    probeReads: parts.flatMap((part) => part.probeReads),
    returns: parts.flatMap((part) => part.returns),
    helperCalls: parts.flatMap((part) => part.helperCalls),
    outsideCalls: parts.flatMap((part) => part.outsideCalls),
    arguments: parts.flatMap((part) => part.arguments),
    stacked: parts.flatMap((part) => part.stacked),
    mapUses: parts.flatMap((part) => part.mapUses),
    readOnly: parts.flatMap((part) => part.readOnly),
    dereferences: parts.flatMap((part) => part.dereferences),
    unchecked: parts.flatMap((part) => part.unchecked),
    needless: parts.flatMap((part) => part.needless),
    addresses: parts.flatMap((part) => part.addresses),
    merges: parts.flatMap((part) => part.merges),
    globalCalls: parts.flatMap((part) => part.globalCalls),
    operations: parts.flatMap((part) => part.operations),
    missing: parts.flatMap((part) => part.missing),
    registers: parts.flatMap((part) => part.registers),
  };
}
