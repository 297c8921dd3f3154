/** The extension's two ends: builds its parts when a C file is opened, and stops the server when VS Code leaves. */
import { Uri, window, type ExtensionContext } from 'vscode';
import { ServerHandle, type Channels } from './client.js';
import { registerCommands } from './commands.js';
import { ContextFieldsView } from './context-fields/view.js';
import { registerStatus } from './status.js';
import { createTrace } from './trace.js';

let running: ServerHandle | null = null;

export async function activate(context: ExtensionContext): Promise<void> {
  const channels: Channels = {
    output: window.createOutputChannel('eBPF Verdict', { log: true }),
    trace: createTrace(context.subscriptions),
  };
  const server = new ServerHandle(Uri.joinPath(context.extensionUri, 'dist', 'server.cjs'), channels);
  const fields = new ContextFieldsView(context.extensionUri, server);
  running = server;
  context.subscriptions.push(
    channels.output,
    server,
    fields,
    ...registerStatus(server),
    ...registerCommands(context, server, channels, fields),
  );
  await server.restart();
}

export function deactivate(): Promise<void> | undefined {
  return running?.stop();
}
