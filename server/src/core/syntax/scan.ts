/** What a file says before any of it is parsed: tokens, directives, comments, and where its items lie. */
import type { Comment, Define, Include } from './ast.js';
import { liveTokens } from './branches.js';
import { directiveName, parseDefine, parseInclude } from './directives.js';
import { Kind, lex, type Tokens } from './lexer.js';
import { type Segment, segments } from './segments.js';

export interface Scan {
  readonly tokens: Tokens;
  readonly live: Uint8Array;
  readonly segments: readonly Segment[];
  readonly defines: readonly Define[];
  readonly includes: readonly Include[];
  readonly comments: readonly Comment[];
}

/** Scans any text; never throws. Directives in branches that are never compiled are left out. */
export function scan(text: string): Scan {
  const tokens = lex(text);
  const live = liveTokens(text, tokens);
  const { defines, includes } = directives(text, tokens, live);
  return { tokens, live, segments: segments(text, tokens, live), defines, includes, comments: commentsOf(text, tokens) };
}

function directives(text: string, tokens: Tokens, live: Uint8Array): { readonly defines: readonly Define[]; readonly includes: readonly Include[] } {
  const defines: Define[] = [];
  const includes: Include[] = [];
  for (let i = 0; i < tokens.count; i++) {
    if (tokens.kinds[i] !== Kind.directive || live[i] === 0) continue;
    const span = { start: tokens.starts[i] ?? 0, end: tokens.ends[i] ?? 0 };
    const name = directiveName(text, span.start);
    const define = name === 'define' ? parseDefine(text, span) : null;
    const include = name === 'include' ? parseInclude(text, span) : null;
    if (define) defines.push(define);
    if (include) includes.push(include);
  }
  return { defines, includes };
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
