/** Publishes what open documents find in headers that are not open: the client asks for open documents only. */
import type { Connection, Diagnostic } from 'vscode-languageserver';
import type { ClientFeatures } from './capabilities.js';
import type { Documents } from './documents.js';
import { reportsOnHeaders } from './reports.js';

export class ClosedHeaders {
  /** What the client shows now, by the header's address. */
  private readonly shown = new Map<string, string>();

  constructor(
    private readonly connection: Connection,
    private readonly documents: Documents,
    private readonly client: ClientFeatures,
  ) {}

  /** Brings the client up to date. */
  async update(): Promise<void> {
    const reports = reportsOnHeaders(this.documents, this.client);
    for (const uri of [...this.shown.keys()]) if (!reports.has(uri)) await this.publish(uri, []);
    for (const [uri, diagnostics] of reports) await this.publish(uri, diagnostics);
  }

  private async publish(uri: string, diagnostics: readonly Diagnostic[]): Promise<void> {
    const content = JSON.stringify(diagnostics);
    if (this.shown.get(uri) === content) return;
    if (diagnostics.length > 0) this.shown.set(uri, content);
    else this.shown.delete(uri);
    await this.connection.sendDiagnostics({ uri, diagnostics: [...diagnostics] });
  }
}
