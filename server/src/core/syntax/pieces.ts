/** Whether a stretch of source is a piece of its own, so that it may be replaced. Knows brackets; not what they hold. */
import { Kind, lex } from './lexer.js';

const CLOSES: ReadonlyMap<string, string> = new Map([
  [')', '('],
  [']', '['],
  ['}', '{'],
]);

/**
 * Whether brackets and literals close in it, no directive stands in it, and no statement or function ends in it but
 * in braces of its own. What is not goes on into code that is none of its business.
 */
export function isWholePiece(text: string): boolean {
  const tokens = lex(text);
  const open: string[] = [];
  for (let i = 0; i < tokens.count; i++) {
    const word = text.slice(tokens.starts[i], tokens.ends[i]);
    const kind = tokens.kinds[i];
    if (kind === Kind.directive || kind === Kind.other) return false;
    if ((kind === Kind.string || kind === Kind.char) && !CLOSED.test(word)) return false;
    if (kind !== Kind.punct) continue;
    if (word === '(' || word === '[' || word === '{') open.push(word);
    else if (word === ';' && !open.includes('{')) return false;
    else if (CLOSES.has(word) && open.pop() !== CLOSES.get(word)) return false;
  }
  return open.length === 0;
}

const CLOSED = /^[^"']*(["'])(?:\\[^]|(?!\1)[^\\])*\1$/;

/** Whether a comment in a piece of source is not in what takes its place. */
export function losesComment(text: string, now: string): boolean {
  const { comments } = lex(text);
  return comments.some((start, i) => i % 2 === 0 && !now.includes(text.slice(start, comments[i + 1])));
}
