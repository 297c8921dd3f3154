/** One item from its tokens to plain data: masked, parsed, lowered. Knows nothing of the items around it. */
import type { ItemContent } from './file.js';
import { takeTokens, type Token } from './draft.js';
import type { Engine } from './engine.js';
import type { Lexed } from './lexed.js';
import { Kind } from './lexer.js';
import { MAX_BRACKETS, parseFragment } from './fragments.js';
import { damageOf, lowerItem } from './lower-items.js';
import type { Lowering } from './lowering.js';
import { maskItem, type Masked } from './mask.js';
import { salvageFunction } from './salvage.js';
import { openRegions } from './regions.js';
import { moveMark } from './sections.js';
import type { Segment } from './segments.js';
import { shift } from '../text.js';

/** Milliseconds for one item; one that takes longer is opaque from then on. */
const ITEM_BUDGET = 1000;
/** What is left of them where the time of the whole analysis is over. */
const LEAST_BUDGET = 100;

/** An item as it is kept; its content is null where only semicolons are. */
export interface ParsedItem {
  readonly content: ItemContent | null;
  /** Offset of the declaration itself from the segment's first token. */
  readonly start: number;
}

/** Parses a segment of a text, which is `source` and whose first token is at `base`. */
export function parseItem(
  engine: Engine,
  source: string,
  base: number,
  lexed: Lexed,
  segment: Segment,
): ParsedItem {
  if (segment.depth > MAX_BRACKETS) return { content: damaged(source), start: 0 };
  const tokens = takeTokens(source, lexed.tokens, lexed.live, segment.from, segment.to, base);
  const masked = maskItem(tokens, source);
  const { start } = masked;
  const text = source.slice(start);
  const sections = masked.notes.sections.map((mark) => moveMark(mark, -start));
  const isEmpty = /^[\s;]*$/.test(masked.text);
  if (isEmpty && sections.length === 0) return { content: null, start };
  if (isEmpty || isMacroCall(tokens))
    return { content: { node: { kind: 'opaque' }, text, damage: [], sections }, start };
  const open = openRegions(lexed, segment.from, segment.to).map((region) => ({
    ...region,
    ...shift(region, -base - start),
  }));
  const content = { ...lower(engine, text, masked, deadlineOf(engine)), sections };
  return { content: open.length > 0 ? { ...content, open } : content, start };
}

function deadlineOf({ watch }: Engine): number {
  const now = watch.now();
  return Math.min(now + ITEM_BUDGET, Math.max(watch.deadline(), now + LEAST_BUDGET));
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
  const rest = {
    text,
    damage: damageOf(ctx, root),
    sections: [],
    ...(root.isCut ? { gaveUp: true as const } : {}),
  };
  return { node: salvaged ? lowerItem(ctx, salvaged) : node, ...rest };
}

function damaged(text: string): ItemContent {
  const damage = [{ start: 0, end: text.length }];
  return { node: { kind: 'opaque' }, text, damage, sections: [], gaveUp: true };
}
