/** Delivers documents' findings: on request where the client asks, else published when something changes. */
import type {
  CancellationToken,
  Connection,
  DocumentDiagnosticParams,
  DocumentDiagnosticReport,
} from 'vscode-languageserver';
import type { ClientFeatures } from './capabilities.js';
import type { Documents } from './documents.js';
import type { LspHost } from './host.js';
import { Pull } from './pull.js';
import { Push } from './push.js';

/** How findings reach the client; the server calls it and does not know which way it is. */
export interface Delivery {
  /** A document's text changed, or a header of it. */
  changed(uri: string): void;
  closed(uri: string): void;
  /** Every open document may have other findings now, though no text changed. */
  refresh(): void;
  /** Headers may have changed; most likely those of few documents. */
  recheck(): void;
  /** Answers `textDocument/diagnostic`. */
  answer(params: DocumentDiagnosticParams, token: CancellationToken): Promise<DocumentDiagnosticReport>;
}

/** Starts answering or publishing, as the client can. */
export function deliver(
  connection: Connection,
  documents: Documents,
  host: LspHost,
  client: ClientFeatures,
): Delivery {
  return client.pull
    ? new Pull(connection, documents, host, client)
    : new Push(connection, documents, host, client);
}
