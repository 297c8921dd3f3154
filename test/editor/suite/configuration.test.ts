/** Settings and the project's file: each change reaches every open document without a keystroke. */
import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { closeAll, codeOf, diagnosticOn, diagnosticsWhere, open } from './helpers';

const FORBIDDEN = 'ctx->src_port';
const folder = vscode.workspace.workspaceFolders?.[0]?.uri ?? vscode.Uri.file('/');
const second = vscode.Uri.joinPath(folder, 'second.bpf.c');
const project = vscode.Uri.joinPath(folder, 'ebpf-verdict.jsonc');

function readsBecome(
  document: vscode.TextDocument,
  what: string,
  severity: vscode.DiagnosticSeverity | null,
): Promise<unknown> {
  return diagnosticsWhere(document, what, (found) => {
    const read = found.find((each) => codeOf(each) === 'ctx-field-read');
    return severity === null ? read === undefined && found.length > 0 : read?.severity === severity;
  });
}

describe('configuration', () => {
  let documents: readonly vscode.TextDocument[];
  const settings = (): vscode.WorkspaceConfiguration => vscode.workspace.getConfiguration('ebpfVerdict');
  const setRules = (rules: unknown): Thenable<void> =>
    settings().update('rules', rules, vscode.ConfigurationTarget.Workspace);

  beforeEach(async () => {
    await vscode.workspace.fs.copy(vscode.Uri.joinPath(folder, 'sock.bpf.c'), second, { overwrite: true });
    const first = await open('sock.bpf.c');
    await vscode.commands.executeCommand('workbench.action.keepEditor'); // else the next one takes its tab
    documents = [first, await open('second.bpf.c')];
    for (const document of documents) await diagnosticOn(document, 'ctx-field-read', FORBIDDEN);
  });
  afterEach(async () => {
    await setRules(undefined);
    await closeAll();
    await vscode.workspace.fs.delete(second);
  });

  it('of the editor is followed in all open documents', async () => {
    await setRules({ 'ctx-field-read': 'off' });
    for (const document of documents) await readsBecome(document, 'no ctx-field-read', null);
    await setRules({ 'ctx-field-read': 'information' });
    for (const document of documents)
      await readsBecome(document, 'information', vscode.DiagnosticSeverity.Information);
  });

  it('of the project wins while its file is there', async () => {
    await setRules({ 'ctx-field-read': 'off' });
    await readsBecome(documents[0] as vscode.TextDocument, 'no ctx-field-read', null);
    const text = '{ "rules": { "ctx-field-read": "warning" } }';
    await vscode.workspace.fs.writeFile(project, new TextEncoder().encode(text));
    try {
      for (const document of documents)
        await readsBecome(document, 'a warning', vscode.DiagnosticSeverity.Warning);
    } finally {
      await vscode.workspace.fs.delete(project);
    }
    for (const document of documents) await readsBecome(document, 'no ctx-field-read', null);
  });

  it('with a mistake is shown on the project’s file', async () => {
    const text = '{ "kernle": "6.1" }';
    await vscode.workspace.fs.writeFile(project, new TextEncoder().encode(text));
    try {
      const config = await vscode.workspace.openTextDocument(project);
      const found = await diagnosticsWhere(config, 'the mistake', (all) => all.length > 0);
      assert.match(found[0]?.message ?? '', /kernle/);
    } finally {
      await vscode.workspace.fs.delete(project);
    }
  });
});
