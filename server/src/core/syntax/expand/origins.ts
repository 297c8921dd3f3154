/**
 * Where the text of an item was written that macros made: in the file itself, in an argument, or in a definition.
 * Knows places in this item and in definitions; not where either stands today.
 */
import type { Definition } from '../directive.js';
import { shift, type Span } from '../../text.js';
import type { Spot, Use } from './tokens.js';

/** A run of a group's text that stands in the file as it is. Offsets in the expanded group, and in the file's. */
interface Copied extends Span {
  readonly at: number;
}

/** A token that a macro brought. */
interface Made extends Span {
  readonly spots: readonly Spot[];
}

export type Piece = Copied | Made;

/** The pieces of an item's group, in order; `from` is where the item begins in the group's text. */
export interface Origins {
  readonly pieces: readonly Piece[];
  readonly from: number;
}

/** A place in a definition, from its `#`, or with null, in the file, from where the item's group begins. */
export interface WrittenPlace extends Span {
  readonly definition: Definition | null;
}

/**
 * Where an author would mend what a span holds: in an argument, else in a definition's text, else at the use. What
 * stands in the body of a function that opens at `body` is not looked for further inside than the body: of a macro in
 * a statement that is the use.
 */
export function writtenPlace(origins: Origins, span: Span, body: number | null): WrittenPlace {
  const [first, last] = ends(origins, span);
  const outermost = body !== null && span.start >= body ? around(origins, body) : null;
  const place = common(chain(first), chain(last), outermost) ?? atUse(first, last);
  return { start: place.start, end: place.end, definition: place.use?.definition ?? null };
}

/** The same in the file itself: a definition's text stands for its use. */
export function placeInFile(origins: Origins, span: Span): Span {
  const [first, last] = ends(origins, span);
  const [a, b] = [inFile(first), inFile(last)];
  return a.start <= b.end ? { start: a.start, end: b.end } : atUse(first, last);
}

/** Where a span stands in the file as it is, so that it can be edited there; null where macros made any of it. */
export function copiedPlace({ pieces, from }: Origins, span: Span): Span | null {
  const { start, end } = shift(span, from);
  const piece = pieces[indexAt(pieces, start)];
  if (!piece || !('at' in piece) || start < piece.start || end > piece.end) return null;
  return { start: piece.at + start - piece.start, end: piece.at + end - piece.start };
}

/** The definitions that brought a part of what a span holds, those of macros in macros too. */
export function definitionsIn({ pieces, from }: Origins, span: Span): ReadonlySet<Definition> {
  const { start, end } = shift(span, from);
  const found = new Set<Definition>();
  for (let i = indexAt(pieces, start); i < pieces.length; i++) {
    const piece = pieces[i];
    if (!piece || piece.start >= end) break;
    const spot = 'at' in piece ? undefined : piece.spots.at(-1);
    for (let use = spot?.use ?? null; use; use = use.spot.use) found.add(use.definition);
  }
  return found;
}

/** What the first and the last code unit of a span come from. */
function ends({ pieces, from }: Origins, span: Span): readonly [readonly Spot[], readonly Spot[]] {
  const { start, end } = shift(span, from);
  return [spotsAt(pieces, start, start), spotsAt(pieces, Math.max(start, end - 1), end)];
}

const nowhere: Spot = { start: 0, end: 0, use: null };

/** The spots of the piece at an offset; in a copied run, of the code units up to `edge` or from it on. */
function spotsAt(pieces: readonly Piece[], offset: number, edge: number): readonly Spot[] {
  const piece = pieces[indexAt(pieces, offset)];
  if (!piece) return [nowhere];
  if (!('at' in piece)) return piece.spots;
  const at = piece.at + Math.min(edge, piece.end) - piece.start;
  return [{ start: at, end: at, use: null }];
}

/** The last piece that begins at or before an offset; the first where none does. */
function indexAt(pieces: readonly Piece[], offset: number): number {
  let low = 0;
  let high = pieces.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((pieces[middle]?.start ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** A spot with those of the uses around it, inner ones first. */
function usesOf(spot: Spot): readonly Spot[] {
  const uses: Spot[] = [];
  for (let use: Use | null = spot.use; use; use = use.spot.use) uses.push(use.spot);
  return uses;
}

/** The uses in whose text a token stands, the text itself among them as null. */
function around({ pieces, from }: Origins, offset: number): ReadonlySet<Use | null> {
  const uses = new Set<Use | null>();
  const [spot] = spotsAt(pieces, offset + from, offset + from);
  for (let use = spot?.use ?? null; use; use = use.spot.use) uses.add(use);
  return uses.add(null);
}

interface Chain {
  /** Where the token was written, and the parameters that it replaced. */
  readonly spots: readonly Spot[];
  /** The uses around the last of them. */
  readonly uses: readonly Spot[];
}

function chain(spots: readonly Spot[]): Chain {
  const last = spots.at(-1) ?? nowhere;
  return { spots, uses: usesOf(last) };
}

/** The place in one text that two tokens share, of those in `texts` the one nearest to where both were written. */
function common(a: Chain, b: Chain, texts: ReadonlySet<Use | null> | null): Spot | null {
  const span = (one: Spot | undefined, other: Spot | undefined): Spot | null =>
    one && (texts?.has(one.use) ?? true) ? together(one, other) : null;
  for (let far = 0; far < a.spots.length + b.spots.length; far++) {
    for (let i = 0; i <= far; i++) {
      const found = span(a.spots[i], b.spots[far - i]);
      if (found) return found;
    }
  }
  const inner = [...a.spots.slice(-1), ...a.uses];
  const others = [...b.spots.slice(-1), ...b.uses];
  for (const one of inner) {
    for (const other of others) {
      const found = span(one, other);
      if (found) return found;
    }
  }
  return null;
}

function together(a: Spot, b: Spot | undefined): Spot | null {
  if (!b || a.use !== b.use || a.start > b.end) return null;
  return { start: a.start, end: Math.max(a.end, b.end), use: a.use };
}

function inFile(spots: readonly Spot[]): Spot {
  const own = spots.find((spot) => spot.use === null);
  return own ?? useInFile(spots);
}

/** The use in the file itself that brought a token. */
export function useInFile(spots: readonly Spot[]): Spot {
  const spot = spots.at(-1) ?? nowhere;
  return usesOf(spot).at(-1) ?? spot;
}

/** What an offset of the expanded text, as the end of a token, is in the file's. */
export function endInFile(pieces: readonly Piece[], end: number): number {
  return useInFile(spotsAt(pieces, end - 1, end)).end;
}

/** The use in the file that both ends come from. */
function atUse(first: readonly Spot[], last: readonly Spot[]): Spot {
  const [a, b] = [useInFile(first), useInFile(last)];
  return { start: Math.min(a.start, b.start), end: Math.max(a.end, b.end), use: null };
}
