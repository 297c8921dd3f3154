/** The extension's parts, the same on the desktop and in a browser: built when a C file is opened, stopped at the end. */
import { window, type Disposable, type ExtensionContext } from 'vscode';
import { ServerHandle, type Channels, type Launch } from './client.js';
import { registerCommands } from './commands.js';
import { ContextFieldsView } from './context-fields/view.js';
import { registerStatus } from './status.js';
import { createTrace } from './trace.js';
import { LogFindings } from './verifier-log/findings.js';

let running: ServerHandle | null = null;

/** What only one of the two ends has. */
export interface Extras {
  /** Commands that the server may name, besides those of both. */
  readonly commands: () => readonly string[];
  register(server: ServerHandle, channels: Channels, logFindings: LogFindings): Disposable[];
}

/** Builds everything and starts the server, which `launch` knows how to do. */
export async function startParts(
  context: ExtensionContext,
  launch: Launch,
  extras: Extras | null,
): Promise<void> {
  const channels: Channels = {
    output: window.createOutputChannel('eBPF Verdict', { log: true }),
    trace: createTrace(context.subscriptions),
  };
  const named = (): readonly string[] => ['ebpfVerdict.explainRule', ...(extras?.commands() ?? [])];
  const server = new ServerHandle(launch, channels, named);
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
    ...(extras?.register(server, channels, logFindings) ?? []),
  );
  await server.restart();
}

export function stopParts(): Promise<void> | undefined {
  return running?.stop();
}
