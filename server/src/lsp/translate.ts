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

/** A document as the translation sees it: its address, and where its lines start. */
export interface Place {
  readonly uri: string;
  readonly lines: readonly number[];
}

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

export function toDiagnostic(finding: Finding, place: Place, client: ClientFeatures): Diagnostic {
  const [linked, folded] = splitRelated(finding.related, client);
  return {
    range: toRange(place.lines, finding.span),
    severity: severities[finding.severity],
    code: finding.rule,
    ...(client.codeDescription && { codeDescription: { href: rulePage(finding.rule) } }),
    source: diagnosticSource,
    message: [finding.message, ...folded.map((related) => inWords(related, place.lines))].join('\n'),
    ...(client.tags && finding.tags && { tags: finding.tags.map((tag) => tags[tag]) }),
    ...(linked.length > 0 && { relatedInformation: linked.map((related) => toLink(related, place)) }),
  };
}

/** What can be shown as a link, and what must be told in the message: all of it where the client has no links. */
function splitRelated(related: readonly Related[], client: ClientFeatures): readonly [Related[], Related[]] {
  const isLink = (each: Related): boolean => client.relatedInformation && each.span.path === undefined;
  return [related.filter(isLink), related.filter((each) => !isLink(each))];
}

function toLink({ span, message }: Related, place: Place): DiagnosticRelatedInformation {
  return { location: { uri: place.uri, range: toRange(place.lines, span) }, message };
}

/** Another file's lines are not known here, so only its name is told. */
function inWords({ span, message }: Related, lines: readonly number[]): string {
  return `${span.path ?? `line ${lineColumn(lines, span.start).line + 1}`}: ${message}`;
}
