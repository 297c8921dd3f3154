/**
 * The branches of `#if` in a text, and what each asks. Knows directives as the lexer finds them: what stands in a comment
 * or a string is none. Whether a macro is defined, others say.
 */
import { conditional } from './directives.js';
import { conditionValue } from './conditions.js';
import type { Define } from './directive.js';
import { Live, type Lexed } from './lexed.js';
import { Kind, lex } from './lexer.js';
import { meaningOf } from './macro-scope.js';
import type { Span } from '../text.js';

/** A branch: compiled if the condition comes out as `outcome`, and those before it did not. */
export interface Region extends Span {
  /** The name that is asked for by `#ifdef` or `defined`; else `if` and the expression. */
  readonly condition: string;
  readonly outcome: boolean;
}

/**
 * The branches among some tokens of a text that only some builds compile, outer ones first; what is not closed is left
 * out. One that defines what it asks to be undefined gives a default, which is taken to hold.
 */
export function openRegions(lexed: Lexed, from: number, to: number): readonly Region[] {
  const regions: Region[] = [];
  const open: Opened[] = [];
  for (let i = from; i < to; i++) {
    if (lexed.tokens.kinds[i] !== Kind.directive || lexed.live[i] === Live.dead) continue;
    const around = open.at(-1);
    if (around && lexed.live[i] === Live.default) around.isOpen = false;
    const span = { start: lexed.tokens.starts[i] ?? 0, end: lexed.tokens.ends[i] ?? 0 };
    const kind = conditional(lexed.text, span);
    if (kind === null) continue;
    const last = kind === 'if' ? undefined : open.pop();
    if (last?.isOpen) regions.push({ ...last.region, end: span.start });
    if (kind !== 'endif') open.push(opened(lexed, i, span, kind === 'else' ? last : undefined));
  }
  return regions.sort(outerFirst);
}

/** A branch whose end was not reached. */
interface Opened {
  readonly region: Omit<Region, 'end'>;
  isOpen: boolean;
}

function opened({ text, live }: Lexed, i: number, { start, end }: Span, before: Opened | undefined): Opened {
  const { condition, outcome } = before
    ? { ...before.region, outcome: !before.region.outcome }
    : asked(text.slice(start, end));
  return { region: { start: end, condition, outcome }, isOpen: live[i] === Live.open };
}

function outerFirst(a: Region, b: Region): number {
  return a.start - b.start || b.end - a.end;
}

/** All branches of conditions in a text; outer ones come before those in them. One that is not closed is left out. */
export function regionsIn(text: string): readonly Region[] {
  const regions: Region[] = [];
  const open: (Omit<Region, 'end'> | null)[] = [];
  const tokens = lex(text);
  for (
    let i = tokens.kinds.indexOf(Kind.directive);
    i >= 0;
    i = tokens.kinds.indexOf(Kind.directive, i + 1)
  ) {
    const span = { start: tokens.starts[i] ?? 0, end: tokens.ends[i] ?? 0 };
    const kind = i < tokens.count ? conditional(text, span) : null;
    if (kind === null) continue;
    const last = kind === 'if' ? null : (open.pop() ?? null);
    if (last) regions.push({ ...last, end: span.start });
    if (kind === 'else') open.push(last && { ...last, start: span.end, outcome: !last.outcome });
    else if (kind !== 'endif') open.push({ start: span.end, ...asked(text.slice(span.start, span.end)) });
  }
  return regions.sort(outerFirst);
}

/** `#ifdef X` and `#if defined(X)` ask the same. */
function asked(line: string): Pick<Region, 'condition' | 'outcome'> {
  const [, word = '', rest = ''] = /^#\s*(\w+)(.*)$/s.exec(line) ?? [];
  const words = rest.replace(/\/\*.*?(?:\*\/|$)|\/\/.*/gs, ' ').trim();
  if (word.endsWith('def')) return { condition: words, outcome: !word.endsWith('ndef') };
  const defined = /^(!?)\s*defined\s*\(?\s*(\w+)\s*\)?$/.exec(words);
  return defined
    ? { condition: defined[2] ?? '', outcome: defined[1] === '' }
    : { condition: `if ${words}`, outcome: true };
}

/**
 * Whether a region is surely compiled, or surely not; null where a macro decides that `define` does not know: the
 * compiler, the command line or a header that was not read may define it.
 */
export function isCompiled(
  { condition, outcome }: Region,
  define: (name: string) => Define | null,
): boolean | null {
  const expression = /^if (.*)$/s.exec(condition)?.[1] ?? `defined(${condition})`;
  const value = conditionValue(expression, { lookup: (name) => meaningOf(define(name)?.definition) });
  return value === null ? null : value === outcome;
}
