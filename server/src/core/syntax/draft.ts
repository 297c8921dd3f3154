/**
 * The tokens of one item while it is being masked: each may be hidden or written differently, at its own length
 * and place. Knows nothing of why.
 */
import { Kind, type Tokens } from './lexer.js';
import type { SectionMark } from './file.js';

/** A token of an item. Offsets count from the start of the item's first token, visible or not. */
export interface Token {
  readonly kind: number;
  readonly start: number;
  readonly end: number;
  /** As it is written; `typeof` for a whole `typeof(...)`. */
  readonly word: string;
  /** What the parser sees in its place; '' when it is hidden. */
  masked: string;
}

/** A word that the parser does not see: an attribute. */
export interface HiddenWord {
  readonly start: number;
  readonly word: string;
}

/** A type, or an operand of typeof, that the parser sees as a single name. */
export interface TypeNote {
  readonly kind: 'type' | 'typeof';
  readonly start: number;
  readonly end: number;
  /** The type, or what stands between the parentheses of typeof; starts at `innerStart`. */
  readonly inner: string;
  readonly innerStart: number;
}

/** Inline assembly, which the parser sees as a call with the operands for arguments. */
export interface AsmNote {
  readonly template: string;
  readonly clobbers: readonly string[];
  /** Where `asm goto` may go. */
  readonly labels: readonly string[];
  /** Those of the outputs, then those of the inputs; '' where a macro hides it. */
  readonly constraints: readonly string[];
  /** Where the inputs begin. */
  readonly inputsStart: number;
}

/** What the masking took away and the lowering wants back, by offset. */
export interface Notes {
  readonly hidden: HiddenWord[];
  readonly types: Map<number, TypeNote>;
  readonly asm: Map<number, AsmNote>;
  /** Names that stand for an initializer among a macro's arguments. */
  readonly opaque: Set<number>;
  readonly sections: SectionMark[];
}

/** Notes to be filled in by the passes. */
export function emptyNotes(): Notes {
  return { hidden: [], types: new Map(), asm: new Map(), opaque: new Set(), sections: [] };
}

/** The compiled tokens `from` to `to` of a file; `source` is the text from offset `base` on that holds them. */
export function takeTokens(
  source: string,
  tokens: Tokens,
  live: Uint8Array,
  from: number,
  to: number,
  base: number,
): Token[] {
  const taken: Token[] = [];
  for (let i = from; i < to; i++) {
    if (live[i] !== 1) continue;
    const start = (tokens.starts[i] ?? 0) - base;
    const end = (tokens.ends[i] ?? 0) - base;
    const kind = tokens.kinds[i] ?? Kind.other;
    const word = source.slice(start, end);
    taken.push({ kind, start, end, word, masked: harmless(kind, word) });
  }
  return taken;
}

/** Spellings of GNU C that the grammar takes for names. */
const PLAIN: Readonly<Record<string, string>> = Object.assign(Object.create(null) as Record<string, string>, {
  __const: 'const',
  __const__: 'const',
  __volatile__: 'volatile',
  __volatile: 'volatile',
  __signed__: 'signed',
  _Thread_local: '',
  __restrict__: 'restrict',
});

/** The token in characters that the grammar knows; what is no C becomes a character that it surely refuses. */
function harmless(kind: number, word: string): string {
  if (kind === Kind.other) return '@'.repeat(word.length);
  if (kind === Kind.string || kind === Kind.char) return harmlessLiteral(word);
  if (kind !== Kind.word) return word;
  const plain = word.charCodeAt(0) === 95 ? PLAIN[word] : undefined;
  if (plain !== undefined) return plain.padEnd(word.length);
  return /^[\w$]*$/.test(word) ? word : word.replace(/[^\w$]/g, '_');
}

/** A literal without its end would swallow what follows it. */
function harmlessLiteral(word: string): string {
  const quote = word.includes('"') && !word.startsWith("'") ? '"' : "'";
  const open = word.indexOf(quote);
  const inner = word.slice(open + 1, -1).replace(/\\[^]|[^\x20-\x7e]/g, (part) => 'x'.repeat(part.length));
  const closed = word.length > open + 1 && word.endsWith(quote) && !inner.endsWith('\\');
  return closed ? word.slice(0, open + 1) + inner + quote : '@'.repeat(word.length);
}

/** Writes `text` in the place of a token, padded or cut to its length. */
export function put(token: Token | undefined, text: string): void {
  if (token) token.masked = text.padEnd(token.end - token.start).slice(0, token.end - token.start);
}

/** Hides a token; does nothing without one. */
export function hide(token: Token | undefined): void {
  if (token) token.masked = '';
}

/** Hides the tokens from index `from` to `to`, both included. */
export function hideAll(tokens: readonly Token[], from: number, to: number): void {
  for (let i = from; i <= to; i++) hide(tokens[i]);
}

/** Makes one name of the tokens from index `from` to `to`, both included, as long as they are. */
export function merge(tokens: readonly Token[], from: number, to: number): void {
  const first = tokens[from];
  const last = tokens[to];
  if (!first || !last) return;
  hideAll(tokens, from, to);
  first.masked = 'T'.repeat(last.end - first.start);
}

/** The masked text from offset `from` on; `semicolons` are offsets of blanks that become `;`. */
export function assemble(tokens: readonly Token[], from: number, semicolons: readonly number[]): string {
  let text = '';
  let at = from;
  let next = 0;
  for (const token of tokens) {
    for (
      let semicolon = semicolons[next];
      semicolon !== undefined && semicolon < token.start;
      semicolon = semicolons[++next]
    ) {
      text += ' '.repeat(semicolon - at) + ';';
      at = semicolon + 1;
    }
    if (token.masked === '' || token.start < at) continue;
    text += ' '.repeat(token.start - at) + token.masked;
    at = token.start + token.masked.length;
  }
  return text;
}

/** For each token that opens a bracket the index of the one that closes it, and the reverse; -1 without one. */
export function matchBrackets(tokens: readonly Token[]): Int32Array {
  const match = new Int32Array(tokens.length).fill(-1);
  const open: number[] = [];
  tokens.forEach((token, i) => {
    if (token.kind !== Kind.punct) return;
    if (token.word === '(' || token.word === '[' || token.word === '{') open.push(i);
    else if (token.word === ')' || token.word === ']' || token.word === '}')
      closeBracket(tokens, open, match, i);
  });
  return match;
}

const OPENERS: Readonly<Record<string, string>> = { ')': '(', ']': '[', '}': '{' };

function closeBracket(tokens: readonly Token[], open: number[], match: Int32Array, i: number): void {
  const opener = OPENERS[tokens[i]?.word ?? ''];
  if (opener === '{') while (open.length > 0 && tokens[open.at(-1) ?? 0]?.word !== '{') open.pop();
  const top = open.at(-1);
  if (top === undefined || tokens[top]?.word !== opener) return;
  open.pop();
  match[top] = i;
  match[i] = top;
}
