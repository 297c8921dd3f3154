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

/** The fixes of every finding that the span touches, in order of position. */
export function fixesAt(analysis: Analysis, span: Span): readonly OfferedFix[] {
  return analysis.findings
    .filter((finding) => overlaps(finding.span, span) || touches(finding.span, span.start))
    .flatMap((finding) =>
      finding.fixes.map((fix) => ({ finding, fix, preferred: isPreferred(finding, fix) })),
    );
}

/** The edits of all safe fixes that do not overlap; what is left may be fixable on a second run. */
export function fixAll(analysis: Analysis): readonly TextEdit[] {
  return withoutOverlaps(
    analysis.findings.flatMap((finding) => finding.fixes.find((fix) => fix.safe)?.edits ?? []),
  );
}

function isPreferred(finding: Finding, fix: Fix): boolean {
  return fix.safe && finding.fixes.filter((other) => other.safe).length === 1;
}
