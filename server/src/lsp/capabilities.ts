/** What the client can do, read once, and what the server offers in return. */
import {
  CodeActionKind,
  MarkupKind,
  PositionEncodingKind,
  TextDocumentSyncKind,
  type ClientCapabilities,
  type ServerCapabilities,
} from 'vscode-languageserver';

/** The kind under which all safe fixes of a document are offered at once. */
export const fixAllKind = `${CodeActionKind.SourceFixAll}.ebpfVerdict`;

/** The client's abilities that change what is sent to it. */
export interface ClientFeatures {
  /** The client asks for diagnostics; else they are pushed. */
  readonly pull: boolean;
  readonly pullRefresh: boolean;
  readonly relatedInformation: boolean;
  readonly codeDescription: boolean;
  readonly tags: boolean;
  readonly markdownHover: boolean;
  /** Edits may name the version of the document they are for. */
  readonly documentChanges: boolean;
  readonly codeActionLiterals: boolean;
  /** Settings can be asked for, document by document. */
  readonly configuration: boolean;
  readonly configurationEvents: boolean;
  readonly watchedFiles: boolean;
}

export function readClient({ textDocument, workspace }: ClientCapabilities): ClientFeatures {
  const pull = textDocument?.diagnostic;
  const diagnostics = { ...textDocument?.publishDiagnostics, ...pull };
  return {
    pull: pull !== undefined,
    pullRefresh: workspace?.diagnostics?.refreshSupport ?? false,
    relatedInformation: diagnostics.relatedInformation ?? false,
    codeDescription: diagnostics.codeDescriptionSupport ?? false,
    tags: diagnostics.tagSupport !== undefined,
    markdownHover: textDocument?.hover?.contentFormat?.includes(MarkupKind.Markdown) ?? false,
    documentChanges: workspace?.workspaceEdit?.documentChanges ?? false,
    codeActionLiterals: textDocument?.codeAction?.codeActionLiteralSupport !== undefined,
    configuration: workspace?.configuration ?? false,
    configurationEvents: workspace?.didChangeConfiguration?.dynamicRegistration ?? false,
    watchedFiles: workspace?.didChangeWatchedFiles?.dynamicRegistration ?? false,
  };
}

export function serverCapabilities(client: ClientFeatures): ServerCapabilities {
  return {
    positionEncoding: PositionEncodingKind.UTF16,
    textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental },
    hoverProvider: true,
    codeActionProvider: { codeActionKinds: [CodeActionKind.QuickFix, fixAllKind] },
    ...(client.pull && {
      diagnosticProvider: {
        identifier: 'ebpf-verdict',
        interFileDependencies: false,
        workspaceDiagnostics: false,
      },
    }),
  };
}
