/** What a file says before any of it is parsed: tokens, directives, comments, and where its items lie. */
import type { Comment } from './file.js';
import type { Define, MacroLine } from './directive.js';
import { liveTokens } from './branches.js';
import type { Change } from './change.js';
import { directiveName, parseDefine, parseInclude, undefinedName } from './directives.js';
import type { Include } from './directive.js';
import { Kind, lex, relex, type Tokens } from './lexer.js';
import { type Segment, segments } from './segments.js';
import { shift } from '../text.js';

/** What was found; offsets are absolute. */
export interface Scan {
  readonly text: string;
  readonly tokens: Tokens;
  readonly live: Uint8Array;
  readonly segments: readonly Segment[];
  readonly defines: readonly Define[];
  readonly macroLines: readonly MacroLine[];
  readonly includes: readonly Include[];
  readonly comments: readonly Comment[];
}

/** Scans any text; never throws. Directives in branches that are never compiled are left out. */
export function scan(
  text: string,
  memory: DirectiveMemory,
  before: Scan | null,
  change: Change | null,
): Scan {
  const tokens = before && change ? relex(text, before.tokens, change) : lex(text);
  const live = liveTokens(text, tokens);
  return {
    text,
    tokens,
    live,
    segments: segments(text, tokens, live),
    ...memory.read(text, tokens, live),
    comments: commentsOf(text, tokens),
  };
}

interface Line {
  readonly define: Define | null;
  readonly include: Include | null;
  /** The name that an `#undef` takes back. */
  readonly undefined: string | null;
}

/** Remembers what each directive says, so that a line is read once. */
export class DirectiveMemory {
  private known = new Map<string, Line>();

  read(text: string, tokens: Tokens, live: Uint8Array): Pick<Scan, 'defines' | 'includes' | 'macroLines'> {
    const defines: Define[] = [];
    const macroLines: MacroLine[] = [];
    const includes: Include[] = [];
    const next = new Map<string, Line>();
    for (
      let i = tokens.kinds.indexOf(Kind.directive);
      i >= 0 && i < tokens.count;
      i = tokens.kinds.indexOf(Kind.directive, i + 1)
    ) {
      if (live[i] === 0) continue;
      const start = tokens.starts[i] ?? 0;
      const source = text.slice(start, tokens.ends[i]);
      const line = next.get(source) ?? this.known.get(source) ?? readLine(source);
      next.set(source, line);
      if (line.define) {
        defines.push(moved(line.define, start));
        macroLines.push({ name: line.define.name, definition: line.define.definition, at: start });
      }
      if (line.undefined !== null) macroLines.push({ name: line.undefined, definition: null, at: start });
      if (line.include) includes.push({ ...line.include, span: shift(line.include.span, start) });
    }
    this.known = next;
    return { defines, macroLines, includes };
  }
}

function readLine(source: string): Line {
  const line = detached(source);
  const span = { start: 0, end: line.length };
  const name = directiveName(line, 0);
  const isInclude = name === 'include' || name === 'include_next' || name === 'import';
  return {
    define: name === 'define' ? parseDefine(line, span) : null,
    include: isInclude ? parseInclude(line, span) : null,
    undefined: undefinedName(line, span),
  };
}

function moved(define: Define, by: number): Define {
  return { ...define, span: shift(define.span, by), nameSpan: shift(define.nameSpan, by) };
}

/** A copy that does not keep the whole file alive, as a slice does. */
export function detached(slice: string): string {
  return `${slice}\0`.slice(0, -1);
}

function commentsOf(text: string, tokens: Tokens): readonly Comment[] {
  const comments: Comment[] = [];
  for (let i = 0; i + 1 < tokens.comments.length; i += 2) {
    const start = tokens.comments[i] ?? 0;
    const end = tokens.comments[i + 1] ?? 0;
    comments.push({ span: { start, end }, text: text.slice(start, end) });
  }
  return comments;
}
