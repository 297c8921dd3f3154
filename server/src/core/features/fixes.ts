/** Quick fixes at a place, and all safe ones at once. */
import type { Analysis } from '../engine/analysis.js';
import type { Finding, Fix } from '../finding.js';
import { overlaps, touches, withoutOverlaps, type Span, type TextEdit } from '../text.js';

export interface OfferedFix {
  readonly finding: Finding;
  readonly fix: Fix;
  /** The single safe fix of its finding. */
  readonly preferred: boolean;
}

/** The findings that the span touches, in order of position. */
export function findingsAt({ findings }: Analysis, span: Span): readonly Finding[] {
  return findings.filter((finding) => overlaps(finding.span, span) || touches(finding.span, span.start));
}

/** The fixes of every finding that the span touches, in order of position. */
export function fixesAt(analysis: Analysis, span: Span): readonly OfferedFix[] {
  return findingsAt(analysis, span).flatMap((finding) =>
    finding.fixes.map((fix) => ({ finding, fix, preferred: isPreferred(finding, fix) })),
  );
}

/** The edits of all safe fixes that do not get in each other's way; a second run may find more. */
export function fixAll(analysis: Analysis): readonly TextEdit[] {
  return editsOf(chooseFixes(analysis, false));
}

/** One fix a finding, in order of position, wholly or not at all; `unsafe` also takes those that may change meaning. */
export function chooseFixes({ findings }: Pick<Analysis, 'findings'>, unsafe: boolean): readonly Fix[] {
  const chosen: Fix[] = [];
  for (const { fixes } of findings) {
    const fix = fixes.find((candidate) => candidate.safe) ?? (unsafe ? fixes[0] : undefined);
    if (fix && fix.edits.length > 0 && agree([...chosen, fix])) chosen.push(fix);
  }
  return chosen;
}

/** Whether no edit of these fixes would be left out; the same edit wanted twice is no quarrel. */
function agree(fixes: readonly Fix[]): boolean {
  const edits = editsOf(fixes);
  return withoutOverlaps(edits).length === edits.length;
}

/** The edits of some fixes, each once. */
export function editsOf(fixes: readonly Fix[]): readonly TextEdit[] {
  const unique = new Map<string, TextEdit>();
  for (const edit of fixes.flatMap((fix) => fix.edits)) {
    unique.set(`${edit.span.start}:${edit.span.end}:${edit.text}`, edit);
  }
  return [...unique.values()];
}

function isPreferred(finding: Finding, fix: Fix): boolean {
  return fix.safe && finding.fixes.filter((other) => other.safe).length === 1;
}
