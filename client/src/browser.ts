/** The extension's two ends in a browser, as on vscode.dev: the server is a worker, and the client reads files for it. */
import { Uri, type ExtensionContext } from 'vscode';
import { LanguageClient } from 'vscode-languageclient/browser';
import { clientId, clientName, type Launch } from './client.js';
import { startParts, stopParts } from './parts.js';
import { projectFileOf } from './project-file.js';
import { startWorker } from './worker.js';

export function activate(context: ExtensionContext): Promise<void> {
  const launch: Launch = async (options) => {
    const worker = await startWorker(context);
    const client = new LanguageClient(
      clientId,
      clientName,
      () => Promise.resolve(worker.transports),
      options,
    );
    client.onRequest('ebpfVerdict/projectFile', ({ uri }: { readonly uri: string }) =>
      projectFileOf(Uri.parse(uri)),
    );
    return { client, end: () => worker.end() };
  };
  return startParts(context, launch, null);
}

export function deactivate(): Promise<void> | undefined {
  return stopParts();
}
