/**
 * Which statements are compiled only if a macro says so that this source does not know: `#ifdef` in a function.
 * Rests on the parser, which keeps the branches of a condition side by side where it does not know which is compiled.
 */
import type { Stmt } from '../../syntax/ast.js';
import type { Span } from '../../text.js';
import { constantValue } from '../constants.js';
import type { Walk } from './walk.js';

/** A branch of `#if`: compiled if the condition comes out as `outcome`, and those before it did not. */
export interface Region extends Span {
  readonly condition: string;
  readonly outcome: boolean;
}

const cache = new WeakMap<object, readonly Region[]>();

/** The regions that a statement lies in, outer ones first. */
export function regionsAround(walk: Walk, stmt: Stmt): readonly Region[] {
  const { content } = walk.frame;
  const known = cache.get(content) ?? regionsIn(content.text);
  cache.set(content, known);
  return known.filter(
    (region) => region.start <= stmt.span.start && stmt.span.end <= region.end && !isSure(walk, region),
  );
}

const directive = /^[ \t]*#[ \t]*(if|ifdef|ifndef|elif|else|endif)\b((?:[^\n\\]|\\\r?\n|\\)*)/gm;

/** All branches of conditions in a text; outer ones come before those in them. */
export function regionsIn(text: string): readonly Region[] {
  const regions: Region[] = [];
  const open: { start: number; condition: string; outcome: boolean }[] = [];
  for (const { index, 0: all, 1: word = '', 2: rest = '' } of text.matchAll(directive)) {
    const last = word.startsWith('if') ? undefined : open.pop();
    if (last) regions.push({ ...last, end: index });
    const start = index + all.length;
    const condition = conditionOf(word, rest);
    if (word === 'else' && last) open.push({ ...last, start, outcome: !last.outcome });
    else if (condition) open.push({ start, ...condition });
  }
  return regions.sort((a, b) => a.start - b.start || b.end - a.end);
}

/** `#ifdef X` and `#if defined(X)` ask the same. Null for what asks nothing. */
function conditionOf(word: string, rest: string): Pick<Region, 'condition' | 'outcome'> | null {
  const words = rest.replace(/\/[/*].*$/s, '').trim();
  if (word === 'ifdef' || word === 'ifndef') return { condition: words, outcome: word === 'ifdef' };
  if (word !== 'if' && word !== 'elif') return null;
  const defined = /^(!?)\s*defined\s*\(?\s*(\w+)\s*\)?$/.exec(words);
  return defined
    ? { condition: defined[2] ?? '', outcome: defined[1] === '' }
    : { condition: `if ${words}`, outcome: true };
}

/** Whether it is surely compiled: of a condition that is decided, only that branch is there. */
function isSure(walk: Walk, { condition, outcome }: Region): boolean {
  const tested = /^if (.*)$/s.exec(condition)?.[1];
  if (tested === undefined) return outcome && walk.symbols.define(condition) !== null;
  const first = walk.parse(tested)?.[0];
  const value = first?.kind === 'expression' ? constantValue(first.expression, walk.types) : null;
  return value !== null && (value !== 0n) === outcome;
}
