/** The extension's two ends where there is Node: the server is a process of its own, spoken to over IPC. */
import { Uri, workspace, type ExtensionContext } from 'vscode';
import { LanguageClient, TransportKind, type ServerOptions } from 'vscode-languageclient/node';
import { clientId, clientName, type Launch } from './client.js';
import { startParts, stopParts } from './parts.js';
import { registerVerify } from './verify/register.js';
import { registerVerifierTask } from './verifier-log/task.js';

export function activate(context: ExtensionContext): Promise<void> {
  const module = Uri.joinPath(context.extensionUri, 'dist', 'server.cjs').fsPath;
  const server: ServerOptions = {
    // A limit makes the collector give memory back; a larger nursery makes it stop less often while one types.
    run: {
      module,
      transport: TransportKind.ipc,
      options: { execArgv: ['--max-old-space-size=1024', '--max-semi-space-size=32'] },
    },
    debug: { module, transport: TransportKind.ipc, options: { execArgv: ['--nolazy', '--inspect=6019'] } },
  };
  const launch: Launch = (options) =>
    Promise.resolve({
      client: new LanguageClient(clientId, clientName, server, options),
      // The client ends the process.
      end: () => undefined,
    });
  context.subscriptions.push(registerVerifierTask());
  return startParts(context, launch, {
    commands: () => (workspace.isTrusted ? ['ebpfVerdict.verify'] : []),
    register: registerVerify,
  });
}

export function deactivate(): Promise<void> | undefined {
  return stopParts();
}
