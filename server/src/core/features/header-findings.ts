/** What is found in a header for the texts that include it, as findings of the header itself. */
import type { Analysis, HeaderAnalysis } from '../engine/analysis.js';
import type { Finding } from '../finding.js';
import type { FileSpan } from '../text.js';

/** A text's findings in one of its headers; `from` is the text's path, which related places in it get. */
export function findingsIn(header: HeaderAnalysis, from: string): readonly Finding[] {
  const seen = ({ start, end, path = from }: FileSpan): FileSpan =>
    path === header.path ? { start, end } : { start, end, path };
  return header.findings.map((finding) => ({
    ...finding,
    span: seen(finding.span),
    related: finding.related.map(({ span, message }) => ({ span: seen(span), message })),
  }));
}

/** Findings of one file from several views of it, in order of position; a rule is told once for a place. */
export function mergeFindings(views: readonly (readonly Finding[])[]): readonly Finding[] {
  const places = new Map<string, Finding>();
  for (const finding of views.flat()) {
    const key = `${finding.rule} ${finding.span.start} ${finding.span.end}`;
    if (!places.has(key)) places.set(key, finding);
  }
  return [...places.values()].sort((a, b) => a.span.start - b.span.start || a.span.end - b.span.end);
}

/** A header's own analysis with what other texts find in it. The same object where they find nothing. */
export function withFindings(analysis: Analysis, views: readonly (readonly Finding[])[]): Analysis {
  return views.every((view) => view.length === 0)
    ? analysis
    : { ...analysis, findings: mergeFindings([analysis.findings, ...views]) };
}
