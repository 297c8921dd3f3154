/**
 * The entry for a worker in a browser, as vscode.dev starts it: the same server as on Node. The first message
 * brings all that Node reads from disk; after it the protocol begins. Nothing here can reach a file or the network.
 */
import {
  BrowserMessageReader,
  BrowserMessageWriter,
  createConnection,
  ErrorCodes,
  ResponseError,
} from 'vscode-languageserver/browser';
import { URI } from 'vscode-uri';
import { createEngine } from '../core/engine/create.js';
import type { Assets } from '../core/engine/engine.js';
import { parseConfigText } from '../host/config-text.js';
import type { CheckedConfig, LspHost, ProjectConfig } from './host.js';
import { inOrder } from './lifecycle.js';
import { folderOf, joinPath, openHeaders } from './open-headers.js';
import { projectFile, type ProjectFile } from './project-file.js';
import { startServer } from './server.js';

/** The first message to the worker. */
export interface Luggage extends Assets {
  /** The package's version. */
  readonly version: string;
}

/** What a worker's scope has; the house's types know Node only. */
interface WorkerScope {
  onmessage: ((event: { readonly data: Luggage }) => void) | null;
}

function start(scope: WorkerScope, luggage: Luggage): void {
  // The reader takes the scope's `onmessage` over, so that no message comes here twice.
  const connection = createConnection(
    new BrowserMessageReader(scope),
    new BrowserMessageWriter(scope),
    inOrder(),
  );
  const askForFile = (uri: string): Promise<ProjectFile | null> =>
    connection.sendRequest<ProjectFile | null>(projectFile, { uri }).catch(nullIfUnknown);
  startServer(connection, browserHost(luggage, askForFile));
}

/** A client that never heard of the request has no files to offer; any other failure is told. */
function nullIfUnknown(error: unknown): null {
  if (error instanceof ResponseError && error.code === ErrorCodes.MethodNotFound) return null;
  throw error;
}

function browserHost(
  { version, ...assets }: Luggage,
  askForFile: (uri: string) => Promise<ProjectFile | null>,
): LspHost {
  const now = (): number => performance.now();
  return {
    engine: createEngine(assets, now),
    version: Promise.resolve(version),
    platform: 'a worker in a browser',
    projectConfig: async (documentUri, ruleIds): Promise<ProjectConfig | null> => {
      const file = await askForFile(documentUri);
      return file && { ...file, ...check(file.text, ruleIds, folderOf(URI.parse(file.uri).path)) };
    },
    checkSettings: (settings, ruleIds, folder) => {
      const text = JSON.stringify(settings).replaceAll('${workspaceFolder}', '.');
      return check(text, ruleIds, URI.parse(folder).path);
    },
    headers: openHeaders(),
    now,
    soon,
    later,
  };
}

/** Paths start at `folder`; there is no kernel to call `host`. */
function check(text: string, ruleIds: readonly string[], folder: string): CheckedConfig {
  const resolve = (path: string): string => joinPath(folder, path);
  return parseConfigText(text, { knownRules: ruleIds, resolve, hostKernel: null });
}

function later(milliseconds: number, task: () => void): () => void {
  const timer = setTimeout(task, milliseconds);
  return () => clearTimeout(timer);
}

/** Messages are handled one per timer of no time, so two of those without a new message mean that none waits. */
function soon(task: () => void): () => void {
  let timer = setTimeout(() => {
    timer = setTimeout(task, 0);
  }, 0);
  return () => clearTimeout(timer);
}

/** On Node this file is only looked up for what it shares with the entry there. */
if ('importScripts' in globalThis) {
  const scope = globalThis as unknown as WorkerScope;
  scope.onmessage = ({ data }) => start(scope, data);
}
