/** What a file says before any of it is parsed: tokens, directives, comments, and where its items lie. */
import type { Comment } from './file.js';
import type { Certainty, Define, Definition, Include, MacroLine } from './directive.js';
import { liveTokens } from './branches.js';
import { Live } from './lexed.js';
import type { Change } from './change.js';
import { directiveName, keptMacro, parseDefine, parseInclude, undefinedName } from './directives.js';
import { Kind, lex, relex, type Tokens } from './lexer.js';
import { type Segment, segments } from './segments.js';
import type { Outside } from './macro-scope.js';
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
  outside: Outside,
): Scan {
  const tokens = before && change ? relex(text, before.tokens, change) : lex(text);
  const live = liveTokens(text, tokens, outside);
  return {
    text,
    tokens,
    live,
    segments: segments(text, tokens, live),
    ...memory.read(text, tokens, live, outside),
    comments: commentsOf(text, tokens),
  };
}

interface Line {
  readonly define: Define | null;
  readonly include: Include | null;
  /** The name that an `#undef` takes back. */
  readonly undefined: string | null;
  /** What `#pragma push_macro` or `pop_macro` names. */
  readonly kept: ReturnType<typeof keptMacro>;
}

/** Remembers what each directive says, so that a line is read once. */
export class DirectiveMemory {
  private known = new Map<string, Line>();

  read(
    text: string,
    tokens: Tokens,
    live: Uint8Array,
    { behind }: Outside,
  ): Pick<Scan, 'defines' | 'includes' | 'macroLines'> {
    const pushed = new Map<string, (Definition | null)[]>();
    const meaning = (name: string): Definition | null =>
      (macroLines.findLast((line) => line.name === name) ?? { definition: behind.get(name) ?? null })
        .definition;
    const defines: Define[] = [];
    const macroLines: MacroLine[] = [];
    const includes: Include[] = [];
    const next = new Map<string, Line>();
    for (
      let i = tokens.kinds.indexOf(Kind.directive);
      i >= 0 && i < tokens.count;
      i = tokens.kinds.indexOf(Kind.directive, i + 1)
    ) {
      if (live[i] === Live.dead) continue;
      const start = tokens.starts[i] ?? 0;
      const source = text.slice(start, tokens.ends[i]);
      const certainty = certaintyOf(live[i]);
      const key = `${certainty} ${source}`;
      const line = next.get(key) ?? this.known.get(key) ?? readLine(source, certainty);
      next.set(key, line);
      if (line.define) {
        defines.push(moved(line.define, start));
        macroLines.push({ name: line.define.name, definition: line.define.definition, at: start });
      }
      if (line.undefined !== null) macroLines.push({ name: line.undefined, definition: null, at: start });
      if (line.kept) {
        const { name, isPush } = line.kept;
        const saved = pushed.get(name) ?? [];
        pushed.set(name, saved);
        if (isPush) saved.push(meaning(name));
        else if (saved.length > 0) macroLines.push({ name, definition: saved.pop() ?? null, at: start });
      }
      if (line.include) includes.push({ ...line.include, span: shift(line.include.span, start) });
    }
    this.known = next;
    return { defines, macroLines, includes };
  }
}

function certaintyOf(flag: number | undefined): Certainty {
  return flag === Live.open ? 'open' : flag === Live.default ? 'default' : 'sure';
}

function readLine(source: string, certainty: Certainty): Line {
  const line = detached(source);
  const span = { start: 0, end: line.length };
  const name = directiveName(line, 0);
  const isInclude = name === 'include' || name === 'include_next' || name === 'import';
  return {
    define: name === 'define' ? parseDefine(line, span, certainty) : null,
    include: isInclude ? parseInclude(line, span) : null,
    undefined: undefinedName(line, span),
    kept: keptMacro(line, span),
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
