/** The extension's parts, the same on the desktop and in a browser: built when a C file is opened, stopped at the end. */
import { window, type ExtensionContext } from 'vscode';
import { ServerHandle, type Channels, type Launch } from './client.js';
import { registerCommands } from './commands.js';
import { ContextFieldsView } from './context-fields/view.js';
import { registerStatus } from './status.js';
import { createTrace } from './trace.js';
import { LogFindings } from './verifier-log/findings.js';

let running: ServerHandle | null = null;

/** Builds everything and starts the server, which `launch` knows how to do. */
export async function startParts(context: ExtensionContext, launch: Launch): Promise<void> {
  const channels: Channels = {
    output: window.createOutputChannel('eBPF Verdict', { log: true }),
    trace: createTrace(context.subscriptions),
  };
  const server = new ServerHandle(launch, channels);
  const fields = new ContextFieldsView(context.extensionUri, server);
  const logFindings = new LogFindings();
  running = server;
  context.subscriptions.push(
    channels.output,
    server,
    fields,
    logFindings,
    ...registerStatus(server),
    ...registerCommands(context, server, channels, fields, logFindings),
  );
  await server.restart();
}

export function stopParts(): Promise<void> | undefined {
  return running?.stop();
}
