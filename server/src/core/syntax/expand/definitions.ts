/** What a macro is replaced by, as tokens at their places in its line. Knows `#define`; expands nothing. */
import type { Definition } from '../directive.js';
import { Kind, lexInLine } from '../lexer.js';
import type { Span } from '../../text.js';

/** A token of a definition; offsets from its `#`. */
export interface BodyToken extends Span {
  readonly kind: number;
  readonly word: string;
  readonly spaced: boolean;
  /** The parameter that it names; -1 for any other. */
  readonly param: number;
}

const known = new WeakMap<Definition, readonly BodyToken[]>();

/** The tokens behind a macro's name and parameters. */
export function bodyOf(definition: Definition): readonly BodyToken[] {
  const before = known.get(definition);
  if (before) return before;
  const tokens = withPastes(readBody(definition));
  known.set(definition, tokens);
  return tokens;
}

function readBody({ source, bodyStart, params }: Definition): readonly BodyToken[] {
  const tokens = lexInLine(source, bodyStart);
  const body: BodyToken[] = [];
  for (let i = 0; i < tokens.count; i++) {
    const start = tokens.starts[i] ?? 0;
    const end = tokens.ends[i] ?? 0;
    const kind = tokens.kinds[i] ?? Kind.other;
    const word = withoutSplices(source.slice(start, end));
    const param = kind === Kind.word ? (params?.indexOf(word) ?? -1) : -1;
    body.push({
      kind,
      word,
      start,
      end,
      spaced: isSpaced(source, tokens.ends[i - 1] ?? start, start),
      param,
    });
  }
  return body;
}

/** The text without the backslashes that join lines. */
export function withoutSplices(text: string): string {
  return text.includes('\\') ? text.replace(/\\\r?\n/g, '') : text;
}

/** Whether white space or a comment stands between two offsets. */
export function isSpaced(source: string, from: number, to: number): boolean {
  return to > from && withoutSplices(source.slice(from, to)) !== '';
}

/** The lexer of C knows no `##`. */
function withPastes(tokens: readonly BodyToken[]): readonly BodyToken[] {
  const merged: BodyToken[] = [];
  for (const token of tokens) {
    const last = merged.at(-1);
    if (last?.word === '#' && token.word === '#' && last.end === token.start)
      merged[merged.length - 1] = { ...last, word: '##', end: token.end };
    else merged.push(token);
  }
  return merged;
}
