/** What kernels said of a document, as diagnostics of their own source, and as part of a hover. */
import { DiagnosticSeverity, DiagnosticTag, type Diagnostic } from 'vscode-languageserver';
import type { Analysis } from '../core/engine/analysis.js';
import type { KernelFinding } from '../core/verdicts/findings.js';
import { lineColumn, type Span } from '../core/text.js';
import type { ClientFeatures } from './capabilities.js';
import { toRange } from './translate.js';

interface Shown {
  readonly uri: string;
  readonly lines: readonly number[];
}

/** A refusal, with its trail as related places. */
export function kernelDiagnostic(
  { kernels, id, page, message, span, related }: KernelFinding,
  { uri, lines }: Shown,
  client: ClientFeatures,
): Diagnostic {
  const places = related.map((each) => ({
    location: { uri, range: toRange(lines, each.span) },
    message: each.message,
  }));
  const folded = places.map(
    ({ location, message: what }) => `line ${location.range.start.line + 1}: ${what}`,
  );
  return {
    range: toRange(lines, span),
    severity: DiagnosticSeverity.Error,
    ...(id !== null && { code: id }),
    ...(client.codeDescription && page !== null && { codeDescription: { href: page } }),
    source: `verifier ${kernels.join(', ')}`,
    message: [message, ...(client.relatedInformation ? [] : folded)].join('\n'),
    ...(client.relatedInformation && places.length > 0 && { relatedInformation: places }),
  };
}

/** Lines that no kernel came to, faded where the client can. */
export function unverifiedDiagnostics(
  spans: readonly Span[],
  lines: readonly number[],
  client: ClientFeatures,
): readonly Diagnostic[] {
  if (!client.tags) return [];
  return spans.map((span) => ({
    range: toRange(lines, span),
    severity: DiagnosticSeverity.Hint,
    code: 'not-verified',
    source: 'verifier',
    message:
      'Not verified: a constant or the bounds of a value let no path come here, so the kernel says nothing of it.',
    tags: [DiagnosticTag.Unnecessary],
  }));
}

/** What a hover on a line tells of it, as Markdown; null where kernels said nothing about the line. */
export function kernelHover(
  findings: readonly KernelFinding[],
  { lines }: Pick<Analysis, 'lines'>,
  offset: number,
): string | null {
  const line = lineColumn(lines, offset).line;
  const isHere = ({ span }: { readonly span: Span }): boolean => lineColumn(lines, span.start).line === line;
  const texts = findings.flatMap((finding) => [
    ...(isHere(finding) ? [...finding.message.split('\n'), ...finding.more] : []),
    ...finding.related.filter(isHere).map(({ message }) => `${message}.`),
  ]);
  return texts.length === 0
    ? null
    : [...new Set(texts)].map((text) => `Verifier: ${plain(text)}`).join('\n\n');
}

/** Text from a log is no markup, but for code in backticks, as our own words have it. */
function plain(text: string): string {
  return text.replace(/[\\*_{}[\]()#+.!<>|~&-]/g, '\\$&');
}
