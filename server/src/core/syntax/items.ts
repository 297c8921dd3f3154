/** One item from its tokens to plain data: masked, parsed, lowered. Knows nothing of the items around it. */
import type { ItemContent } from './file.js';
import { takeTokens, type Token } from './draft.js';
import type { Engine } from './engine.js';
import { Kind } from './lexer.js';
import { MAX_BRACKETS, parseFragment } from './fragments.js';
import { damageOf, lowerItem } from './lower-items.js';
import type { Lowering } from './lowering.js';
import type { Macros } from './macros.js';
import { maskItem, type Masked } from './mask.js';
import { salvageFunction } from './salvage.js';
import type { Scan } from './scan.js';
import type { RawSection } from './sections.js';
import type { Segment } from './segments.js';

/** Milliseconds for one item; one that takes longer is opaque from then on. */
export const ITEM_BUDGET = 1500;

/** An item as it is kept; its content is null where only marks or semicolons are. */
export interface Kept {
  readonly content: ItemContent | null;
  /** Offset of the declaration itself from the segment's first token. */
  readonly start: number;
  readonly sections: readonly RawSection[];
}

/** Parses the segment whose text is `source` and whose first token is at `base`; null after `deadline`. */
export function parseItem(
  engine: Engine,
  source: string,
  base: number,
  scanned: Scan,
  segment: Segment,
  macros: Macros,
  deadline: number,
): Kept | null {
  const now = engine.now();
  if (now > deadline) return null;
  if (segment.depth > MAX_BRACKETS) return { content: damaged(source), start: 0, sections: [] };
  const tokens = takeTokens(source, scanned.tokens, scanned.live, segment.from, segment.to, base);
  const masked = maskItem(tokens, source, macros);
  const isEmpty = /^[\s;]*$/.test(masked.text);
  if (isMacroCall(tokens))
    return {
      content: { node: { kind: 'opaque' }, text: source.slice(masked.start), damage: [] },
      start: masked.start,
      sections: masked.notes.sections,
    };
  const content = isEmpty ? null : lower(engine, source.slice(masked.start), masked, now + ITEM_BUDGET);
  return { content, start: masked.start, sections: masked.notes.sections };
}

/** `DEFINE_SOMETHING(...);` says nothing to a reader who does not know the macro. */
function isMacroCall(tokens: readonly Token[]): boolean {
  const [name, open] = tokens;
  if (name?.kind !== Kind.word || open?.word !== '(' || tokens.at(-1)?.word !== ';') return false;
  return closing(tokens, 1) === tokens.length - 2 && name.masked !== '';
}

function closing(tokens: readonly Token[], open: number): number {
  let depth = 0;
  for (let i = open; i < tokens.length; i++) {
    if (tokens[i]?.word === '(') depth++;
    else if (tokens[i]?.word === ')' && --depth === 0) return i;
  }
  return -1;
}

function lower(engine: Engine, text: string, masked: Masked, deadline: number): ItemContent {
  const head = masked.needsType ? 'int ' : '';
  const root = engine.parse(head + masked.text, -head.length, deadline);
  if (!root) return damaged(text);
  const nested: Lowering['nested'] = (source, shift) => parseFragment(engine, source, shift, deadline);
  const ctx: Lowering = { text, notes: masked.notes, noteShift: masked.start, spanShift: 0, nested };
  const node = lowerItem(ctx, root);
  const salvaged =
    node.kind === 'opaque' && root.damaged
      ? salvageFunction(engine, head + masked.text, -head.length, deadline)
      : null;
  const gaveUp = root.isCut ? { gaveUp: true as const } : {};
  if (!salvaged) return { node, text, damage: damageOf(ctx, root), ...gaveUp };
  return { node: lowerItem(ctx, salvaged), text, damage: damageOf(ctx, root), ...gaveUp };
}

function damaged(text: string): ItemContent {
  return { node: { kind: 'opaque' }, text, damage: [{ start: 0, end: text.length }], gaveUp: true };
}
