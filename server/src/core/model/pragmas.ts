/** Pragmas in C text: lines of the preprocessor, and `_Pragma` with its string. Knows none of them. */
import type { Span } from '../text.js';

export interface Pragma {
  /** What follows the word `pragma`, or stands in the string; without the blanks around it. */
  readonly words: string;
  readonly span: Span;
  /** Whether it is a line of its own. */
  readonly isLine: boolean;
}

const pattern =
  /\/\*[^]*?\*\/|\/\/[^\n]*|^[ \t]*(#[ \t]*pragma[ \t]+([^\n]*?))[ \t]*$|\b_Pragma\s*\(\s*"((?:[^"\\]|\\.)*)"\s*\)|"(?:[^"\\\n]|\\.)*"/gm;

/** Those in a part of a text, in order; what stands in comments and strings is none. */
export function pragmasIn(text: string, { start, end }: Span): readonly Pragma[] {
  const pragmas: Pragma[] = [];
  for (const match of text.slice(start, end).matchAll(pattern)) {
    const [whole, line, words = match[3]] = match;
    if (words === undefined) continue;
    const shown = line ?? whole;
    const at = start + match.index + whole.indexOf(shown);
    pragmas.push({
      words: words.trim(),
      span: { start: at, end: at + shown.length },
      isLine: line !== undefined,
    });
  }
  return pragmas;
}
