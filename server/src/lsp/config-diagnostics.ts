/**
 * Shows the mistakes in the project files that govern open documents, on those files. They are always
 * published: a client pulls diagnostics for C only.
 */
import { DiagnosticSeverity, type Connection, type Diagnostic } from 'vscode-languageserver';
import { lineStarts } from '../core/text.js';
import type { Documents } from './documents.js';
import type { ProjectConfig } from './host.js';
import { diagnosticSource, toRange } from './translate.js';

export class ConfigDiagnostics {
  /** What the client shows now, by the file's address. */
  private readonly shown = new Map<string, string>();

  constructor(
    private readonly connection: Connection,
    private readonly documents: Documents,
  ) {}

  /** Brings the client up to date with the configurations in force. */
  async update(): Promise<void> {
    const inForce = new Map<string, ProjectConfig>();
    for (const { settings } of await this.documents.all()) {
      if (settings.project) inForce.set(settings.project.uri, settings.project);
    }
    for (const uri of this.shown.keys()) if (!inForce.has(uri)) await this.publish(uri, []);
    for (const [uri, config] of inForce) await this.publish(uri, problemsOf(config));
  }

  private async publish(uri: string, diagnostics: Diagnostic[]): Promise<void> {
    const content = JSON.stringify(diagnostics);
    if ((this.shown.get(uri) ?? '[]') === content) return;
    if (diagnostics.length > 0) this.shown.set(uri, content);
    else this.shown.delete(uri);
    await this.connection.sendDiagnostics({ uri, diagnostics });
  }
}

function problemsOf({ text, problems }: ProjectConfig): Diagnostic[] {
  const lines = lineStarts(text);
  return problems.map(({ span, message }) => ({
    range: toRange(lines, span),
    severity: DiagnosticSeverity.Warning,
    source: diagnosticSource,
    message,
  }));
}
