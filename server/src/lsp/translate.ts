/** Core's offsets and findings in the protocol's words: ranges, diagnostics, edits. Decides nothing. */
import {
  DiagnosticSeverity,
  DiagnosticTag,
  type Diagnostic,
  type DiagnosticRelatedInformation,
  type Range,
  type TextEdit as ProtocolEdit,
} from 'vscode-languageserver';
import type { Finding, Related, Severity } from '../core/finding.js';
import { rulePage } from '../core/rules/page.js';
import { lineColumn, type Span, type TextEdit } from '../core/text.js';
import type { ClientFeatures } from './capabilities.js';

/** What every diagnostic of ours is signed with. */
export const diagnosticSource = 'ebpf-verdict';

/** A file as the translation sees it: its address, and where its lines start. */
export interface Place {
  readonly uri: string;
  readonly lines: readonly number[];
}

/** Tells the file that a span names by a path, or the document that is spoken of; null for one that is not known. */
export type PlaceOf = (path: string | undefined) => Place | null;

const severities: Readonly<Record<Severity, DiagnosticSeverity>> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  information: DiagnosticSeverity.Information,
  hint: DiagnosticSeverity.Hint,
};

const tags = { deprecated: DiagnosticTag.Deprecated, unnecessary: DiagnosticTag.Unnecessary } as const;

export function toRange(lines: readonly number[], span: Span): Range {
  const start = lineColumn(lines, span.start);
  const end = lineColumn(lines, span.end);
  return {
    start: { line: start.line, character: start.column },
    end: { line: end.line, character: end.column },
  };
}

export function toEdits(lines: readonly number[], edits: readonly TextEdit[]): ProtocolEdit[] {
  return edits.map(({ span, text }) => ({ range: toRange(lines, span), newText: text }));
}

export function toDiagnostic(finding: Finding, placeOf: PlaceOf, client: ClientFeatures): Diagnostic {
  const here = placeOf(finding.span.path);
  const related = finding.related.flatMap((each) => {
    const place = placeOf(each.span.path);
    return place ? [{ ...each, place }] : [];
  });
  const folded = client.relatedInformation ? [] : related;
  const linked = client.relatedInformation ? related : [];
  return {
    range: toRange(here?.lines ?? [0], finding.span),
    severity: severities[finding.severity],
    code: finding.rule,
    ...(client.codeDescription && { codeDescription: { href: rulePage(finding.rule) } }),
    source: diagnosticSource,
    message: [finding.message, ...folded.map((each) => inWords(each, here))].join('\n'),
    ...(client.tags && finding.tags && { tags: finding.tags.map((tag) => tags[tag]) }),
    ...(linked.length > 0 && { relatedInformation: linked.map(toLink) }),
  };
}

interface RelatedPlace extends Related {
  readonly place: Place;
}

function toLink({ span, message, place }: RelatedPlace): DiagnosticRelatedInformation {
  return { location: { uri: place.uri, range: toRange(place.lines, span) }, message };
}

/** `line 7: ...`, or `port.h line 7: ...` for a place in another file. */
function inWords({ span, message, place }: RelatedPlace, here: Place | null): string {
  const name = place.uri === here?.uri ? '' : `${decodeURIComponent(place.uri.replace(/^.*\//, ''))} `;
  return `${name}line ${lineColumn(place.lines, span.start).line + 1}: ${message}`;
}
