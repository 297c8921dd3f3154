/**
 * Looks up in the text of source files what a log says of a place: a file's name and line, or on older kernels only
 * the line's text. Knows C no better than brackets, and never guesses between two equal lines.
 */
import { unitsIn, type Span } from '../text.js';

export interface SourceText {
  readonly path: string;
  readonly text: string;
}

/** A line of a source file, from 0. */
export interface SourceLine {
  readonly path: string;
  readonly line: number;
}

export interface Sources {
  /** Whether no source was given at all. */
  readonly isEmpty: boolean;
  /** The given file that a log means by a name; null where none, or more than one, ends in it. */
  fileNamed(name: string): string | null;
  /** Every line with this text, space aside; with a function's name only those inside of it, where it is known. */
  linesWith(text: string, inside: string | null): readonly SourceLine[];
  /** The line on which a function's name stands where it is defined; null where that is unknown. */
  definition(name: string): SourceLine | null;
  /** The member that is named at a place, with its elements: `src_ip6[0]`; null for any other place. Column in bytes. */
  memberAt(place: {
    readonly file: string | null;
    readonly line: number | null;
    readonly column: number | null;
  }): string | null;
  /** The closing bracket of a function with more than one `return`; null for any other. */
  sharedExit(name: string): SourceLine | null;
}

export function sourcesOf(files: readonly SourceText[]): Sources {
  const indexed = files.map((file) => ({
    ...file,
    lines: file.text.split(/\r\n|\r|\n/).map((line) => line.trim()),
  }));
  const definitions = new Map<string, Definition | null>();
  const define = (name: string): Definition | null => {
    const known = definitions.get(name);
    if (known !== undefined) return known;
    const found = indexed.flatMap((file) => definitionIn(file, name) ?? []).at(0) ?? null;
    definitions.set(name, found);
    return found;
  };
  return {
    isEmpty: files.length === 0,
    fileNamed: (name) => fileNamed(files, name),
    linesWith(text, inside) {
      const all = indexed.flatMap(({ path, lines }) =>
        lines.flatMap((each, line) => (each === text ? [{ path, line }] : [])),
      );
      const extent = inside === null ? null : define(inside);
      const within = all.filter(
        ({ path, line }) => path === extent?.path && line >= extent.start && line <= extent.end,
      );
      return within.length > 0 ? within : all;
    },
    definition: (name) => {
      const found = define(name);
      return found && { path: found.path, line: found.start };
    },
    memberAt({ file, line, column }) {
      if (line === null || column === null) return null;
      const text = files.find(({ path }) => path === file)?.text.split(/\r\n|\r|\n/)[line] ?? '';
      const at = unitsIn(text, column);
      if (!/(?:->|\.)\s*$/.test(text.slice(0, at))) return null;
      return /^[A-Za-z_]\w*(?:\[\w+\])*/.exec(text.slice(at))?.[0] ?? null;
    },
    sharedExit: (name) => {
      const found = define(name);
      return found && found.returns > 1 ? { path: found.path, line: found.end } : null;
    },
  };
}

function fileNamed(files: readonly SourceText[], name: string): string | null {
  const parts = (path: string): readonly string[] => path.split(/[\\/]/).filter((part) => part !== '.');
  const wanted = parts(name);
  const shared = ({ path }: SourceText): number => {
    const own = parts(path);
    let same = 0;
    while (same < own.length && same < wanted.length && own.at(-1 - same) === wanted.at(-1 - same)) same++;
    return same;
  };
  const best = Math.max(0, ...files.map(shared));
  const found = best === 0 ? [] : files.filter((file) => shared(file) === best);
  return found.length === 1 ? (found[0]?.path ?? null) : null;
}

/** The lines from a function's name to its closing bracket. */
interface Definition {
  readonly path: string;
  readonly start: number;
  readonly end: number;
  /** How often `return` stands in it; 0 where a macro makes the function. */
  readonly returns: number;
}

function definitionIn({ path, text }: SourceText, name: string): Definition | null {
  if (!/^\w+$/.test(name)) return null;
  // Either `name(` or `BPF_PROG(name`, both within the bracket of the parameters.
  for (const match of text.matchAll(
    new RegExp(`\\b(?:${name}\\s*\\(|[A-Z_]{4,}\\s*\\(\\s*${name}\\b)`, 'g'),
  )) {
    const body = bodyBehind(text, match.index + match[0].length);
    if (!body) continue;
    const returns = match[0].startsWith(name) ? returnsIn(text.slice(body.start, body.end)) : 0;
    return { path, start: lineOf(text, match.index), end: lineOf(text, body.end - 1), returns };
  }
  return null;
}

function returnsIn(body: string): number {
  const code = body.replace(/\/\*[^]*?\*\/|\/\/.*|"(?:[^"\\\n]|\\.)*"/g, '');
  return code.match(/\breturn\b/g)?.length ?? 0;
}

/** The brackets of a body that follows a list of parameters; null where something else follows. */
function bodyBehind(text: string, parameters: number): Span | null {
  const end = closing(text, parameters, '(', ')');
  if (end < 0) return null;
  const between = /^(?:\s|\/\*[^]*?\*\/|\/\/.*)*/.exec(text.slice(end))?.[0].length ?? 0;
  const open = end + between;
  if (text[open] !== '{') return null;
  const close = closing(text, open + 1, '{', '}');
  return close < 0 ? null : { start: open, end: close };
}

/** The offset behind the bracket that closes what was opened before `at`; comments and strings are skipped. */
function closing(text: string, at: number, open: string, close: string): number {
  const tokens = /\/\*[^]*?\*\/|\/\/.*|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|[(){}]/g;
  tokens.lastIndex = at;
  let depth = 1;
  for (let match = tokens.exec(text); match; match = tokens.exec(text)) {
    if (match[0] === open) depth++;
    else if (match[0] === close && --depth === 0) return tokens.lastIndex;
  }
  return -1;
}

function lineOf(text: string, offset: number): number {
  return text.slice(0, offset).split('\n').length - 1;
}
