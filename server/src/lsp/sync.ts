/** Keeps the documents, the folders and the settings as the client has them, and tells who must know of a change. */
import {
  DidChangeConfigurationNotification,
  DidChangeWatchedFilesNotification,
  TextDocuments,
  type Connection,
  type FileEvent,
} from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { ClientFeatures } from './capabilities.js';
import { ConfigDiagnostics } from './config-diagnostics.js';
import type { Configuration } from './configuration.js';
import type { Delivery } from './delivery.js';
import type { Documents } from './documents.js';
import { detached } from './safely.js';
import { statusChanged } from './status.js';
import type { Workspace } from './workspace.js';

/** Files that settings, include paths and the loader come from. */
const configFiles = [
  '**/ebpf-verdict.jsonc',
  '**/{compile_commands.json,compile_flags.txt,.clangd}',
  '**/{go.mod,Cargo.toml,Makefile,meson.build,CMakeLists.txt}',
];
const headerFiles = '**/*.{h,hh,hpp,hxx,inc,def,c}';

/** What the synchronisation works on. */
export interface Server {
  readonly connection: Connection;
  readonly client: ClientFeatures;
  readonly documents: Documents;
  readonly delivery: Delivery;
  /** Has the client ask again for what shows verdicts of kernels. */
  readonly refreshVerdicts: () => void;
}

/** Follows the documents. Returns what to call when settings may have changed. */
export function syncDocuments(server: Server): () => void {
  const { connection, client, documents, delivery } = server;
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
  texts.onDidChangeContent(({ document: { uri } }) => {
    for (const each of [uri, ...documents.edited(uri)]) delivery.changed(each);
  });
  texts.onDidSave(() => recheck(server));
  texts.onDidClose(({ document: { uri } }) => {
    const dependents = documents.dependents(uri);
    documents.close(uri);
    delivery.closed(uri);
    dependents.forEach((each) => delivery.changed(each));
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

/** Follows what lies outside of the documents: settings, folders, and files on disk. */
export function followSurroundings(
  server: Server,
  configuration: Configuration,
  workspace: Workspace,
  reload: () => void,
): void {
  const { connection, client } = server;
  connection.onDidChangeConfiguration(({ settings }) => {
    configuration.take(settings);
    reload();
  });
  connection.onDidChangeWatchedFiles(({ changes }) => {
    if (changes.every(isHeader)) recheck(server);
    else reload();
  });
  connection.onInitialized(() => {
    register(connection, client);
    if (client.workspaceFolders)
      connection.workspace.onDidChangeWorkspaceFolders((event) => {
        workspace.change(event);
        reload();
      });
  });
}

function recheck({ connection, documents, delivery }: Server): void {
  documents.headersChanged();
  delivery.recheck();
  detached(connection.console, 'status', connection.sendNotification(statusChanged));
}

function isHeader({ uri }: FileEvent): boolean {
  return /\.(?:h|hh|hpp|hxx|inc|def|c)$/i.test(uri);
}

/** Asks to be told of changes where the client takes such questions. */
function register({ console, client: registry }: Connection, client: ClientFeatures): void {
  if (client.configurationEvents) {
    const options = { section: 'ebpfVerdict' };
    detached(console, 'settings', registry.register(DidChangeConfigurationNotification.type, options));
  }
  if (client.watchedFiles) {
    const watchers = [...configFiles, headerFiles].map((globPattern) => ({ globPattern }));
    detached(console, 'watching', registry.register(DidChangeWatchedFilesNotification.type, { watchers }));
  }
}
