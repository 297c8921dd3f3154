/** The port through which the server has findings delivered. */
import type {
  CancellationToken,
  DocumentDiagnosticParams,
  DocumentDiagnosticReport,
} from 'vscode-languageserver';

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
