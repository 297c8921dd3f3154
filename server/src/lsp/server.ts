/**
 * The language server: wires a connection's messages to the documents and to one file per editor verb. Runs
 * wherever an `LspHost` is handed in.
 */
import {
  CodeLensRefreshRequest,
  type Connection,
  type DocumentDiagnosticReport,
} from 'vscode-languageserver';
import type { ContextFieldsParams } from '../../../protocol/context-fields.js';
import type { VerdictParams, VerifyParams } from '../../../protocol/verify.js';
import type { ExplainLogParams } from '../../../protocol/verifier-log.js';
import { readClient, serverCapabilities, type ClientFeatures } from './capabilities.js';
import { codeActions } from './code-actions.js';
import { codeLenses } from './code-lens.js';
import { completionsAt } from './completion.js';
import { contextFieldsAt, contextFieldsRequest } from './context-fields.js';
import { Configuration } from './configuration.js';
import { deliver } from './diagnostics.js';
import { Documents, type OpenDocument } from './documents.js';
import { hoverAt } from './hover.js';
import type { LspHost } from './host.js';
import { answerRefused } from './lifecycle.js';
import { describe, detached, safely } from './safely.js';
import { signatureHelpAt } from './signature.js';
import { documentSymbols, inlayHintsIn, workspaceSymbols } from './symbols.js';
import { debugInformation, debugRequest, statusOf, statusRequest } from './status.js';
import { followSurroundings, syncDocuments, type Server } from './sync.js';
import { explainLogFor, explainLogRequest } from './verifier-log.js';
import {
  disagreementOf,
  disagreementRequest,
  verifierLog,
  verifierLogRequest,
  verifyDocument,
  verifyRequest,
} from './verify.js';
import { Workspace } from './workspace.js';

const noFindings: DocumentDiagnosticReport = { kind: 'full', items: [] };

/** Serves a connection until it closes. */
export function startServer(connection: Connection, host: LspHost): void {
  answerRefused(connection);
  connection.onInitialize(async (params) => {
    const client = readClient(params.capabilities);
    const workspace = new Workspace(params);
    const configuration = new Configuration(connection, host, client, workspace);
    configuration.take(params.initializationOptions);
    serve(connection, host, client, configuration, workspace);
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
  workspace: Workspace,
): void {
  const documents = new Documents(host, configuration, workspace, connection.console);
  const delivery = deliver(connection, documents, host, client);
  const refreshVerdicts = (): void => {
    delivery.refresh();
    if (client.codeLensRefresh)
      detached(connection.console, 'lenses', connection.sendRequest(CodeLensRefreshRequest.type));
  };
  const server: Server = { connection, client, documents, delivery, refreshVerdicts };
  const reload = syncDocuments(server);
  answerRequests(server, host);
  answerVerifier(server, host, workspace);
  answerEditorVerbs(connection, client, documents);
  followSurroundings(server, configuration, workspace, reload);
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
  connection.onSignatureHelp(
    safely(log, 'signature', null, async ({ textDocument, position }) => {
      const document = await documents.get(textDocument.uri);
      return document ? signatureHelpAt(document, position) : null;
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

function answerRequests({ connection, client, documents, delivery }: Server, host: LspHost): void {
  const log = connection.console;
  const on = async <R>(uri: string, fallback: R, answer: (document: OpenDocument) => R): Promise<R> => {
    const document = await documents.get(uri);
    return document ? answer(document) : fallback;
  };
  connection.languages.diagnostics.on(
    safely(log, 'diagnostics', noFindings, (params, token) => delivery.answer(params, token)),
  );
  connection.onHover(
    safely(log, 'hover', null, (params) =>
      on(params.textDocument.uri, null, (document) => hoverAt(document, params.position, client, documents)),
    ),
  );
  connection.onCodeAction(
    safely(log, 'code actions', [], (params) =>
      on(params.textDocument.uri, [], (document) => codeActions(document, params, client, documents)),
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

/** What has to do with the kernel's own verifier: its logs, and its verdicts where the host can ask for them. */
function answerVerifier(server: Server, host: LspHost, workspace: Workspace): void {
  const { connection, client, documents } = server;
  const log = connection.console;
  connection.onRequest(
    explainLogRequest,
    safely(log, 'explain log', [], async (params: ExplainLogParams) =>
      explainLogFor(params, (await host.engine).messages),
    ),
  );
  connection.onCodeLens(
    safely(log, 'lenses', [], async ({ textDocument }) => {
      const document = await documents.get(textDocument.uri);
      return document ? codeLenses(document, documents, client) : [];
    }),
  );
  connection.onRequest(
    verifyRequest,
    safely(log, 'verify', null, (params: VerifyParams, token) =>
      verifyDocument(server, host, workspace, params, token),
    ),
  );
  connection.onRequest(
    verifierLogRequest,
    safely(log, 'verifier log', null, (params: VerdictParams) => verifierLog(server, params)),
  );
  connection.onRequest(
    disagreementRequest,
    safely(log, 'disagreement', null, (params: VerdictParams) => disagreementOf(server, host, params)),
  );
}
