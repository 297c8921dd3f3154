/**
 * One document between keystrokes: every item is masked, parsed and lowered once, and again only when its own text
 * or a macro that shapes it changes. Keeps plain data only, so there is nothing to free but memory.
 */
import type { Item, ItemContent, SectionMark, SyntaxFile } from './ast.js';
import { takeTokens } from './draft.js';
import type { Engine } from './engine.js';
import { MAX_BRACKETS, parseFragment } from './fragments.js';
import { damageOf, lowerItem } from './lower-items.js';
import type { Lowering } from './lowering.js';
import { type Macros, macrosOf } from './macros.js';
import { maskItem, type Masked } from './mask.js';
import { type Scan, scan } from './scan.js';
import { type RawSection, resolveSection } from './sections.js';
import type { Segment } from './segments.js';
import type { SyntaxSession } from './syntax.js';

/** Texts longer than this, in UTF-16 code units, are not parsed at all. */
const MAX_LENGTH = 4 * 1024 * 1024;
/** Milliseconds for one call. What was parsed when they are over is kept, so that a later call gets further. */
const FILE_BUDGET = 1500;
/** Milliseconds for one item; one that takes longer is opaque from then on. */
const ITEM_BUDGET = 300;

/** An item as it is kept; null content where only marks or semicolons are. */
interface Kept {
  readonly content: ItemContent | null;
  /** Offset of the declaration itself from the segment's first token. */
  readonly start: number;
  readonly sections: readonly RawSection[];
}

export function openSession(engine: Engine): SyntaxSession {
  return new Session(engine);
}

class Session implements SyntaxSession {
  private kept = new Map<string, Kept>();
  private macroKey = '';

  constructor(private readonly engine: Engine) {}

  parse(text: string): SyntaxFile {
    if (text.length > MAX_LENGTH) return { ...EMPTY, incomplete: 'size' };
    const scanned = scan(text);
    const macros = macrosOf(scanned.defines);
    if (macros.key !== this.macroKey) this.dispose();
    this.macroKey = macros.key;
    const { defines, includes, comments } = scanned;
    const found = this.items(text, scanned, macros);
    if (!found) return { ...EMPTY, defines, includes, comments, incomplete: 'time' };
    return { ...found, defines, includes, comments, incomplete: null };
  }

  dispose(): void {
    this.kept = new Map();
  }

  private items(text: string, scanned: Scan, macros: Macros): { readonly items: Item[]; readonly sections: SectionMark[] } | null {
    const deadline = this.engine.now() + FILE_BUDGET;
    const next = new Map<string, Kept>();
    const items: Item[] = [];
    const sections: SectionMark[] = [];
    for (const segment of scanned.segments) {
      const base = scanned.tokens.starts[segment.from] ?? 0;
      const end = scanned.tokens.ends[segment.to - 1] ?? base;
      const source = text.slice(base, end);
      const key = keyOf(source, scanned, segment);
      const kept = next.get(key) ?? this.kept.get(key) ?? this.parseItem(text, source, base, scanned, segment, macros, deadline);
      if (!kept) {
        for (const [key, value] of next) this.kept.set(key, value);
        return null;
      }
      next.set(key, kept);
      if (kept.content) items.push({ start: base + kept.start, end, content: kept.content });
      for (const raw of kept.sections) sections.push(resolveSection(raw, base, macros));
    }
    this.kept = next;
    return { items, sections };
  }

  private parseItem(text: string, source: string, base: number, scanned: Scan, segment: Segment, macros: Macros, deadline: number): Kept | null {
    const start = this.engine.now();
    if (start > deadline) return null;
    if (segment.depth > MAX_BRACKETS) return { content: damaged(source), start: 0, sections: [] };
    const tokens = takeTokens(text, scanned.tokens, scanned.live, segment.from, segment.to, base);
    const masked = maskItem(tokens, source, macros);
    const { sections } = masked.notes;
    const isEmpty = /^[\s;]*$/.test(masked.text);
    const content = isEmpty ? null : this.lower(source.slice(masked.start), masked, Math.min(deadline, start + ITEM_BUDGET));
    return { content, start: masked.start, sections };
  }

  private lower(text: string, masked: Masked, deadline: number): ItemContent {
    const head = masked.needsType ? 'int ' : '';
    const root = this.engine.parse(head + masked.text, -head.length, deadline);
    if (!root) return damaged(text);
    const nested: Lowering['nested'] = (source, shift) => parseFragment(this.engine, source, shift, deadline);
    const ctx: Lowering = { text, notes: masked.notes, noteShift: masked.start, spanShift: 0, nested };
    return { node: lowerItem(ctx, root), text, damage: damageOf(ctx, root) };
  }
}

const EMPTY: SyntaxFile = { items: [], sections: [], defines: [], includes: [], comments: [], incomplete: null };

function damaged(text: string): ItemContent {
  return { node: { kind: 'opaque' }, text, damage: [{ start: 0, end: text.length }] };
}

/** The text of an item, and which of its tokens are compiled where not all of them are. */
function keyOf(source: string, scanned: Scan, segment: Segment): string {
  let key = '';
  for (let i = segment.from; i < segment.to; i++) if (scanned.live[i] !== 1) key += `${i - segment.from},`;
  return key === '' ? source : `${source}\0${key}`;
}
