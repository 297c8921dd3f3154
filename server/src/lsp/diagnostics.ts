/**
 * Delivers a document's findings: on request where the client asks, else published when the text changes.
 * A published report carries its version, is emptied on close, and never comes after that.
 */
import {
  DocumentDiagnosticReportKind,
  type CancellationToken,
  type Connection,
  type Diagnostic,
  type DocumentDiagnosticParams,
  type DocumentDiagnosticReport,
} from 'vscode-languageserver';
import type { Analysis } from '../core/engine/analysis.js';
import type { ClientFeatures } from './capabilities.js';
import type { Documents, OpenDocument } from './documents.js';
import type { LspHost } from './host.js';
import { detached } from './safely.js';
import { Schedule } from './schedule.js';
import { toDiagnostic } from './translate.js';

/** How findings reach the client; the server calls it and does not know which way it is. */
export interface Delivery {
  changed(uri: string): void;
  closed(uri: string): void;
  /** Every open document may have other findings now, though no text changed. */
  refresh(): void;
}

/** Starts answering or publishing, as the client can. */
export function deliver(
  connection: Connection,
  documents: Documents,
  host: LspHost,
  client: ClientFeatures,
): Delivery {
  return client.pull ? pull(connection, client) : push(connection, documents, host, client);
}

export function diagnosticsOf({ uri, analysis }: OpenDocument, client: ClientFeatures): Diagnostic[] {
  const place = { uri, lines: analysis.lines };
  return analysis.findings.map((finding) => toDiagnostic(finding, place, client));
}

/** A client that pulls sees to changes and closing by itself. */
function pull(connection: Connection, client: ClientFeatures): Delivery {
  const nothing = (): void => undefined;
  const refresh = (): void => {
    if (client.pullRefresh)
      detached(connection.console, 'refresh', connection.languages.diagnostics.refresh());
  };
  return { changed: nothing, closed: nothing, refresh };
}

/** Answers `textDocument/diagnostic`; the same analysis is not sent twice. */
export class PullReports {
  private readonly ids = new WeakMap<Analysis, string>();
  private last = 0;

  constructor(
    private readonly documents: Documents,
    private readonly host: Pick<LspHost, 'soon'>,
    private readonly client: ClientFeatures,
  ) {}

  /** Lets the next keystroke, and the cancellation that comes with it, overtake the question. */
  async answer(
    params: DocumentDiagnosticParams,
    token: CancellationToken,
  ): Promise<DocumentDiagnosticReport> {
    await new Promise<void>((resolve) => this.host.soon(resolve));
    const document = token.isCancellationRequested ? null : await this.documents.get(params.textDocument.uri);
    if (!document) return { kind: DocumentDiagnosticReportKind.Full, items: [] };
    const resultId = this.idOf(document.analysis);
    if (resultId === params.previousResultId)
      return { kind: DocumentDiagnosticReportKind.Unchanged, resultId };
    return { kind: DocumentDiagnosticReportKind.Full, resultId, items: diagnosticsOf(document, this.client) };
  }

  private idOf(analysis: Analysis): string {
    const known = this.ids.get(analysis) ?? String(++this.last);
    this.ids.set(analysis, known);
    return known;
  }
}

function push(connection: Connection, documents: Documents, host: LspHost, client: ClientFeatures): Delivery {
  const schedule = new Schedule(host);
  const costs = new Map<string, number>();
  const send = async (uri: string): Promise<void> => {
    const document = await documents.get(uri);
    if (!document) return;
    const diagnostics = diagnosticsOf(document, client);
    costs.set(uri, document.cost);
    await connection.sendDiagnostics({ uri, version: document.version, diagnostics });
  };
  const changed = (uri: string): void => {
    schedule.put(uri, costs.get(uri) ?? 0, () => detached(connection.console, 'diagnostics', send(uri)));
  };
  const closed = (uri: string): void => {
    schedule.drop(uri);
    costs.delete(uri);
    detached(connection.console, 'diagnostics', connection.sendDiagnostics({ uri, diagnostics: [] }));
  };
  return { changed, closed, refresh: () => documents.uris.forEach(changed) };
}
