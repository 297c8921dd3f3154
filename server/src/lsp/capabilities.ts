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

/** The command of our VS Code client that has a document verified; where it is named, the user may do so. */
export const verifyCommand = 'ebpfVerdict.verify';

/** The client's abilities that change what is sent to it. */
export interface ClientFeatures {
  /** The client asks for diagnostics; else they are pushed. */
  readonly pull: boolean;
  readonly pullRefresh: boolean;
  /** A document's answer may carry those of its headers. */
  readonly relatedDocuments: boolean;
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
  readonly workspaceFolders: boolean;
  readonly snippets: boolean;
  /** Completions may be struck through. */
  readonly deprecatedCompletions: boolean;
  readonly labelDetails: boolean;
  readonly hierarchicalSymbols: boolean;
  readonly inlayHintRefresh: boolean;
  readonly codeLensRefresh: boolean;
  /** Commands of the client that code actions may name. */
  readonly commands: readonly string[];
}

export function readClient({ textDocument, workspace, experimental }: ClientCapabilities): ClientFeatures {
  const pull = textDocument?.diagnostic;
  const completion = textDocument?.completion?.completionItem;
  const diagnostics = { ...textDocument?.publishDiagnostics, ...pull };
  return {
    pull: pull !== undefined,
    pullRefresh: workspace?.diagnostics?.refreshSupport ?? false,
    relatedDocuments: pull?.relatedDocumentSupport ?? false,
    relatedInformation: diagnostics.relatedInformation ?? false,
    codeDescription: diagnostics.codeDescriptionSupport ?? false,
    tags: diagnostics.tagSupport !== undefined,
    markdownHover: textDocument?.hover?.contentFormat?.includes(MarkupKind.Markdown) ?? false,
    documentChanges: workspace?.workspaceEdit?.documentChanges ?? false,
    codeActionLiterals: textDocument?.codeAction?.codeActionLiteralSupport !== undefined,
    configuration: workspace?.configuration ?? false,
    configurationEvents: workspace?.didChangeConfiguration?.dynamicRegistration ?? false,
    watchedFiles: workspace?.didChangeWatchedFiles?.dynamicRegistration ?? false,
    workspaceFolders: workspace?.workspaceFolders ?? false,
    snippets: completion?.snippetSupport ?? false,
    deprecatedCompletions: completion?.tagSupport !== undefined,
    labelDetails: completion?.labelDetailsSupport ?? false,
    hierarchicalSymbols: textDocument?.documentSymbol?.hierarchicalDocumentSymbolSupport ?? false,
    inlayHintRefresh: workspace?.inlayHint?.refreshSupport ?? false,
    codeLensRefresh: workspace?.codeLens?.refreshSupport ?? false,
    commands: commandsIn(experimental),
  };
}

/** `experimental.commands`, as clients tell it to other servers, too: a list of names. */
function commandsIn(experimental: unknown): readonly string[] {
  const commands: unknown =
    typeof experimental === 'object' && experimental !== null && 'commands' in experimental
      ? experimental.commands
      : null;
  return Array.isArray(commands) ? commands.filter((name) => typeof name === 'string') : [];
}

export function serverCapabilities(client: ClientFeatures): ServerCapabilities {
  return {
    positionEncoding: PositionEncodingKind.UTF16,
    textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental, save: true },
    workspace: { workspaceFolders: { supported: true, changeNotifications: true } },
    hoverProvider: true,
    completionProvider: { triggerCharacters: ['"', '/', '>', '.'] },
    signatureHelpProvider: { triggerCharacters: ['(', ','] },
    documentSymbolProvider: true,
    workspaceSymbolProvider: true,
    inlayHintProvider: true,
    ...(client.commands.includes(verifyCommand) && { codeLensProvider: {} }),
    codeActionProvider: { codeActionKinds: [CodeActionKind.QuickFix, fixAllKind] },
    ...(client.pull && {
      diagnosticProvider: {
        identifier: 'ebpf-verdict',
        interFileDependencies: true,
        workspaceDiagnostics: false,
      },
    }),
  };
}
