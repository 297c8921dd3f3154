/**
 * The headers of a text: read through a port, parsed once a version, in the order in which they are included; and
 * which ones were not found.
 */
import type { Include } from '../syntax/directive.js';
import { libraryMacros } from '../syntax/expand/library.js';
import type { Macros } from '../syntax/expand/table.js';
import type { Outline, SyntaxFile } from '../syntax/file.js';
import type { MacroLine } from '../syntax/directive.js';
import { isCompilerHeader, isKnownHeader, isNamedTypeDump, isTypeDump } from '../syntax/known-headers.js';
import type { Syntax, SyntaxSession } from '../syntax/syntax.js';
import { lineStarts } from '../text.js';
import { isSameFor, rememberingMacros, type Behind } from './header-macros.js';

/** A file that was read for an include; `path` is absolute, or whatever the reader knows files by. */
export interface IncludedFile {
  readonly path: string;
  readonly text: string;
}

/** Found, but not to be read: a dump of the kernel's types, or what is too large or no text. */
export type Unread = 'type dump' | 'unread';

/** Finds included files. Never throws; gives null for what it does not find or must not look at. */
export interface IncludeReader {
  read(include: Pick<Include, 'path' | 'form'>, from: string): IncludedFile | Unread | null;
  /** The macros of the command line that compiles the text, as after `-D`: `NAME` or `NAME=VALUE`. */
  defines?(): readonly string[];
}

export interface Header extends IncludedFile {
  readonly lines: readonly number[];
  readonly file: SyntaxFile;
}

/** What the includes of a text lead to. */
export interface Reached {
  /** Each once, an included one before its includer. */
  readonly headers: readonly Header[];
  /** The macros behind them; the same object for as long as no definition changes. */
  readonly macros: Macros;
  /** Those of the command line, in front of the text. */
  readonly before: Macros;
  /** The paths, as written, of what was not found. */
  readonly missing: readonly string[];
  /** Whether a dump of the kernel's types is among them, by whatever name. */
  readonly hasTypeDump: boolean;
}

/** Parsed headers, shared by all documents. */
export interface HeaderStore {
  /** `outline` gives the text's, where these macros are defined before it. */
  reach(outline: (before: Macros) => Outline, path: string, reader: IncludeReader): Reached;
}

/** What people call a folder of headers, for readers that look for one; the first is the folder itself. */
export const headerFolders = ['.', 'include', 'headers', 'lib'] as const;

const mostHeaders = 200;
const mostDepth = 20;
/** UTF-16 code units of all headers of one text together. */
const mostText = 4 * 1024 * 1024;

/** A header's session, and the header as it was parsed last with the macros before it. */
interface Opened {
  readonly session: SyntaxSession;
  readonly parsed: { readonly header: Header; readonly before: Macros; readonly outer: Macros } | null;
}

interface Parser {
  /** The header where some macros are defined before it, and `outer` behind what it includes. */
  parse(file: IncludedFile, before: Macros, outer: Macros): Header;
  /** What it includes and defines where some macros are defined before it. */
  outline(file: IncludedFile, before: Macros): Outline;
}

/**
 * Parses each header once, whoever includes it, unless a macro that it uses means something else there; forgets those
 * that were not asked for in a long while.
 */
export function headerStore(syntax: Syntax): HeaderStore {
  const opened = new Map<string, Opened>();
  const parse = ({ path, text }: IncludedFile, before: Macros, outer: Macros): Header => {
    const { session, parsed } = opened.get(path) ?? { session: syntax.open(), parsed: null };
    const isWhole = parsed?.header.file.incomplete !== 'time';
    const isSame = parsed?.header.text === text && isSameFor(text, parsed.before, before);
    if (isSame && isWhole && isSameFor(text, parsed.outer, outer)) return parsed.header;
    const header = { path, text, lines: lineStarts(text), file: session.parse(text, outer, before) };
    opened.delete(path);
    opened.set(path, { session, parsed: { header, before, outer } });
    forgetOldest(opened);
    return header;
  };
  const outline = ({ path, text }: IncludedFile, before: Macros): Outline => {
    const { session, parsed } = opened.get(path) ?? { session: syntax.open(), parsed: null };
    if (parsed?.header.text === text && isSameFor(text, parsed.before, before)) return parsed.header.file;
    opened.set(path, { session, parsed });
    return session.outline(text, before, before);
  };
  const behind = rememberingMacros();
  const commandLine = commandLineMacros(syntax, behind);
  return {
    reach(outlineOf, path, reader) {
      const before = commandLine(reader.defines?.() ?? []);
      return gather(outlineOf(before), path, reader, { parse, outline }, behind, before);
    },
  };
}

/** What a compiler puts before the text for its `-D`; the same object for the same ones. */
function commandLineMacros(syntax: Syntax, behind: Behind): (defines: readonly string[]) => Macros {
  let last: { readonly text: string; readonly macros: Macros } | null = null;
  return (defines) => {
    const lines = defines.map(
      (each) => `#define ${each.includes('=') ? each.replace('=', ' ') : `${each} 1`}\n`,
    );
    const text = lines.join('');
    if (text === '') return libraryMacros;
    if (last?.text === text) return last.macros;
    const session = syntax.open();
    const macros = behind(libraryMacros, session.parse(text).macroLines);
    session.dispose();
    return (last = { text, macros }).macros;
  };
}

function forgetOldest(opened: Map<string, Opened>): void {
  const [oldest] = opened;
  if (!oldest || opened.size <= 2 * mostHeaders) return;
  oldest[1].session.dispose();
  opened.delete(oldest[0]);
}

function gather(
  root: Outline,
  rootPath: string,
  reader: IncludeReader,
  parser: Parser,
  behind: Behind,
  commandLine: Macros,
): Reached {
  const headers: Header[] = [];
  const missing = new Set<string>();
  const seen = new Set([rootPath]);
  let hasTypeDump = false;
  let left = mostText;
  /** The macros behind the includes of a file, and those of its own that stand between them. */
  const visit = ({ includes, macroLines }: Outline, path: string, depth: number, before: Macros): Macros => {
    let macros = before;
    let at = 0;
    for (const include of depth < mostDepth ? includes : []) {
      const found = isKnownHeader(include) ? 'unread' : find(include, path, reader);
      if (found === null) missing.add(include.path);
      hasTypeDump ||= found === 'type dump';
      if (found === null || typeof found === 'string') continue;
      if (seen.has(found.path) || seen.size > mostHeaders || found.text.length > left) continue;
      seen.add(found.path);
      left -= found.text.length;
      macros = behind(macros, between(macroLines, at, include.span.start));
      at = include.span.start;
      const around = visit(parser.outline(found, macros), found.path, depth + 1, macros);
      const header = parser.parse(found, macros, around);
      headers.push(header);
      macros = behind(around, header.file.macroLines);
    }
    return macros;
  };
  visit(root, rootPath, 0, commandLine);
  const macros = headers.reduce<Macros>((all, { file }) => behind(all, file.macroLines), commandLine);
  return { headers, macros, before: commandLine, missing: [...missing], hasTypeDump };
}

function between(lines: readonly MacroLine[], from: number, to: number): readonly MacroLine[] {
  return lines.some(({ at }) => from <= at && at < to) ? lines.filter(({ at }) => from <= at && at < to) : [];
}

/** Null for what a project should have and does not; dumps and the compiler's own headers may lie anywhere. */
function find(include: Include, from: string, reader: IncludeReader): IncludedFile | Unread | null {
  const found = reader.read(include, from);
  if (found === null) {
    if (isNamedTypeDump(include.path)) return 'type dump';
    return isCompilerHeader(include) ? 'unread' : null;
  }
  if (typeof found === 'string') return found;
  return isTypeDump(found.path, found.text.length, found.text) ? 'type dump' : found;
}
