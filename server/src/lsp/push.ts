/**
 * Diagnostics for clients that are told: published when a text or a header changes. A report carries its version,
 * is emptied on close, and never comes after that.
 */
import type { Connection, DocumentDiagnosticParams, DocumentDiagnosticReport } from 'vscode-languageserver';
import type { ClientFeatures } from './capabilities.js';
import { ClosedHeaders } from './closed-headers.js';
import type { Delivery } from './delivery.js';
import type { Documents, OpenDocument } from './documents.js';
import type { LspHost } from './host.js';
import { reportOn } from './reports.js';
import { detached } from './safely.js';
import { Schedule } from './schedule.js';

export class Push implements Delivery {
  private readonly schedule: Schedule;
  private readonly headers: ClosedHeaders;
  private readonly costs = new Map<string, number>();
  /** What the client shows now, by the document's address. */
  private readonly shown = new Map<string, string>();

  constructor(
    private readonly connection: Connection,
    private readonly documents: Documents,
    host: LspHost,
    private readonly client: ClientFeatures,
  ) {
    this.schedule = new Schedule(host);
    this.headers = new ClosedHeaders(connection, documents, client);
  }

  changed(uri: string): void {
    const send = (): void => this.detach(this.send(uri));
    this.schedule.put(uri, this.costs.get(uri) ?? 0, send);
  }

  closed(uri: string): void {
    this.schedule.drop(uri);
    this.costs.delete(uri);
    this.shown.delete(uri);
    this.detach(this.connection.sendDiagnostics({ uri, diagnostics: [] }).then(() => this.showOthers(null)));
  }

  refresh(): void {
    this.documents.uris.forEach((uri) => this.changed(uri));
  }

  recheck(): void {
    this.refresh();
  }

  /** A client that asks all the same gets an answer. */
  async answer({ textDocument }: DocumentDiagnosticParams): Promise<DocumentDiagnosticReport> {
    const document = await this.documents.get(textDocument.uri);
    return { kind: 'full', items: document ? [...reportOn(document, this.documents, this.client)] : [] };
  }

  private async send(uri: string): Promise<void> {
    const document = await this.documents.get(uri);
    if (!document) return;
    await this.publish(document);
    this.costs.set(uri, document.cost);
    await this.showOthers(document);
  }

  /** What one document finds, or no longer finds, may stand in another. */
  private async showOthers(document: OpenDocument | null): Promise<void> {
    await this.headers.update();
    for (const other of this.documents.ready)
      if (other !== document && other.known) await this.publish(other);
  }

  private async publish(document: OpenDocument): Promise<void> {
    const { uri, version } = document;
    const diagnostics = [...reportOn(document, this.documents, this.client)];
    const content = JSON.stringify([version, diagnostics]);
    if (this.shown.get(uri) === content) return;
    this.shown.set(uri, content);
    await this.connection.sendDiagnostics({ uri, version, diagnostics });
  }

  private detach(work: Promise<unknown>): void {
    detached(this.connection.console, 'diagnostics', work);
  }
}
