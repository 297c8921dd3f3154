/** What is to be shown on each file: what its own analysis finds, and what open documents that include it find in it. */
import type { Diagnostic } from 'vscode-languageserver';
import { URI } from 'vscode-uri';
import type { Analysis, HeaderAnalysis } from '../core/engine/analysis.js';
import { findingsIn, mergeFindings, withFindings } from '../core/features/header-findings.js';
import type { Finding } from '../core/finding.js';
import { combine, kernelFindings, unverifiedSpans, type KernelFinding } from '../core/verdicts/findings.js';
import type { ClientFeatures } from './capabilities.js';
import type { Documents, OpenDocument } from './documents.js';
import { kernelDiagnostic, unverifiedDiagnostics } from './kernel-diagnostics.js';
import { toDiagnostic, type Place, type PlaceOf } from './translate.js';

/** What kernels refused in a document as it is now. */
export function kernelFindingsIn(
  { uri, analysis }: OpenDocument,
  { verdicts }: Documents,
): readonly KernelFinding[] {
  const runs = verdicts.of(uri);
  return runs.length === 0 ? [] : kernelFindings(runs, analysis);
}

/** A document's analysis with what the others find in it; what a kernel says, too, is marked. */
export function wholeAnalysis(document: OpenDocument, documents: Documents): Analysis {
  const analysis = joinedAnalysis(document, documents);
  const kernel = kernelFindingsIn(document, documents);
  if (kernel.length === 0) return analysis;
  return { ...analysis, findings: combine(analysis, kernel, document.engine.messages).findings };
}

function joinedAnalysis(document: OpenDocument, documents: Documents): Analysis {
  const { analysis } = document;
  const views = documents.ready
    .filter((other) => other !== document)
    .flatMap((other) => viewsIn(other).filter(({ header }) => header.path === document.path))
    .filter(({ header }) => header.text === analysis.text);
  return withFindings(
    analysis,
    views.map(({ findings }) => findings),
  );
}

/** The diagnostics of an open document. */
export function reportOn(
  document: OpenDocument,
  documents: Documents,
  client: ClientFeatures,
): readonly Diagnostic[] {
  const placeOf = placesFrom(document, documents);
  const { lines } = document.analysis;
  const kernel = kernelFindingsIn(document, documents);
  const joined = joinedAnalysis(document, documents);
  const { findings, others } = combine(joined, kernel, document.engine.messages);
  const dead = unverifiedSpans(documents.verdicts.of(document.uri), document.analysis);
  return [
    ...findings.map((finding) => toDiagnostic(finding, placeOf, client)),
    ...others.map((finding) => kernelDiagnostic(finding, { uri: document.uri, lines }, client)),
    ...unverifiedDiagnostics(dead, lines, client),
  ];
}

/** The diagnostics of headers that are not open themselves, by address; only where there are any. */
export function reportsOnHeaders(
  documents: Documents,
  client: ClientFeatures,
  isWanted: (path: string) => boolean = () => true,
): ReadonlyMap<string, readonly Diagnostic[]> {
  const views = documents.ready
    .flatMap(viewsIn)
    .filter(({ header: { path } }) => isWanted(path) && documents.at(path) === null);
  const paths = new Set(views.map(({ header }) => header.path));
  return new Map(
    [...paths].map((path) => {
      const here = views.filter(({ header }) => header.path === path);
      const placeOf: PlaceOf = (other = path) => placeAt(other, documents);
      const findings = mergeFindings(here.map((view) => view.findings));
      return [uriOf(path), findings.map((finding) => toDiagnostic(finding, placeOf, client))];
    }),
  );
}

/** Where the spans of a document's own findings stand. */
export function placesFrom({ uri, analysis }: OpenDocument, documents: Documents): PlaceOf {
  return (path) => (path === undefined ? { uri, lines: analysis.lines } : placeAt(path, documents));
}

interface View {
  readonly header: HeaderAnalysis;
  readonly findings: readonly Finding[];
}

/** What a document finds in its headers. */
function viewsIn({ known, path }: OpenDocument): readonly View[] {
  const headers = known?.headers.filter(({ findings }) => findings.length > 0) ?? [];
  return headers.map((header) => ({ header, findings: findingsIn(header, path) }));
}

function placeAt(path: string, documents: Documents): Place | null {
  const open = documents.at(path);
  if (open) return { uri: open.uri, lines: open.analysis.lines };
  for (const { known } of documents.ready) {
    const header = known?.headers.find((each) => each.path === path);
    if (header) return { uri: uriOf(path), lines: header.lines };
  }
  return null;
}

function uriOf(path: string): string {
  return URI.file(path).toString();
}
