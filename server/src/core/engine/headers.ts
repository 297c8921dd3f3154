/** The headers of a text: read through a port, parsed once a version, in the order in which they are included. */
import type { SyntaxFile } from '../syntax/file.js';
import type { Include } from '../syntax/directives.js';
import type { Syntax, SyntaxSession } from '../syntax/syntax.js';
import { lineStarts } from '../text.js';

/** A file that was read for an include; `path` is absolute, or whatever the reader knows files by. */
export interface IncludedFile {
  readonly path: string;
  readonly text: string;
}

/** Finds included files. Never throws; gives null for what it does not find or must not read. */
export interface IncludeReader {
  read(include: Pick<Include, 'path' | 'form'>, from: string): IncludedFile | null;
}

export interface Header extends IncludedFile {
  readonly lines: readonly number[];
  readonly file: SyntaxFile;
}

/** Parsed headers, shared by all documents. */
export interface HeaderStore {
  /** All headers that `file` reaches, each once, an included one before its includer. */
  headersOf(file: SyntaxFile, path: string, reader: IncludeReader): readonly Header[];
}

const mostHeaders = 200;
const mostDepth = 20;
/** UTF-16 code units of all headers of one text together. */
const mostText = 4 * 1024 * 1024;

/** Headers whose content the tables stand for: the kernel's types, and libbpf's macros and helpers. */
const known =
  /(?:^|\/)(?:vmlinux[\w-]*|bpf_helpers|bpf_helper_defs|bpf_core_read|bpf_tracing|bpf_endian|usdt\.bpf|bpf_kfuncs)\.h$/;
const system = /^(?:linux|asm|asm-generic|sys|uapi|bits|net|netinet|arpa)\//;

function isKnown({ path, form }: Pick<Include, 'path' | 'form'>): boolean {
  return known.test(path) || (form === 'angled' && system.test(path));
}

/** Parses each header once, whoever includes it, and forgets those that were not asked for in a long while. */
export function headerStore(syntax: Syntax): HeaderStore {
  const parsed = new Map<string, Header & { readonly session: SyntaxSession }>();
  const parse = ({ path, text }: IncludedFile): Header => {
    const before = parsed.get(path);
    if (before?.text === text) return before;
    const session = before?.session ?? syntax.open();
    const header = { path, text, lines: lineStarts(text), file: session.parse(text), session };
    parsed.delete(path);
    parsed.set(path, header);
    forgetOldest(parsed);
    return header;
  };
  return { headersOf: (file, path, reader) => gather(file, path, reader, parse) };
}

function forgetOldest(parsed: Map<string, { readonly session: SyntaxSession }>): void {
  const [oldest] = parsed;
  if (!oldest || parsed.size <= 2 * mostHeaders) return;
  oldest[1].session.dispose();
  parsed.delete(oldest[0]);
}

function gather(
  root: SyntaxFile,
  rootPath: string,
  reader: IncludeReader,
  parse: (file: IncludedFile) => Header,
): readonly Header[] {
  const headers: Header[] = [];
  const seen = new Set([rootPath]);
  let left = mostText;
  const visit = (file: SyntaxFile, path: string, depth: number): void => {
    for (const include of depth < mostDepth ? file.includes : []) {
      const found = isKnown(include) ? null : reader.read(include, path);
      if (!found || seen.has(found.path) || seen.size > mostHeaders || found.text.length > left) continue;
      seen.add(found.path);
      left -= found.text.length;
      const header = parse(found);
      visit(header.file, header.path, depth + 1);
      headers.push(header);
    }
  };
  visit(root, rootPath, 0);
  return headers;
}
