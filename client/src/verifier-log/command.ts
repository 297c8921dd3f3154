/** The command "Explain Verifier Log": finds the text, has it explained, shows what was found. */
import { commands, env, Uri, window, workspace, type QuickPickItem } from 'vscode';
import type { ExplainLogParams, LogFinding } from '../../../protocol/verifier-log.js';
import type { ServerHandle } from '../client.js';
import type { LogFindings } from './findings.js';
import { sourcesOf } from './sources.js';

/** `given` is a log's text or address, from a menu, a keybinding or another extension; without it the user picks. */
export async function explainVerifierLog(
  server: ServerHandle,
  findings: LogFindings,
  given: unknown,
): Promise<void> {
  const text = await logText(given);
  if (text === null) return;
  const params: ExplainLogParams = { text, sources: await sourcesOf(text) };
  const found = await server.ask<readonly LogFinding[]>('ebpfVerdict/explainLog', params);
  if (found) await present(found, findings);
}

/** The same for what is selected in the terminal, as its menu offers it. */
export async function explainTerminalSelection(server: ServerHandle, findings: LogFindings): Promise<void> {
  await explainVerifierLog(server, findings, await terminalSelection());
}

async function present(found: readonly LogFinding[], findings: LogFindings): Promise<void> {
  if (found.length === 0) {
    void window.showInformationMessage('There is no verifier log in this text.');
    return;
  }
  const first = await findings.show(found);
  if (first) await window.showTextDocument(first.uri, { selection: first.range });
  const faults = found.filter(({ verdict }) => verdict !== 'accepted');
  if (faults.length === 0) void window.showInformationMessage('Every program in this log was accepted.');
  else if (faults.some(({ uri, line }) => uri === null || line === null)) await openReport(faults);
}

/** What has no place in a file at hand is told as a page. */
async function openReport(faults: readonly LogFinding[]): Promise<void> {
  const content = faults.map(reportOf).join('\n\n');
  const document = await workspace.openTextDocument({ language: 'plaintext', content });
  await window.showTextDocument(document, { preserveFocus: true, preview: true });
}

function reportOf({
  program,
  verdict,
  id,
  file,
  line,
  message,
  register,
  fix,
  trail,
  notes,
}: LogFinding): string {
  const place = line === null ? [] : [`at ${file ?? 'line'}:${line + 1}`];
  const steps = trail.map((step) => `  ${step.line === null ? '' : `line ${step.line + 1}: `}${step.what}`);
  return [
    `${program ?? 'a program without a name'}: ${verdict}${id === null ? '' : ` (${id})`}`,
    ...[
      ...place,
      message,
      ...(register === null ? [] : [register]),
      ...steps,
      ...(fix === null ? [] : [fix]),
      ...notes,
    ],
  ].join('\n');
}

/** The text of the log; null where there is none, or the user thought better of it. */
async function logText(given: unknown): Promise<string | null> {
  if (typeof given === 'string') return given;
  if (given instanceof Uri) return readFile(given);
  const items = [...fromEditor(), ...elsewhere];
  const picked = await window.showQuickPick(items, { title: 'Explain a verifier log: where is it?' });
  return picked ? picked.read() : null;
}

interface Place extends QuickPickItem {
  read(): Thenable<string | null> | string | null;
}

/** The selection, or the whole text of an editor that shows no C. */
function fromEditor(): readonly Place[] {
  const editor = window.activeTextEditor;
  if (!editor) return [];
  const { document, selection } = editor;
  const isSource = document.languageId === 'c' || document.languageId === 'cpp';
  if (!selection.isEmpty) return [{ label: 'Selection', read: () => document.getText(selection) }];
  return isSource ? [] : [{ label: 'Text of the editor', read: () => document.getText() }];
}

const elsewhere: readonly Place[] = [
  { label: 'Clipboard', read: () => env.clipboard.readText() },
  { label: 'Selection in the terminal', read: terminalSelection },
  { label: 'File...', read: pickFile },
];

/** The editor has no other way to it than the clipboard, which is put back. */
async function terminalSelection(): Promise<string> {
  const before = await env.clipboard.readText();
  await commands.executeCommand('workbench.action.terminal.copySelection');
  const text = await env.clipboard.readText();
  await env.clipboard.writeText(before);
  return text;
}

async function pickFile(): Promise<string | null> {
  const [uri] = (await window.showOpenDialog({ title: 'Verifier log' })) ?? [];
  return uri ? readFile(uri) : null;
}

async function readFile(uri: Uri): Promise<string> {
  return new TextDecoder().decode(await workspace.fs.readFile(uri));
}
