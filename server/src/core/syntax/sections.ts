/**
 * What a section mark names: adds up its strings through the macros of the file. Knows `SEC` and string macros;
 * not what a section means.
 */
import type { SectionMark } from './file.js';
import { Kind, lex, type Tokens } from './lexer.js';
import type { Macros } from './macros.js';
import { stringValue } from './literals.js';
import { SECTION_WORDS } from './words.js';

/** A section mark as it stands in an item, before its name is worked out. Offsets relative to the segment. */
export interface RawSection {
  readonly start: number;
  readonly end: number;
  /** The macro of the file that holds the section, else null. */
  readonly macro: string | null;
  /** What stands between the parentheses of the section word or of the macro. */
  readonly argument: string;
  /** Span of the string literals, or of the whole mark. */
  readonly nameStart: number;
  readonly nameEnd: number;
}

const MAX_DEPTH = 12;

type Bindings = ReadonlyMap<string, string>;
const NONE: Bindings = new Map();

/** The mark with absolute offsets; its name is null when a part is not defined in this file. */
export function resolveSection(raw: RawSection, base: number, macros: Macros): SectionMark {
  const name =
    raw.macro === null ? evaluate(raw.argument, NONE, macros, 0) : expand(raw.macro, raw.argument, macros, 0);
  return {
    span: { start: base + raw.start, end: base + raw.end },
    name,
    nameSpan: { start: base + raw.nameStart, end: base + raw.nameEnd },
    macro: raw.macro,
  };
}

/** The section name inside a macro's expansion. */
function expand(macro: string, argument: string, macros: Macros, depth: number): string | null {
  const define = macros.all.get(macro);
  if (!define || depth > MAX_DEPTH) return null;
  const bindings = bind(define.params, argument);
  const { body } = define;
  const tokens = lex(body);
  for (let i = 0; i < tokens.count; i++) {
    const word = textOf(body, tokens, i);
    if (tokens.kinds[i] !== Kind.word) continue;
    if (SECTION_WORDS.has(word) || word === 'section' || word === '__section__') {
      return evaluate(groupAfter(body, tokens, i), bindings, macros, depth + 1);
    }
    if (macros.sections.has(word))
      return expand(word, substitute(groupAfter(body, tokens, i), bindings), macros, depth + 1);
  }
  return null;
}

/** The value of a sequence of string literals, macros and parameters. */
function evaluate(source: string, bindings: Bindings, macros: Macros, depth: number): string | null {
  if (depth > MAX_DEPTH) return null;
  if (/^"[^"\\\n]*"$/.test(source)) return source.slice(1, -1);
  const tokens = lex(source);
  let value = '';
  for (let i = 0; i < tokens.count; i++) {
    const word = textOf(source, tokens, i);
    if (tokens.kinds[i] === Kind.string) value += stringValue(word);
    else if (word === '#' && i + 1 < tokens.count)
      value += bindings.get(textOf(source, tokens, ++i))?.trim() ?? '';
    else {
      const part =
        tokens.kinds[i] === Kind.word
          ? wordValue(word, groupAfter(source, tokens, i), bindings, macros, depth)
          : null;
      if (part === null) return null;
      value += part;
      if (isCall(source, tokens, i)) i = groupEnd(source, tokens, i + 1);
    }
  }
  return tokens.count > 0 ? value : null;
}

function wordValue(
  word: string,
  group: string,
  bindings: Bindings,
  macros: Macros,
  depth: number,
): string | null {
  const bound = bindings.get(word);
  if (bound !== undefined) return evaluate(bound, NONE, macros, depth + 1);
  const define = macros.all.get(word);
  if (define)
    return evaluate(define.body, bind(define.params, substitute(group, bindings)), macros, depth + 1);
  return word === '__stringify' ? stringify(substitute(group, bindings), macros) : null;
}

function stringify(argument: string, macros: Macros): string {
  const body = macros.all.get(argument.trim());
  return body?.params === null ? body.body : argument.trim();
}

function bind(params: readonly string[] | null, argument: string): Bindings {
  if (!params) return NONE;
  const args = splitArguments(argument);
  return new Map(
    params.map((param, i) => [param, i === params.length - 1 ? args.slice(i).join(',') : (args[i] ?? '')]),
  );
}

function splitArguments(argument: string): readonly string[] {
  const tokens = lex(argument);
  const parts: string[] = [];
  let depth = 0;
  let from = 0;
  for (let i = 0; i < tokens.count; i++) {
    const word = textOf(argument, tokens, i);
    if (word === '(') depth++;
    else if (word === ')') depth--;
    else if (word === ',' && depth === 0) {
      parts.push(argument.slice(from, tokens.starts[i]));
      from = tokens.ends[i] ?? from;
    }
  }
  return [...parts, argument.slice(from)];
}

function substitute(text: string, bindings: Bindings): string {
  return bindings.size === 0
    ? text
    : text.replace(/[A-Za-z_]\w*/g, (word) => bindings.get(word)?.trim() ?? word);
}

function textOf(source: string, tokens: Tokens, i: number): string {
  return source.slice(tokens.starts[i], tokens.ends[i]);
}

function isCall(source: string, tokens: Tokens, i: number): boolean {
  return i + 1 < tokens.count && textOf(source, tokens, i + 1) === '(';
}

function groupEnd(source: string, tokens: Tokens, open: number): number {
  let depth = 0;
  for (let i = open; i < tokens.count; i++) {
    const word = textOf(source, tokens, i);
    if (word === '(') depth++;
    else if (word === ')' && --depth === 0) return i;
  }
  return tokens.count - 1;
}

/** The text between the parentheses behind token `i`, or ''. */
function groupAfter(source: string, tokens: Tokens, i: number): string {
  if (!isCall(source, tokens, i)) return '';
  return source.slice(tokens.ends[i + 1], tokens.starts[groupEnd(source, tokens, i + 1)]);
}
