/**
 * Starts the server as a worker and hands it what it needs from the extension's files. It is the client that reads
 * them, the worker's script too: where an extension lies on the web, only the editor knows.
 */
import { Uri, workspace, type ExtensionContext } from 'vscode';
import { BrowserMessageReader, BrowserMessageWriter } from 'vscode-languageclient/browser';
import type { MessageTransports } from 'vscode-languageclient';

/** A browser's worker; the house's types know Node only. */
interface BrowserWorker {
  postMessage(message: unknown): void;
  terminate(): void;
}
declare const Worker: new (address: string) => BrowserWorker;

export interface StartedWorker {
  readonly transports: MessageTransports;
  end(): void;
}

/** A new worker, which takes the protocol's messages from now on. Rejects when the extension's files cannot be read. */
export async function startWorker(context: ExtensionContext): Promise<StartedWorker> {
  const read: ReadFile = (...path) => workspace.fs.readFile(Uri.joinPath(context.extensionUri, ...path));
  const [script, luggage] = await Promise.all([read('dist', 'web', 'server.js'), pack(context, read)]);
  const address = URL.createObjectURL(new Blob([script], { type: 'text/javascript' }));
  const worker = new Worker(address);
  worker.postMessage(luggage);
  return {
    transports: { reader: new BrowserMessageReader(worker), writer: new BrowserMessageWriter(worker) },
    end: () => {
      worker.terminate();
      URL.revokeObjectURL(address);
    },
  };
}

type ReadFile = (...path: readonly string[]) => Thenable<Uint8Array>;

/** The server's `Luggage`. */
async function pack({ extension }: ExtensionContext, read: ReadFile): Promise<object> {
  const [runtime, grammar, tables] = await Promise.all([
    read('grammars', 'web-tree-sitter.wasm'),
    read('grammars', 'tree-sitter-c.wasm'),
    read('dist', 'web', 'tables.json'),
  ]);
  const { version } = extension.packageJSON as { readonly version: string };
  return { runtime, grammar, tables: JSON.parse(new TextDecoder().decode(tables)) as unknown, version };
}
