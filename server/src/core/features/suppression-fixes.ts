/**
 * Comments that silence a finding, as fixes: for its line and for its file. A comment that is already there is
 * extended; none is put where it would break a line that goes on with a backslash.
 */
import type { Analysis } from '../engine/analysis.js';
import { directivesIn, type Directive } from '../engine/suppress.js';
import { unusedSuppression } from '../engine/unused.js';
import type { Finding, Fix } from '../finding.js';
import { lineColumn, type TextEdit } from '../text.js';

/** `Disable ctx-field-read for this line` and `... for this file`, as far as they can be. */
export function suppressionFixes(analysis: Analysis, { rule, span }: Finding): readonly Fix[] {
  if (rule === unusedSuppression.id) return [];
  const directives = directivesIn(analysis.file.comments, analysis.lines);
  const { line } = lineColumn(analysis.lines, span.start);
  return [
    fix(`Disable ${rule} for this line`, forLine(analysis, directives, rule, line)),
    fix(`Disable ${rule} for this file`, forFile(analysis, directives, rule, span.start)),
  ].filter((each) => each !== null);
}

function fix(title: string, edit: TextEdit | null): Fix | null {
  return edit && { title, safe: false, edits: [edit] };
}

function forLine(
  analysis: Analysis,
  directives: readonly Directive[],
  rule: string,
  line: number,
): TextEdit | null {
  const existing = directives.find(
    (each) =>
      each.ids.length > 0 &&
      ((each.verb === 'disable-line' && each.line === line) ||
        (each.verb === 'disable-next-line' && each.line === line - 1)),
  );
  if (existing) return extend(existing, rule, analysis.text);
  if (line > 0 && /\\[ \t]*$/.test(lineText(analysis, line - 1))) return null;
  const at = startOfLine(analysis, line);
  const indent = /^[ \t]*/.exec(analysis.text.slice(at))?.[0] ?? '';
  return insert(at, `${indent}// ebpf-verdict-disable-next-line ${rule}${endOfLine(analysis)}`);
}

/** A directive at the top that nothing ends is for the whole file; a new one goes below the licence. */
function forFile(
  analysis: Analysis,
  directives: readonly Directive[],
  rule: string,
  before: number,
): TextEdit | null {
  const blocks = directives.filter((each) => each.verb === 'disable' || each.verb === 'enable');
  const [first] = blocks;
  const isForAll = blocks.every((each) => each.verb === 'disable');
  if (first && isForAll && first.ids.length > 0 && first.comment.start < firstCode(analysis, before))
    return extend(first, rule, analysis.text);
  const at = startOfLine(analysis, lineBelowHeader(analysis));
  return insert(at, `// ebpf-verdict-disable ${rule}${endOfLine(analysis)}`);
}

/** Where the first program begins, for a comment above it counts as the file's. */
function firstCode({ file }: Analysis, before: number): number {
  return Math.min(before, ...file.programs.map((program) => program.section.span.start));
}

/** In the style of the ids that are there: with commas or with blanks between them. */
function extend(directive: Directive, rule: string, text: string): TextEdit {
  const { start, end } = directive.span;
  return insert(end, `${text.slice(start, end).includes(',') ? ', ' : ' '}${rule}`);
}

function insert(at: number, text: string): TextEdit {
  return { span: { start: at, end: at }, text };
}

/** The line below the comments that open the file; 0 where code stands on their last line. */
function lineBelowHeader({ file, text, lines }: Analysis): number {
  let end = text.startsWith('\uFEFF') ? 1 : 0;
  const begin = end;
  for (const { span } of file.comments) {
    const between = text.slice(end, span.start);
    if (/\S/.test(between) || /(?:\r\n|\r|\n)[ \t]*(?:\r\n|\r|\n)/.test(between)) break;
    end = span.end;
  }
  if (end === begin) return 0;
  const { line } = lineColumn(lines, end);
  const rest = text.slice(end, lines[line + 1] ?? text.length);
  return /\S/.test(rest) || lines[line + 1] === undefined ? 0 : line + 1;
}

function startOfLine({ text, lines }: Analysis, line: number): number {
  return line === 0 && text.startsWith('\uFEFF') ? 1 : (lines[line] ?? 0);
}

function lineText({ text, lines }: Analysis, line: number): string {
  return text.slice(lines[line] ?? 0, lines[line + 1]).replace(/[\r\n]+$/, '');
}

function endOfLine({ text }: Analysis): string {
  return /\r\n|\r|\n/.exec(text)?.[0] ?? '\n';
}
