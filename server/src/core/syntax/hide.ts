/**
 * The first pass of the masking: takes out sections and attributes, which may stand anywhere, and turns each
 * typeof into a name. Knows the vocabulary; not declarations.
 */
import { hideAll, matchBrackets, type Notes, type Token } from './draft.js';
import { Kind } from './lexer.js';
import { sectionMark } from './sections.js';
import { ATTRIBUTE_NAMES, ATTRIBUTE_WORDS, looksLikeType, SECTION_WORDS, TYPEOF_WORDS } from './words.js';

/** Hides what is no C, and gives the tokens that are left. */
export function hideAttributes(tokens: readonly Token[], notes: Notes): Token[] {
  const match = matchBrackets(tokens);
  const left: Token[] = [];
  for (let i = 0; i < tokens.length; i++) {
    const token = tokens[i];
    if (!token) continue;
    const end =
      token.kind === Kind.word
        ? hiddenEnd(tokens, match, i, notes, left.at(-1))
        : hideDoubleBrackets(tokens, match, i, notes);
    if (end < 0) {
      const kept = mergeTypeof(tokens, match, i, notes);
      left.push(kept.token ?? token);
      i = kept.end;
    } else {
      if (token.masked !== '') left.push(token);
      i = end;
    }
  }
  return left;
}

/** The index of the last token of the attribute or section that starts at `i`; -1 when none does. */
function hiddenEnd(
  tokens: readonly Token[],
  match: Int32Array,
  i: number,
  notes: Notes,
  before: Token | undefined,
): number {
  const word = tokens[i]?.word ?? '';
  const group = groupEnd(tokens, match, i);
  if (SECTION_WORDS.has(word) && group > i) return hideSection(tokens, i, group, notes);
  if (ATTRIBUTE_WORDS.has(word)) return hideAttribute(tokens, i, group, notes);
  if (!ATTRIBUTE_NAMES.has(word)) return -1;
  if (isDeclaredName(tokens, i, before)) return -1;
  notes.hidden.push({ start: tokens[i]?.start ?? 0, word: withAlignment(tokens, i, group) });
  hideAll(tokens, i, group);
  return group;
}

/** `[[gnu::section("a")]]`, as C23 writes attributes; the index of its last token, -1 where there is none. */
function hideDoubleBrackets(tokens: readonly Token[], match: Int32Array, i: number, notes: Notes): number {
  const close = tokens[i]?.word === '[' && tokens[i + 1]?.word === '[' ? (match[i] ?? -1) : -1;
  if (close < 0 || match[i + 1] !== close - 1) return -1;
  hideList(tokens, i + 1, close - 1, notes);
  hideAll(tokens, i, close);
  return close;
}

/** The closing parenthesis of the group behind `i`, or `i` itself when none follows. */
function groupEnd(tokens: readonly Token[], match: Int32Array, i: number): number {
  const close = tokens[i + 1]?.word === '(' ? (match[i + 1] ?? -1) : -1;
  return close < 0 ? i : close;
}

/** `__u32 __unused;` declares a member of that name. */
function isDeclaredName(tokens: readonly Token[], i: number, before: Token | undefined): boolean {
  const next = tokens[i + 1]?.word ?? ';';
  return (
    before !== undefined &&
    looksLikeType(before.word) &&
    [';', '[', ',', '=', '.', ')'].includes(next) &&
    next !== ')'
  );
}

function hideSection(tokens: readonly Token[], from: number, to: number, notes: Notes): number {
  notes.sections.push(sectionMark(tokens, from, to, tokens.slice(from + 2, to)));
  hideAll(tokens, from, to);
  return to;
}

/** `__attribute__((a, section("b")))`: notes `a`, and the section as one; `__aligned(8)`, as it stands. */
function hideAttribute(tokens: readonly Token[], from: number, to: number, notes: Notes): number {
  const first = tokens[from];
  const isOne = to === from || ALIGNMENT.test(first?.word ?? '');
  if (isOne) notes.hidden.push({ start: first?.start ?? 0, word: withAlignment(tokens, from, to) });
  else hideList(tokens, from, to, notes);
  hideAll(tokens, from, to);
  return to;
}

function hideList(tokens: readonly Token[], from: number, to: number, notes: Notes): void {
  for (let i = from + 1; i <= to; i++) {
    const token = tokens[i];
    if (!token || token.kind !== Kind.word) continue;
    const open = tokens[i + 1]?.word === '(';
    const close = open ? closing(tokens, i + 1, to) : i;
    if (/^(?:__)?section(?:__)?$/.test(token.word) && open)
      notes.sections.push(sectionMark(tokens, from, to, tokens.slice(i + 2, close)));
    else notes.hidden.push({ start: token.start, word: withAlignment(tokens, i, close) });
    i = close;
  }
}

/** `aligned`, `__aligned__`, `__aligned`, `_Alignas`. */
const ALIGNMENT = /align/i;

/** The word of an attribute; one that asks for an alignment keeps what it asks for. */
function withAlignment(tokens: readonly Token[], word: number, close: number): string {
  const name = tokens[word]?.word ?? '';
  return close > word && ALIGNMENT.test(name) ? spaced(tokens.slice(word, close + 1)) : name;
}

function closing(tokens: readonly Token[], open: number, limit: number): number {
  let depth = 0;
  for (let i = open; i < limit; i++) {
    if (tokens[i]?.word === '(') depth++;
    else if (tokens[i]?.word === ')' && --depth === 0) return i;
  }
  return limit;
}

function mergeTypeof(
  tokens: readonly Token[],
  match: Int32Array,
  i: number,
  notes: Notes,
): { readonly token: Token | null; readonly end: number } {
  const token = tokens[i];
  const close = token && TYPEOF_WORDS.has(token.word) ? groupEnd(tokens, match, i) : i;
  if (!token || close <= i + 1) return { token: null, end: i };
  const inner = tokens.slice(i + 2, close);
  const end = tokens[close]?.end ?? token.end;
  const innerStart = inner[0]?.start ?? end;
  notes.types.set(token.start, { kind: 'typeof', start: token.start, end, inner: spaced(inner), innerStart });
  const merged: Token = { ...token, word: 'typeof', end, masked: 'T'.repeat(end - token.start) };
  return { token: merged, end: close };
}

/** The tokens as text in which every one keeps its distance from the first. */
export function spaced(tokens: readonly Token[]): string {
  const base = tokens[0]?.start ?? 0;
  let text = '';
  for (const token of tokens) text += ' '.repeat(Math.max(0, token.start - base - text.length)) + token.word;
  return text;
}
