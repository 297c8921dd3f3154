/**
 * Preprocessor lines one at a time: `#define`, `#include`, and what a condition says on its own. Knows nothing of
 * the lines around them but the macros that they define.
 */
import type { Certainty, Define, Include } from './directive.js';
import type { Span } from '../text.js';
import { conditionValue, type MacroLookup } from './conditions.js';

/** A conditional line; `value` is null unless the condition is settled whatever the build. */
export interface Condition {
  readonly kind: 'if' | 'elif' | 'else' | 'endif';
  readonly value: boolean | null;
}

const NAME = /#\s*([A-Za-z_]+)/y;

/** The word after `#`, or '' when there is none. `start` is the offset of the `#`. */
export function directiveName(text: string, start: number): string {
  NAME.lastIndex = start;
  return NAME.exec(text)?.[1] ?? '';
}

/** Which conditional a line is; null for another directive. */
export function conditional(text: string, { start }: Span): Condition['kind'] | null {
  const name = directiveName(text, start);
  if (name === 'endif' || name === 'else') return name;
  return name.startsWith('elif') ? 'elif' : name.startsWith('if') ? 'if' : null;
}

/** The line as a conditional, or null when it is another directive. */
export function parseCondition(text: string, span: Span, scope: MacroLookup): Condition | null {
  const kind = conditional(text, span);
  if (kind === null || kind === 'endif' || kind === 'else') return kind && { kind, value: null };
  const name = directiveName(text, span.start);
  const rest = plain(text.slice(span.start, span.end)).replace(/^#\s*\w+\s*/, '');
  return { kind, value: settled(name, rest, scope) };
}

function settled(directive: string, rest: string, scope: MacroLookup): boolean | null {
  if (directive === 'if' || directive === 'elif') return conditionValue(rest, scope);
  const found = scope.lookup(/^[\w$]+/.exec(rest)?.[0] ?? '');
  return found === 'unknown' ? null : (found === 'absent') === directive.endsWith('ndef');
}

/** `#pragma push_macro("NAME")` and its counterpart; null for another line. */
export function keptMacro(
  text: string,
  span: Span,
): { readonly name: string; readonly isPush: boolean } | null {
  if (directiveName(text, span.start) !== 'pragma') return null;
  const line = plain(text.slice(span.start, span.end));
  const [, word, name] = /^#\s*pragma\s+(push|pop)_macro\s*\(\s*"([\w$]+)"\s*\)/.exec(line) ?? [];
  return name === undefined ? null : { name, isPush: word === 'push' };
}

/** The name in `#undef NAME`; null for another directive. */
export function undefinedName(text: string, span: Span): string | null {
  if (directiveName(text, span.start) !== 'undef') return null;
  return /^#\s*undef\s+([\w$]+)/.exec(text.slice(span.start, span.end))?.[1] ?? null;
}

const DEFINE = /#\s*define\s+([A-Za-z_$][\w$]*)(\([^)]*\))?/y;

/** The line as a `#define`, or null. Line splices and comments are gone from its body. */
export function parseDefine(text: string, span: Span, certainty: Certainty = 'sure'): Define | null {
  const line = text.slice(span.start, span.end);
  DEFINE.lastIndex = 0;
  const match = DEFINE.exec(line);
  const name = match?.[1];
  if (!match || name === undefined) return null;
  const nameStart = span.start + match[0].length - (match[2]?.length ?? 0) - name.length;
  const body = plain(line.slice(match[0].length));
  const params = match[2] === undefined ? null : paramNames(match[2]);
  const variadic = match[2]?.includes('...') ?? false;
  const definition = { name, params, variadic, certainty, body, source: line, bodyStart: match[0].length };
  const nameSpan = { start: nameStart, end: nameStart + name.length };
  return { name, params, variadic, body, span, nameSpan, definition };
}

function paramNames(list: string): readonly string[] {
  const names = plain(list)
    .slice(1, -1)
    .split(',')
    .map((name) => name.trim());
  return names
    .filter((name) => name !== '')
    .map((name) => (name === '...' ? '__VA_ARGS__' : name.replace(/\s*\.\.\.$/, '')));
}

/** Text without line splices and comments, trimmed; literals are left as they are. */
function plain(text: string): string {
  const joined = text.replace(/\\\r?\n/g, ' ');
  if (!joined.includes('/')) return joined.trim();
  return joined
    .replace(/"(?:[^"\\]|\\.)*"|\/\*[^]*?(?:\*\/|$)|\/\/.*/g, (part) => (part.startsWith('"') ? part : ' '))
    .trim();
}

const INCLUDE = /#\s*(?:include|include_next|import)\s*(?:"([^"\n]*)"|<([^>\n]*)>)/y;

/** The line as an `#include` with a literal path, or null. */
export function parseInclude(text: string, span: Span): Include | null {
  const line = text.slice(span.start, span.end);
  INCLUDE.lastIndex = 0;
  const match = INCLUDE.exec(line);
  if (!match) return null;
  const form = match[1] === undefined ? 'angled' : 'quoted';
  return { path: match[1] ?? match[2] ?? '', form, span };
}
