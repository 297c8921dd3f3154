/**
 * From the segments of a file to parsed items: macros are expanded first, and what that makes is cut anew, because a
 * use may hold several items, or a part of one. Knows how the steps follow each other, and when it holds no longer.
 */
import type { Engine } from './engine.js';
import { expandGroup, namesMacro, type Asked, type Group } from './expand/group.js';
import type { Origins, Piece } from './expand/origins.js';
import type { MacroTable } from './expand/table.js';
import type { ItemContent } from './file.js';
import { parseItem, type ParsedItem } from './items.js';
import { detached, type Scan } from './scan.js';
import { segments, type Segment } from './segments.js';

/** Items that were parsed together, with all that they rest on but their place. */
export interface ParsedGroup {
  readonly items: readonly ParsedItem[];
  /** The text of the segments. */
  readonly source: string;
  /** Where each segment ends, from the first one's start. */
  readonly cuts: readonly number[];
  /** Whether all tokens are compiled, so that the text alone tells what it is. */
  readonly whole: boolean;
  /** The names that are macros somewhere; none where nothing was expanded. */
  readonly asked: readonly Asked[];
  /** Every word that was looked up; null for those of the source. */
  readonly words: ReadonlySet<string> | null;
  /** How many tokens the expansion looked at. */
  readonly steps: number;
  /** Whether its macros might be expanded. */
  readonly mayExpand: boolean;
}

/** The most segments that are taken together because macros open in one what they close in another. */
const mostJoined = 256;

/** Parses the item or items that begin with segment `at`. */
export function parseGroup(
  engine: Engine,
  scanned: Scan,
  at: number,
  table: MacroTable,
  mayExpand: boolean,
): ParsedGroup {
  const first = scanned.segments[at];
  if (!first) throw new RangeError('no such segment');
  const hasMacros = namesMacro(scanned, first.from, first.to, table);
  if (hasMacros && mayExpand) return parseExpanded(engine, scanned, at, table);
  const base = scanned.tokens.starts[first.from] ?? 0;
  const source = detached(scanned.text.slice(base, scanned.tokens.ends[first.to - 1]));
  const { content, start } = parseItem(engine, source, base, scanned, first);
  const item = { start, content: content && hasMacros ? partly(content) : content };
  const rest = { whole: first.whole, asked: [], words: null, steps: 0, mayExpand: mayExpand || !hasMacros };
  return { items: [item], source, cuts: [source.length], ...rest };
}

/** Whether the group says the same at an offset of a text with these macros. */
export function holdsAt({ asked }: ParsedGroup, base: number, table: MacroTable): boolean {
  return asked.every(({ name, at, definition }) => table.lookUp(name, base + at) === definition);
}

/** Whether one of the names is looked up in the group. */
export function mentions({ words, source }: ParsedGroup, names: ReadonlySet<string>): boolean {
  if (words) return [...names].some((name) => words.has(name));
  for (const [word] of source.matchAll(/[A-Za-z_$\u0080-\uffff][\w$\u0080-\uffff]*/g))
    if (names.has(word)) return true;
  return false;
}

function parseExpanded(engine: Engine, scanned: Scan, at: number, table: MacroTable): ParsedGroup {
  const { group, joined } = expandWhole(scanned, at, table);
  const from = joined[0]?.from ?? 0;
  const to = joined.at(-1)?.to ?? from;
  const { starts, ends } = scanned.tokens;
  const base = starts[from] ?? 0;
  const items = parseItems(engine, group);
  const left = unreadable(items, group.pieces);
  const again = left.size > 0 ? expandGroup(scanned, from, to, table, left) : null;
  const others = again && parseItems(engine, again);
  const isBetter = others !== null && damageIn(others) < damageIn(items);
  return {
    items: isBetter ? others : items,
    source: detached(scanned.text.slice(base, ends[to - 1])),
    cuts: joined.map((segment) => (ends[segment.to - 1] ?? base) - base),
    whole: joined.every((segment) => segment.whole),
    asked: group.asked,
    words: group.words,
    steps: group.steps,
    mayExpand: true,
  };
}

/** Expands as many segments as it takes for the last item to come to its end. */
function expandWhole(
  scanned: Scan,
  at: number,
  table: MacroTable,
): { readonly group: Group; readonly joined: readonly Segment[] } {
  for (let count = 1; ; count *= 2) {
    const joined = scanned.segments.slice(at, at + count);
    const from = joined[0]?.from ?? 0;
    const group = expandGroup(scanned, from, joined.at(-1)?.to ?? from, table, new Set());
    const isAll = count >= mostJoined || at + count >= scanned.segments.length;
    if (isAll || group.isCut || isClosed(group)) return { group, joined };
  }
}

function isClosed({ text, tokens, live }: Group): boolean {
  return segments(text, tokens, live).at(-1)?.isClosed ?? true;
}

function parseItems(engine: Engine, group: Group): readonly ParsedItem[] {
  const { text, tokens, live, pieces, isCut } = group;
  return segments(text, tokens, live).map((segment) => {
    const base = tokens.starts[segment.from] ?? 0;
    const source = text.slice(base, tokens.ends[segment.to - 1]);
    const { content, start } = parseItem(engine, source, base, group, segment);
    const origins: Origins = { pieces, from: base + start };
    return { start: 0, content: content && { ...(isCut ? partly(content) : content), origins } };
  });
}

function partly(content: ItemContent): ItemContent {
  return { ...content, isPartlyExpanded: true };
}

function damageIn(items: readonly ParsedItem[]): number {
  return items.reduce((sum, { content }) => sum + (content?.damage.length ?? 0), 0);
}

/** Where uses begin whose replacement the parser cannot read in a function's body: it reads their calls instead. */
function unreadable(items: readonly ParsedItem[], pieces: readonly Piece[]): ReadonlySet<number> {
  const uses = new Set<number>();
  for (const { content } of items) {
    const body = content?.node.kind === 'function' ? content.node.body : null;
    if (!content?.origins || !body) continue;
    const { from } = content.origins;
    for (const { start, end } of content.damage)
      if (start > body.span.start) collectUses(pieces, start + from, end + from, uses);
  }
  return uses;
}

function collectUses(pieces: readonly Piece[], start: number, end: number, uses: Set<number>): void {
  for (const piece of pieces) {
    if (piece.start >= end) return;
    if (piece.end <= start || 'at' in piece) continue;
    let spot = piece.spots.at(-1);
    while (spot?.use) spot = spot.use.spot;
    if (spot) uses.add(spot.start);
  }
}
