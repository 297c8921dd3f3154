/**
 * The command "Verify with the Kernel": saves the document and has the server compile and load it, if the workspace is
 * trusted. Which compiler, which kernels and whether on save, only the machine's own settings say.
 */
import { commands, languages as vscodeLanguages, Uri, window, workspace, type TextDocument } from 'vscode';
import type { VerifyAnswer, VerifyParams } from '../../../protocol/verify.js';
import { languages, type Channels, type ServerHandle } from '../client.js';
import type { LogFindings } from '../verifier-log/findings.js';

/** What a run needs. */
export interface VerifyParts {
  readonly server: ServerHandle;
  readonly channels: Channels;
  readonly logFindings: LogFindings;
}

/** `uri` and `program` come from a lens; without them the whole document in the editor is meant. */
export async function verifyWithKernel(parts: VerifyParts, uri: unknown, program: unknown): Promise<void> {
  if (!workspace.isTrusted) return void askForTrust();
  const document = typeof uri === 'string' ? await open(uri) : window.activeTextEditor?.document;
  if (!document || !isSource(document))
    return void window.showInformationMessage('Open a BPF program in C to verify it.');
  if (document.isDirty && !(await document.save())) return;
  const answer = await ask(parts, document, typeof program === 'string' ? program : null, true);
  if (!answer) return;
  const { output } = parts.channels;
  if (answer.compiler !== '') output.error(answer.compiler);
  if (answer.summary !== '') window.setStatusBarMessage(`$(verified) ${answer.summary}`, 10_000);
  for (const failure of answer.failures) void tellFailure(failure, answer, output);
}

/** The same for a document that was just saved, where the machine's settings want it; asks nothing back. */
export async function verifySaved(parts: VerifyParts, document: TextDocument): Promise<void> {
  if (!workspace.isTrusted || !isSource(document) || !setting<boolean>('verify.onSave', false)) return;
  const answer = await ask(parts, document, null, false);
  for (const line of [answer?.compiler ?? '', ...(answer?.failures ?? [])])
    if (line !== '') parts.channels.output.info(line);
}

/** What a log said of the document before is not told beside it. */
async function ask(
  { server, logFindings }: VerifyParts,
  document: TextDocument,
  program: string | null,
  isAsked: boolean,
): Promise<VerifyAnswer | null> {
  const params: VerifyParams = {
    uri: document.uri.toString(),
    program,
    kernels: setting('verify.kernels', ['host']),
    clang: setting('verify.clang', ''),
    qemu: setting('verify.qemu', ''),
    isAsked,
  };
  const answer = await server.ask<VerifyAnswer>('ebpfVerdict/verify', params);
  if (answer && answer.summary !== '') logFindings.forget(document);
  return answer;
}

/** What the machine or the user has set; a workspace cannot, whatever its settings hold. */
function setting<T>(name: string, otherwise: T): T {
  const set = workspace.getConfiguration('ebpfVerdict').inspect<T>(name);
  return set?.globalValue ?? set?.defaultValue ?? otherwise;
}

async function tellFailure(
  failure: string,
  { compiler, remedy }: VerifyAnswer,
  output: Channels['output'],
): Promise<void> {
  const actions = [...(remedy === null ? [] : [inTerminal]), ...(compiler === '' ? [] : [showOutput])];
  const chosen = await window.showErrorMessage(`Verify with the kernel: ${failure}`, ...actions);
  if (chosen === showOutput) output.show(true);
  if (chosen !== inTerminal || remedy === null) return;
  const terminal = window.createTerminal('eBPF Verdict');
  terminal.show();
  // To be read, and sent by the user.
  terminal.sendText(remedy, false);
}

const showOutput = 'Show Output';
const inTerminal = 'Open in Terminal';

async function askForTrust(): Promise<void> {
  const manage = 'Manage Workspace Trust';
  const message =
    'Verify with the kernel compiles and loads what is in the workspace, and so takes one that you trust.';
  if ((await window.showInformationMessage(message, manage)) === manage)
    await commands.executeCommand('workbench.trust.manage');
}

function open(uri: string): Thenable<TextDocument> {
  return workspace.openTextDocument(Uri.parse(uri));
}

function isSource(document: TextDocument): boolean {
  return document.uri.scheme === 'file' && vscodeLanguages.match(languages, document) > 0;
}
