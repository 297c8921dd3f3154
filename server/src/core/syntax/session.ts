/**
 * One document between keystrokes: every item is masked, parsed and lowered once, and again only when its own text
 * or a macro that shapes it changes. Keeps plain data only, so there is nothing to free but memory.
 */
import { emptyFile, type Item, type Outline, type SyntaxFile } from './file.js';
import type { Definition } from './directive.js';
import { type Change, changeBetween } from './change.js';
import type { Engine } from './engine.js';
import { isMaskedName, libraryMacros } from './expand/library.js';
import { changedNames, macroTable, type Macros, type MacroTable } from './expand/table.js';
import { deadTokens, holdsAt, mentions, parseGroup, type ParsedGroup } from './groups.js';
import type { Outside } from './macro-scope.js';
import { openRegions } from './regions.js';
import { detached, DirectiveMemory, type Scan, scan } from './scan.js';
import type { Segment } from './segments.js';
import type { SyntaxSession } from './syntax.js';

/** Texts longer than this, in UTF-16 code units, are not parsed at all. */
const MAX_LENGTH = 4 * 1024 * 1024;

/** The most tokens that all macros of a file may be looked at for; those behind that stay as they are. */
const MAX_EXPANSION = 300_000;

/** A group of items where it stood in the last version of the text. */
interface Place {
  readonly base: number;
  readonly end: number;
  readonly key: string;
  readonly group: ParsedGroup;
}

/** A scan, and what changed since the text that was parsed last. */
interface Scanned {
  readonly scanned: Scan;
  readonly change: Change | null;
  readonly outside: Outside;
}

/** A session without a text. `isLibrary` tells further macros that are never expanded. */
export function openSession(engine: Engine, isLibrary: (macro: Definition) => boolean): SyntaxSession {
  return new Session(engine, (macro) => isMaskedName(macro.name) || isLibrary(macro));
}

class Session implements SyntaxSession {
  private readonly memory = new DirectiveMemory();
  private last: Scan | null = null;
  /** Of the text that is parsed next. */
  private scanned: Scanned | null = null;
  private places: readonly Place[] = [];
  private kept = new Map<string, ParsedGroup>();
  private outer: Macros = libraryMacros;

  constructor(
    private readonly engine: Engine,
    private readonly isLibrary: (macro: Definition) => boolean,
  ) {}

  parse(text: string, outer: Macros = libraryMacros, before: Macros = libraryMacros): SyntaxFile {
    if (text.length > MAX_LENGTH) {
      this.dispose();
      return { ...emptyFile, incomplete: 'size' };
    }
    const { scanned, change } = this.scan(text, { before, behind: outer });
    this.forgetChanged(scanned, outer);
    const table = macroTable(outer, scanned.macroLines, this.isLibrary);
    const complete = this.place(scanned, change, table);
    this.last = scanned;
    this.scanned = null;
    this.outer = outer;
    const { defines, macroLines, includes, comments } = scanned;
    const open = openRegions(scanned, 0, scanned.tokens.count);
    const found = { defines, macroLines, includes, comments, open };
    return complete
      ? { ...found, items: this.items(), incomplete: null }
      : { ...emptyFile, ...found, incomplete: 'time' };
  }

  outline(text: string, outer: Macros, before: Macros): Outline {
    return text.length > MAX_LENGTH ? emptyFile : this.scan(text, { before, behind: outer }).scanned;
  }

  private scan(text: string, outside: Outside): Scanned {
    const known = this.scanned;
    const isKnown = known?.scanned.text === text;
    if (isKnown && known.outside.before === outside.before && known.outside.behind === outside.behind)
      return known;
    const change = this.last ? changeBetween(this.last.text, text) : null;
    return (this.scanned = { scanned: scan(text, this.memory, this.last, change, outside), change, outside });
  }

  dispose(): void {
    this.forget();
    this.last = null;
    this.scanned = null;
  }

  private forget(): void {
    this.kept = new Map();
    this.places = [];
  }

  /** Drops what rests on macros that mean something else now. */
  private forgetChanged(scanned: Scan, outer: Macros): void {
    const changed = changedNames(this.last?.macroLines ?? [], scanned.macroLines, this.outer, outer);
    if (changed.size === 0) return;
    this.places = this.places.filter(({ group }) => !mentions(group, changed));
    for (const [key, group] of this.kept) if (mentions(group, changed)) this.kept.delete(key);
  }

  /** Finds or parses every item; false when the time is over before the last. What was parsed is kept for the next call. */
  private place(scanned: Scan, change: Change | null, table: MacroTable): boolean {
    const finder = new Finder(this.places, change);
    const places: Place[] = [];
    let steps = 0;
    for (let at = 0; at < scanned.segments.length;) {
      const mayExpand = steps <= MAX_EXPANSION;
      const place = finder.find(scanned, at, mayExpand) ?? this.lookUp(scanned, at, table, mayExpand);
      if (!place) {
        for (const { key, group } of places) this.kept.set(key, group);
        this.places = [];
        return false;
      }
      places.push(place);
      steps += place.group.steps;
      at += place.group.cuts.length;
    }
    this.kept = new Map(places.map(({ key, group }) => [key, group]));
    this.places = places;
    return true;
  }

  private lookUp(scanned: Scan, at: number, table: MacroTable, mayExpand: boolean): Place | null {
    const segment = scanned.segments[at];
    if (!segment) return null;
    const base = scanned.tokens.starts[segment.from] ?? 0;
    const key = keyOf(scanned, segment, base);
    const known = this.kept.get(key);
    const isSame =
      known && isCutAlike(known, scanned, at, mayExpand) && scanned.text.startsWith(known.source, base);
    if (isSame && holdsAt(known, base, table))
      return { base, end: base + known.source.length, key, group: known };
    if (this.engine.watch.isOver(key.length)) return null;
    const group = parseGroup(this.engine, scanned, at, table, mayExpand);
    return { base, end: base + group.source.length, key: detached(key), group };
  }

  private items(): readonly Item[] {
    const items: Item[] = [];
    for (const { base, end, group } of this.places)
      for (const { content, start } of group.items)
        if (content) items.push({ start: base + start, end, content });
    return items;
  }
}

/** Finds groups that a change only moved, asked for in ascending order. */
class Finder {
  private at = 0;

  constructor(
    private readonly places: readonly Place[],
    private readonly change: Change | null,
  ) {}

  /** The group that begins with segment `index`; null where it is not sure that it is the same. */
  find(scanned: Scan, index: number, mayExpand: boolean): Place | null {
    const { change } = this;
    const segment = scanned.segments[index];
    if (!change || !segment) return null;
    const base = scanned.tokens.starts[segment.from] ?? 0;
    const shift = base < change.newEnd ? 0 : change.oldEnd - change.newEnd;
    while ((this.places[this.at]?.base ?? Infinity) < base + shift) this.at++;
    const place = this.places[this.at];
    if (place?.base !== base + shift) return null;
    const end = place.end - shift;
    const isUntouched = end <= change.start || base >= change.newEnd;
    if (!isUntouched || !isCutAlike(place.group, scanned, index, mayExpand)) return null;
    return shift === 0 ? place : { ...place, base, end };
  }
}

/** Whether the segments from `index` on are cut as those of a group, and its macros may be treated as they were. */
function isCutAlike(group: ParsedGroup, scanned: Scan, index: number, mayExpand: boolean): boolean {
  const { tokens, segments } = scanned;
  const { cuts, dead, isOpen, asked } = group;
  if (group.mayExpand !== mayExpand && (!group.mayExpand || asked.length > 0)) return false;
  const first = segments[index];
  const base = tokens.starts[first?.from ?? 0] ?? 0;
  for (let i = 0; i < cuts.length; i++)
    if (tokens.ends[(segments[index + i]?.to ?? 0) - 1] !== base + (cuts[i] ?? 0)) return false;
  if (cuts.length === 1 && first?.whole) return dead === '';
  if (isOpen && index + cuts.length !== segments.length) return false;
  return deadTokens(scanned, segments.slice(index, index + cuts.length)) === dead;
}

/** The text of a segment. */
function keyOf({ text, tokens }: Scan, { to }: Segment, base: number): string {
  return text.slice(base, tokens.ends[to - 1]);
}
