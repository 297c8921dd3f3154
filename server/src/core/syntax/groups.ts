/**
 * From the segments of a file to parsed items: macros are expanded first, and what that makes is cut anew, because a
 * use may hold several items, or a part of one. Knows how the steps follow each other, and when it holds no longer.
 */
import type { Engine } from './engine.js';
import { expandGroup, namesMacro, type Asked, type Group } from './expand/group.js';
import { endInFile, useInFile, type Origins, type Piece } from './expand/origins.js';
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
  /** Whether the last item is not at its end, so that what follows the segments might belong to it. */
  readonly isOpen: boolean;
  /** Which tokens are not compiled, see `deadTokens`. */
  readonly dead: string;
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
  const rest = { dead: deadTokens(scanned, [first]), asked: [], words: null, steps: 0, isOpen: false };
  return { items: [item], source, cuts: [source.length], mayExpand: mayExpand || !hasMacros, ...rest };
}

/** Which tokens of some segments are not compiled, and which are directives: the text alone does not tell. */
export function deadTokens({ live }: Scan, some: readonly Segment[]): string {
  if (some.length === 1 && some[0]?.whole) return '';
  const from = some[0]?.from ?? 0;
  const to = some.at(-1)?.to ?? from;
  let dead = '';
  for (let i = from; i < to; i++) if (live[i] !== 1) dead += `${i - from}=${live[i]},`;
  return dead;
}

/** Whether the group says the same at an offset of a text with these macros. */
export function holdsAt({ asked }: ParsedGroup, base: number, table: MacroTable): boolean {
  return asked.every(({ name, at, definition }) => table.lookUp(name, base + at) === definition);
}

const wordsOf = new WeakMap<ParsedGroup, ReadonlySet<string>>();

/** Whether one of the names is looked up in the group. */
export function mentions(group: ParsedGroup, names: ReadonlySet<string>): boolean {
  let words = group.words ?? wordsOf.get(group);
  if (!words) {
    words = new Set(group.source.match(/[A-Za-z_$\u0080-\uffff][\w$\u0080-\uffff]*/g)?.map(detached));
    wordsOf.set(group, words);
  }
  for (const name of names) if (words.has(name)) return true;
  return false;
}

function parseExpanded(engine: Engine, scanned: Scan, at: number, table: MacroTable): ParsedGroup {
  const { group, joined, isOpen } = expandWhole(scanned, at, table);
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
    cuts: cutsOf(scanned, joined),
    isOpen,
    dead: deadTokens(scanned, joined),
    asked: group.asked,
    words: group.words,
    steps: group.steps,
    mayExpand: true,
  };
}

interface Joined {
  readonly group: Group;
  readonly joined: readonly Segment[];
  readonly isOpen: boolean;
}

/** Expands as many segments as it takes for an item to end where one of them does. */
function expandWhole(scanned: Scan, at: number, table: MacroTable): Joined {
  const from = scanned.segments[at]?.from ?? 0;
  const expand = (joined: readonly Segment[]): Group =>
    expandGroup(scanned, from, joined.at(-1)?.to ?? from, table, new Set());
  for (let count = 1; ; count *= 2) {
    const joined = scanned.segments.slice(at, at + count);
    const group = expand(joined);
    const closed = firstClosed(group, cutsOf(scanned, joined));
    if (closed === joined.length - 1) return { group, joined, isOpen: false };
    if (closed >= 0) {
      const enough = joined.slice(0, closed + 1);
      return { group: expand(enough), joined: enough, isOpen: false };
    }
    if (count >= mostJoined || joined.length < count || group.isCut)
      return { group, joined, isOpen: at + joined.length === scanned.segments.length };
  }
}

/** The first of the segments that ends where an item of the expanded text does; -1 where none does. */
function firstClosed({ text, tokens, live, pieces }: Group, cuts: readonly number[]): number {
  const ends = segments(text, tokens, live)
    .filter((segment) => segment.isClosed)
    .map((segment) => endInFile(pieces, tokens.ends[segment.to - 1] ?? 0));
  return cuts.findIndex((cut) => ends.includes(cut));
}

function cutsOf({ tokens }: Scan, joined: readonly Segment[]): readonly number[] {
  const base = tokens.starts[joined[0]?.from ?? 0] ?? 0;
  return joined.map((segment) => (tokens.ends[segment.to - 1] ?? base) - base);
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
    uses.add(useInFile(piece.spots).start);
  }
}
