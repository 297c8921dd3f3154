/**
 * The branches of `#if` in a text, and what each asks. Knows directives as the lexer finds them: what stands in a comment
 * or a string is none. Whether a macro is defined, others say.
 */
import { parseCondition } from './directives.js';
import { conditionValue, macroScope } from './conditions.js';
import type { Define } from './directive.js';
import { Kind, lex } from './lexer.js';
import type { Span } from '../text.js';

/** A branch: compiled if the condition comes out as `outcome`, and those before it did not. */
export interface Region extends Span {
  /** The name that is asked for by `#ifdef` or `defined`; else `if` and the expression. */
  readonly condition: string;
  readonly outcome: boolean;
}

/** All branches of conditions in a text; outer ones come before those in them. One that is not closed is left out. */
export function regionsIn(text: string): readonly Region[] {
  const regions: Region[] = [];
  const open: (Omit<Region, 'end'> | null)[] = [];
  const tokens = lex(text);
  const scope = macroScope();
  for (
    let i = tokens.kinds.indexOf(Kind.directive);
    i >= 0;
    i = tokens.kinds.indexOf(Kind.directive, i + 1)
  ) {
    const span = { start: tokens.starts[i] ?? 0, end: tokens.ends[i] ?? 0 };
    const kind = i < tokens.count ? parseCondition(text, span, scope)?.kind : undefined;
    if (!kind) continue;
    const last = kind === 'if' ? null : (open.pop() ?? null);
    if (last) regions.push({ ...last, end: span.start });
    if (kind === 'else') open.push(last && { ...last, start: span.end, outcome: !last.outcome });
    else if (kind !== 'endif') open.push({ start: span.end, ...asked(text.slice(span.start, span.end)) });
  }
  return regions.sort((a, b) => a.start - b.start || b.end - a.end);
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
  const value = conditionValue(expression, { lookup: (name) => define(name) ?? 'unknown' });
  return value === null ? null : value === outcome;
}

/** The macros that decide a condition. */
export function namesAsked({ condition }: Region): readonly string[] {
  const expression = /^if (.*)$/s.exec(condition)?.[1] ?? condition;
  return (expression.match(/[A-Za-z_]\w*/g) ?? []).filter((name) => name !== 'defined');
}
