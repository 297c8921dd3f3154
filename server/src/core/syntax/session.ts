/**
 * One document between keystrokes: every item is masked, parsed and lowered once, and again only when its own text
 * or a macro that shapes it changes. Keeps plain data only, so there is nothing to free but memory.
 */
import type { Define, Item, SectionMark, SyntaxFile } from './file.js';
import { type Change, changeBetween } from './change.js';
import type { Engine } from './engine.js';
import { type Kept, parseItem } from './items.js';
import { type Macros, macrosOf } from './macros.js';
import { detached, DirectiveMemory, type Scan, scan } from './scan.js';
import { resolveSection } from './sections.js';
import type { Segment } from './segments.js';
import type { SyntaxSession } from './syntax.js';

/** Texts longer than this, in UTF-16 code units, are not parsed at all. */
export const MAX_LENGTH = 4 * 1024 * 1024;
/** Milliseconds for one call. What was parsed when they are over is kept, so that a later call gets further. */
export const FILE_BUDGET = 6000;

const NONE: readonly Define[] = [];

/** An item where it stood in the last version of the text. */
interface Place {
  readonly base: number;
  readonly end: number;
  readonly key: string;
  /** Whether all of it is compiled, so that its text alone tells what it is. */
  readonly whole: boolean;
  readonly kept: Kept;
}

/** A session without a text. */
export function openSession(engine: Engine): SyntaxSession {
  return new Session(engine);
}

class Session implements SyntaxSession {
  private readonly memory = new DirectiveMemory();
  private last: Scan | null = null;
  private places: readonly Place[] = [];
  private kept = new Map<string, Kept>();
  private macros = macrosOf([]);
  private outer: readonly Define[] = NONE;

  constructor(private readonly engine: Engine) {}

  parse(text: string, outer: readonly Define[] = NONE): SyntaxFile {
    if (text.length > MAX_LENGTH) {
      this.dispose();
      return { ...EMPTY, incomplete: 'size' };
    }
    const change = this.last ? changeBetween(this.last.text, text) : null;
    const scanned = scan(text, this.memory, this.last, change);
    const macros = this.macrosOf(scanned, outer);
    if (macros.key !== this.macros.key) this.forget();
    this.macros = macros;
    this.outer = outer;
    const complete = this.place(scanned, change, macros);
    this.last = scanned;
    const { defines, includes, comments } = scanned;
    if (!complete) return { ...EMPTY, defines, includes, comments, incomplete: 'time' };
    return { ...this.assemble(macros), defines, includes, comments, incomplete: null };
  }

  /** Those of the last version where no definition changed but for its place. */
  private macrosOf(scanned: Scan, outer: readonly Define[]): Macros {
    return this.last && this.outer === outer && sameDefines(this.last.defines, scanned.defines)
      ? this.macros
      : macrosOf([...outer, ...scanned.defines]);
  }

  dispose(): void {
    this.forget();
    this.last = null;
  }

  private forget(): void {
    this.kept = new Map();
    this.places = [];
  }

  /** Finds or parses every item; false when the time is over before the last. */
  private place(scanned: Scan, change: Change | null, macros: Macros): boolean {
    const deadline = this.engine.now() + FILE_BUDGET;
    const finder = new Finder(this.places, change);
    const next = new Map<string, Kept>();
    const places: Place[] = [];
    for (const segment of scanned.segments) {
      const base = scanned.tokens.starts[segment.from] ?? 0;
      const end = scanned.tokens.ends[segment.to - 1] ?? base;
      const place =
        (segment.whole ? finder.find(base, end) : null) ??
        this.lookUp(scanned, segment, base, end, macros, deadline);
      if (!place) {
        for (const { key, kept } of places) this.kept.set(key, kept);
        this.places = [];
        return false;
      }
      next.set(place.key, place.kept);
      places.push(place);
    }
    this.kept = next;
    this.places = places;
    return true;
  }

  private lookUp(
    scanned: Scan,
    segment: Segment,
    base: number,
    end: number,
    macros: Macros,
    deadline: number,
  ): Place | null {
    const source = scanned.text.slice(base, end);
    const key = segment.whole ? source : keyOf(source, scanned, segment);
    const { whole } = segment;
    const known = this.kept.get(key);
    if (known) return { base, end, key, whole, kept: known };
    const own = detached(source);
    const kept = parseItem(this.engine, own, base, scanned, segment, macros, deadline);
    return kept && { base, end, key: whole ? own : detached(key), whole, kept };
  }

  private assemble(macros: Macros): {
    readonly items: readonly Item[];
    readonly sections: readonly SectionMark[];
  } {
    const items: Item[] = [];
    const sections: SectionMark[] = [];
    for (const { base, end, kept } of this.places) {
      if (kept.content) items.push({ start: base + kept.start, end, content: kept.content });
      for (const raw of kept.sections) sections.push(resolveSection(raw, base, macros));
    }
    return { items, sections };
  }
}

const EMPTY: SyntaxFile = {
  items: [],
  sections: [],
  defines: [],
  includes: [],
  comments: [],
  incomplete: null,
};

function sameDefines(before: readonly Define[], after: readonly Define[]): boolean {
  if (before.length !== after.length) return false;
  return before.every((define, i) => {
    const other = after[i];
    return define.name === other?.name && define.body === other.body && define.params === other.params;
  });
}

/** Finds items that a change only moved, asked for in ascending order. */
class Finder {
  private at = 0;

  constructor(
    private readonly places: readonly Place[],
    private readonly change: Change | null,
  ) {}

  find(base: number, end: number): Place | null {
    const { change } = this;
    if (!change) return null;
    const shift = end <= change.start ? 0 : base >= change.newEnd ? change.oldEnd - change.newEnd : null;
    if (shift === null) return null;
    while ((this.places[this.at]?.base ?? Infinity) < base + shift) this.at++;
    const place = this.places[this.at];
    const same = place?.base === base + shift && place.end === end + shift && place.whole;
    if (!same) return null;
    return shift === 0 ? place : { ...place, base, end };
  }
}

/** The text of an item, and which of its tokens are compiled where not all of them are. */
function keyOf(source: string, scanned: Scan, segment: Segment): string {
  let key = '';
  for (let i = segment.from; i < segment.to; i++) if (scanned.live[i] !== 1) key += `${i - segment.from},`;
  return `${source}\0${key}`;
}
