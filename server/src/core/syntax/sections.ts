/** What a section mark names: adds up its strings. Knows neither macros nor what a section means. */
import type { Token } from './draft.js';
import type { SectionMark } from './file.js';
import { Kind } from './lexer.js';
import { stringValue } from './literals.js';
import { shift } from '../text.js';

/** The mark of the tokens `from` to `to`, both included, with `inner` between its parentheses. Offsets of the tokens. */
export function sectionMark(
  tokens: readonly Token[],
  from: number,
  to: number,
  inner: readonly Token[],
): SectionMark {
  const start = tokens[from]?.start ?? 0;
  const span = { start, end: tokens[to]?.end ?? start };
  const strings = inner.filter((token) => token.kind === Kind.string);
  const isConstant = inner.every((token) => token.kind === Kind.string || '()'.includes(token.word));
  const [first, last] = [inner[0], inner.at(-1)];
  if (!isConstant || strings.length === 0 || !first || !last) return { span, name: null, nameSpan: span };
  const name = strings.map((token) => stringValue(token.word)).join('');
  return { span, name, nameSpan: { start: first.start, end: last.end } };
}

/** The mark moved by `by`. */
export function moveMark({ span, name, nameSpan }: SectionMark, by: number): SectionMark {
  return { span: shift(span, by), name, nameSpan: shift(nameSpan, by) };
}
