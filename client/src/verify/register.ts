/** All that has a program verified by a kernel, for where the server can start processes. */
import { commands, workspace, type Disposable } from 'vscode';
import type { Channels, ServerHandle } from '../client.js';
import type { LogFindings } from '../verifier-log/findings.js';
import { verifySaved, verifyWithKernel } from './command.js';
import { VerifierLogs } from './log.js';
import { reportDisagreement } from './report.js';

export function registerVerify(
  server: ServerHandle,
  channels: Channels,
  logFindings: LogFindings,
): Disposable[] {
  const { registerCommand } = commands;
  const logs = new VerifierLogs(server);
  // Also where the editor is a page in a browser: what counts is that the server runs on Node.
  void commands.executeCommand('setContext', 'ebpfVerdict.canVerify', true);
  return [
    logs,
    registerCommand('ebpfVerdict.verify', (uri: unknown, program: unknown) =>
      verifyWithKernel({ server, channels, logFindings }, uri, program),
    ),
    registerCommand('ebpfVerdict.showVerifierLog', (about: unknown) => logs.show(about)),
    registerCommand('ebpfVerdict.reportDisagreement', (about: unknown) => reportDisagreement(server, about)),
    workspace.onDidSaveTextDocument((document) => verifySaved({ server, channels, logFindings }, document)),
    // The server offers no lenses in a workspace that is not trusted.
    workspace.onDidGrantWorkspaceTrust(() => server.restart()),
  ];
}
