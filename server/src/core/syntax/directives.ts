/**
 * Preprocessor lines one at a time: `#define`, `#include`, and what a condition says on its own. Knows nothing of
 * the lines around them but the macros that they define.
 */
import type { Define } from './directive.js';
import type { Span } from '../text.js';
import { conditionValue, type MacroScope } from './conditions.js';
import type { Include } from './directive.js';

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

/** The line as a conditional, or null when it is another directive. */
export function parseCondition(text: string, span: Span, scope: MacroScope): Condition | null {
  const name = directiveName(text, span.start);
  if (name === 'endif' || name === 'else') return { kind: name, value: null };
  const kind = name.startsWith('elif') ? 'elif' : name.startsWith('if') ? 'if' : null;
  if (!kind) return null;
  const rest = plain(text.slice(span.start, span.end)).replace(/^#\s*\w+\s*/, '');
  return { kind, value: settled(name, rest, scope) };
}

function settled(directive: string, rest: string, scope: MacroScope): boolean | null {
  if (directive === 'if' || directive === 'elif') return conditionValue(rest, scope);
  const found = scope.lookup(/^[\w$]+/.exec(rest)?.[0] ?? '');
  return found === 'unknown' ? null : (found === 'absent') === directive.endsWith('ndef');
}

/** The name in `#undef NAME`; null for another directive. */
export function undefinedName(text: string, span: Span): string | null {
  if (directiveName(text, span.start) !== 'undef') return null;
  return /^#\s*undef\s+([\w$]+)/.exec(text.slice(span.start, span.end))?.[1] ?? null;
}

const DEFINE = /#\s*define\s+([A-Za-z_$][\w$]*)(\([^)]*\))?/y;

/** The line as a `#define`, or null. Line splices and comments are gone from its body. */
export function parseDefine(text: string, span: Span): Define | null {
  const line = text.slice(span.start, span.end);
  DEFINE.lastIndex = 0;
  const match = DEFINE.exec(line);
  const name = match?.[1];
  if (!match || name === undefined) return null;
  const nameStart = span.start + match[0].length - (match[2]?.length ?? 0) - name.length;
  const body = plain(line.slice(match[0].length));
  const params = match[2] === undefined ? null : paramNames(match[2]);
  const variadic = match[2]?.includes('...') ?? false;
  const definition = { name, params, variadic, source: line, bodyStart: match[0].length };
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
