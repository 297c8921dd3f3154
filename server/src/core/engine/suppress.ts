/**
 * Comments that silence findings:
 *   // ebpf-verdict-disable-line [ids]         this line
 *   // ebpf-verdict-disable-next-line [ids]    what begins on the next line
 *   // ebpf-verdict-disable [ids]              from here to `ebpf-verdict-enable` or the end of the file
 * Without ids a directive holds for every rule.
 */
import type { Finding } from '../finding.js';
import type { Comment } from '../syntax/file.js';
import { lineColumn, type Span } from '../text.js';

export type DirectiveVerb = 'disable-line' | 'disable-next-line' | 'disable' | 'enable';

export interface Directive {
  readonly verb: DirectiveVerb;
  /** Rule ids; empty means every rule. */
  readonly ids: readonly string[];
  /** Where each id stands. */
  readonly idSpans: readonly Span[];
  readonly comment: Span;
  /** The verb with its ids, without the comment's marks and without a reason. */
  readonly span: Span;
  /** Whether the comment begins with the directive and can go with it. */
  readonly isWholeComment: boolean;
  /** The line (from 0) that the comment ends on. */
  readonly line: number;
}

const pattern = /ebpf-verdict-(disable-next-line|disable-line|disable|enable)(?![\w-])([^*\r\n]*)/;

/** The directives among a file's comments, in order. Whatever follows `--` is a reason, for people. */
export function directivesIn(comments: readonly Comment[], lines: readonly number[]): readonly Directive[] {
  return comments.flatMap((comment) => {
    const match = pattern.exec(comment.text);
    return match ? [readDirective(comment, match, lines)] : [];
  });
}

function readDirective(comment: Comment, match: RegExpExecArray, lines: readonly number[]): Directive {
  const start = comment.span.start + match.index;
  const listed = (match[2] ?? '').split('--')[0] ?? '';
  const listStart = start + match[0].length - (match[2] ?? '').length;
  const words = [...listed.matchAll(/[^\s,]+/g)];
  const idSpans = words.map((word) => {
    const at = listStart + word.index;
    return { start: at, end: at + word[0].length };
  });
  return {
    verb: match[1] as DirectiveVerb,
    ids: words.map(([word]) => word),
    idSpans,
    comment: comment.span,
    span: { start, end: idSpans.at(-1)?.end ?? listStart },
    isWholeComment: /^\/[/*]+[!<]*\s*$/.test(comment.text.slice(0, match.index)),
    line: lineColumn(lines, comment.span.end).line,
  };
}

/** A directive with those of its ids that silenced nothing; with none where it is for every rule. */
export interface UnusedDirective {
  readonly directive: Directive;
  readonly ids: readonly string[];
}

export interface Suppressed {
  readonly findings: readonly Finding[];
  readonly unused: readonly UnusedDirective[];
}

/** The findings that no directive silences. */
export function suppress(
  findings: readonly Finding[],
  directives: readonly Directive[],
  lines: readonly number[],
): Suppressed {
  const used = new Map<Directive, Set<string>>();
  const left = findings.filter((finding) => {
    const silencing = directiveFor(finding, directives, lines);
    if (silencing) used.set(silencing, (used.get(silencing) ?? new Set()).add(finding.rule));
    return !silencing;
  });
  return { findings: left, unused: directives.flatMap((each) => unusedPart(each, used.get(each))) };
}

function unusedPart(directive: Directive, used: ReadonlySet<string> | undefined): UnusedDirective[] {
  if (directive.verb === 'enable') return [];
  const ids = directive.ids.filter((id) => !used?.has(id));
  return ids.length > 0 || !used ? [{ directive, ids }] : [];
}

function directiveFor(
  finding: Finding,
  directives: readonly Directive[],
  lines: readonly number[],
): Directive | null {
  const line = lineColumn(lines, finding.span.start).line;
  const names = (each: Directive): boolean => each.ids.length === 0 || each.ids.includes(finding.rule);
  const onLine = directives.find(
    (each) =>
      names(each) &&
      ((each.verb === 'disable-line' && each.line === line) ||
        (each.verb === 'disable-next-line' && each.line === line - 1)),
  );
  if (onLine) return onLine;
  const block = directives.findLast(
    (each) =>
      names(each) &&
      each.comment.start <= finding.span.start &&
      (each.verb === 'disable' || each.verb === 'enable'),
  );
  return block?.verb === 'disable' ? block : null;
}
