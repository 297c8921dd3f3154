/**
 * Comments that silence findings:
 *   // ebpf-verdict-disable-line [ids]         this line
 *   // ebpf-verdict-disable-next-line [ids]    the item that begins on the next line
 *   // ebpf-verdict-disable [ids]              from here to `ebpf-verdict-enable` or the end of the file
 * Without ids a directive holds for every rule.
 */
import type { Finding } from '../finding.js';
import type { Comment } from '../syntax/ast.js';
import { lineColumn, type Span } from '../text.js';

export type DirectiveVerb = 'disable-line' | 'disable-next-line' | 'disable' | 'enable';

export interface Directive {
  readonly verb: DirectiveVerb;
  /** Rule ids; empty means every rule. */
  readonly ids: readonly string[];
  readonly comment: Span;
  /** The line (from 0) that the comment ends on. */
  readonly line: number;
}

const pattern = /ebpf-verdict-(disable-next-line|disable-line|disable|enable)(?![\w-])([^*\r\n]*)/;

/** The directives among a file's comments, in order. Whatever follows `--` is a reason, for people. */
export function directivesIn(comments: readonly Comment[], lines: readonly number[]): readonly Directive[] {
  return comments.flatMap((comment) => {
    const match = pattern.exec(comment.text);
    if (!match?.[1]) return [];
    const ids =
      (match[2] ?? '')
        .split('--')[0]
        ?.split(/[\s,]+/)
        .filter(Boolean) ?? [];
    const line = lineColumn(lines, comment.span.end).line;
    return [{ verb: match[1] as DirectiveVerb, ids, comment: comment.span, line }];
  });
}

export interface Suppressed {
  readonly findings: readonly Finding[];
  /** Directives that silenced nothing. */
  readonly unused: readonly Directive[];
}

/** The findings that no directive silences. */
export function suppress(
  findings: readonly Finding[],
  directives: readonly Directive[],
  lines: readonly number[],
): Suppressed {
  const used = new Set<Directive>();
  const left = findings.filter((finding) => {
    const silencing = directiveFor(finding, directives, lines);
    if (silencing) used.add(silencing);
    return !silencing;
  });
  return { findings: left, unused: directives.filter((each) => each.verb !== 'enable' && !used.has(each)) };
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
