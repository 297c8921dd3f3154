/** The commands of the palette. */
import {
  commands,
  env,
  UIKind,
  version,
  window,
  workspace,
  type Disposable,
  type ExtensionContext,
} from 'vscode';
import type { Channels, ServerHandle } from './client.js';
import type { ContextFieldsView } from './context-fields/view.js';
import { explainRule } from './explain.js';
import { explainTerminalSelection, explainVerifierLog } from './verifier-log/command.js';
import type { LogFindings } from './verifier-log/findings.js';

export function registerCommands(
  context: ExtensionContext,
  server: ServerHandle,
  channels: Channels,
  fields: ContextFieldsView,
  logFindings: LogFindings,
): Disposable[] {
  const { registerCommand } = commands;
  return [
    registerCommand('ebpfVerdict.restart', () => server.restart()),
    registerCommand('ebpfVerdict.showOutput', () => channels.output.show(true)),
    registerCommand('ebpfVerdict.explainRule', (id: unknown) => explainRule(context.extensionUri, id)),
    registerCommand('ebpfVerdict.explainVerifierLog', (log: unknown) =>
      explainVerifierLog(server, logFindings, log),
    ),
    registerCommand('ebpfVerdict.explainTerminalSelection', () =>
      explainTerminalSelection(server, logFindings),
    ),
    registerCommand('ebpfVerdict.showContextFields', () => fields.show()),
    registerCommand('ebpfVerdict.debugInformation', () => debugInformation(server)),
  ];
}

/** Opens what an issue should quote, to be read before it is sent anywhere. */
async function debugInformation(server: ServerHandle): Promise<void> {
  const fromServer = await server.ask<string>('ebpfVerdict/debugInformation', {});
  const kind = env.uiKind === UIKind.Web ? 'web' : 'desktop';
  const editor = `- ${env.appName} ${version} (${kind}${env.remoteName === undefined ? '' : `, ${env.remoteName}`})`;
  const content = `${editor}\n- server: ${server.state}\n${fromServer ?? ''}\n`;
  const document = await workspace.openTextDocument({ language: 'markdown', content });
  await window.showTextDocument(document);
}
