/** The command "Report Disagreement": shows what a report would hold, and copies it only when the user says so. */
import { env, Uri, window, workspace } from 'vscode';
import type { ServerHandle } from '../client.js';
import { pickVerdict } from './pick.js';

const issues = Uri.parse('https://github.com/ebpf-verdict/ebpf-verdict/issues/new/choose');

/** `about` comes from a lens; without it the user picks a verdict. */
export async function reportDisagreement(server: ServerHandle, about: unknown): Promise<void> {
  const verdict = await pickVerdict(about, 'ebpfVerdict.showVerifierLog', 'Report a verdict that differs');
  if (!verdict) return;
  const content = await server.ask<string>('ebpfVerdict/disagreement', verdict);
  if (content === null)
    return void window.showInformationMessage('The program was edited since. Verify it again.');
  const report = await workspace.openTextDocument({ language: 'markdown', content });
  await window.showTextDocument(report);
  const copy = 'Copy and Open the Issue Tracker';
  const chosen = await window.showInformationMessage(
    'This report holds source code. Read it, and take out what is not for everybody. Nothing was sent.',
    copy,
  );
  if (chosen !== copy) return;
  await env.clipboard.writeText(report.getText());
  await env.openExternal(issues);
}
