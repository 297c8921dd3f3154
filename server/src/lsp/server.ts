/**
 * The language server: wires a connection's messages to the documents and to one file per editor verb. Runs
 * wherever an `LspHost` is handed in.
 */
import {
  DidChangeConfigurationNotification,
  DidChangeWatchedFilesNotification,
  TextDocuments,
  type Connection,
  type DocumentDiagnosticReport,
} from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { readClient, serverCapabilities, type ClientFeatures } from './capabilities.js';
import { codeActions } from './code-actions.js';
import { completionsAt } from './completion.js';
import { ConfigDiagnostics } from './config-diagnostics.js';
import { contextFieldsAt, contextFieldsRequest, type ContextFieldsParams } from './context-fields.js';
import { Configuration } from './configuration.js';
import { deliver, PullReports } from './diagnostics.js';
import { Documents, type OpenDocument } from './documents.js';
import { hoverAt } from './hover.js';
import type { LspHost } from './host.js';
import { describe, detached, safely } from './safely.js';
import { documentSymbols, inlayHintsIn, workspaceSymbols } from './symbols.js';
import { debugInformation, debugRequest, statusChanged, statusOf, statusRequest } from './status.js';

/** The name of the project's file, to be watched. */
const configFiles = '**/ebpf-verdict.jsonc';

const noFindings: DocumentDiagnosticReport = { kind: 'full', items: [] };

/** Serves a connection until it closes. */
export function startServer(connection: Connection, host: LspHost): void {
  connection.onInitialize(async ({ capabilities, initializationOptions }) => {
    const client = readClient(capabilities);
    const configuration = new Configuration(connection, host, client);
    configuration.take(initializationOptions);
    serve(connection, host, client, configuration);
    return {
      capabilities: serverCapabilities(client),
      serverInfo: { name: 'eBPF Verdict', version: await host.version },
    };
  });
  host.engine.catch((error: unknown) => {
    connection.console.error(`the engine cannot start: ${describe(error)}`);
    connection.window.showErrorMessage(
      'eBPF Verdict cannot start: its installation is damaged. See its output.',
    );
  });
  connection.listen();
}

function serve(
  connection: Connection,
  host: LspHost,
  client: ClientFeatures,
  configuration: Configuration,
): void {
  const documents = new Documents(host, configuration, connection.console);
  const reload = syncDocuments(connection, host, client, documents);
  answerRequests(connection, host, client, documents);
  answerEditorVerbs(connection, client, documents);
  followConfiguration(connection, client, configuration, reload);
}

/** Keeps the documents as the client has them. Returns what to call when settings may have changed. */
function syncDocuments(
  connection: Connection,
  host: LspHost,
  client: ClientFeatures,
  documents: Documents,
): () => void {
  const delivery = deliver(connection, documents, host, client);
  const configDiagnostics = new ConfigDiagnostics(connection, documents);
  const showConfiguration = (): void => {
    const shown = configDiagnostics.update().then(() => connection.sendNotification(statusChanged));
    detached(connection.console, 'configuration', shown);
  };
  const texts = new TextDocuments(TextDocument);
  texts.onDidOpen(({ document }) => {
    documents.open(document);
    showConfiguration();
  });
  texts.onDidChangeContent(({ document }) => delivery.changed(document.uri));
  texts.onDidClose(({ document }) => {
    documents.close(document.uri);
    delivery.closed(document.uri);
    showConfiguration();
  });
  texts.listen(connection);
  return () => {
    documents.reconfigure();
    delivery.refresh();
    if (client.inlayHintRefresh)
      detached(connection.console, 'refresh', connection.languages.inlayHint.refresh());
    showConfiguration();
  };
}

/** What an editor asks for besides diagnostics, hovers and fixes. */
function answerEditorVerbs(connection: Connection, client: ClientFeatures, documents: Documents): void {
  const log = connection.console;
  connection.onCompletion(
    safely(log, 'completion', [], async ({ textDocument, position }) => {
      const document = await documents.get(textDocument.uri);
      return document ? completionsAt(document, position, client) : [];
    }),
  );
  connection.onDocumentSymbol(
    safely(log, 'symbols', [], async ({ textDocument }) => {
      const document = await documents.get(textDocument.uri);
      return document ? documentSymbols(document, client) : [];
    }),
  );
  connection.onWorkspaceSymbol(
    safely(log, 'symbols', [], async ({ query }) => workspaceSymbols(await documents.all(), query)),
  );
  connection.onRequest(
    contextFieldsRequest,
    safely(log, 'context fields', null, async (params: ContextFieldsParams) => {
      const document = await documents.get(params.uri);
      return document && contextFieldsAt(document, params);
    }),
  );
  connection.languages.inlayHint.on(
    safely(log, 'inlay hints', [], async ({ textDocument, range }) => {
      const document = await documents.get(textDocument.uri);
      return document ? inlayHintsIn(document, range, client) : [];
    }),
  );
}

function answerRequests(
  connection: Connection,
  host: LspHost,
  client: ClientFeatures,
  documents: Documents,
): void {
  const log = connection.console;
  const reports = new PullReports(documents, host, client);
  const on = async <R>(uri: string, fallback: R, answer: (document: OpenDocument) => R): Promise<R> => {
    const document = await documents.get(uri);
    return document ? answer(document) : fallback;
  };
  connection.languages.diagnostics.on(
    safely(log, 'diagnostics', noFindings, (params, token) => reports.answer(params, token)),
  );
  connection.onHover(
    safely(log, 'hover', null, (params) =>
      on(params.textDocument.uri, null, (document) => hoverAt(document, params.position, client)),
    ),
  );
  connection.onCodeAction(
    safely(log, 'code actions', [], (params) =>
      on(params.textDocument.uri, [], (document) => codeActions(document, params, client)),
    ),
  );
  connection.onRequest(
    statusRequest,
    safely(log, 'status', null, ({ uri }: { readonly uri: string }) => on(uri, null, statusOf)),
  );
  connection.onRequest(
    debugRequest,
    safely(log, 'debug information', '', () => debugInformation(documents, host)),
  );
}

function followConfiguration(
  connection: Connection,
  client: ClientFeatures,
  configuration: Configuration,
  reload: () => void,
): void {
  connection.onDidChangeConfiguration(({ settings }) => {
    configuration.take(settings);
    reload();
  });
  connection.onDidChangeWatchedFiles(reload);
  connection.onInitialized(() => {
    const { console, client: registry } = connection;
    if (client.configurationEvents) {
      const options = { section: 'ebpfVerdict' };
      detached(console, 'settings', registry.register(DidChangeConfigurationNotification.type, options));
    }
    if (client.watchedFiles) {
      const options = { watchers: [{ globPattern: configFiles }] };
      detached(console, 'watching', registry.register(DidChangeWatchedFilesNotification.type, options));
    }
  });
}
