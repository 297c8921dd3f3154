/** What can be done about a finding: silenced, moved to another section, explained, and mended on save. */
import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import {
  apply,
  closeAll,
  codeOf,
  diagnosticOn,
  diagnosticsOf,
  diagnosticsWhere,
  open,
  quickFix,
  rangeOf,
} from './helpers';
import { eventually } from './waiting';

const FORBIDDEN = 'ctx->src_port';

function withoutReads(document: vscode.TextDocument): Promise<vscode.Diagnostic[]> {
  return diagnosticsWhere(document, 'no ctx-field-read', (found) =>
    found.every((each) => codeOf(each) !== 'ctx-field-read'),
  );
}

describe('a finding', () => {
  let document: vscode.TextDocument;

  beforeEach(async () => {
    document = await open('sock.bpf.c');
    await diagnosticOn(document, 'ctx-field-read', FORBIDDEN);
  });
  afterEach(closeAll);

  it('is silenced for its line, with the indent of the code', async () => {
    const range = rangeOf(document, FORBIDDEN);
    await apply(await quickFix(document, range, /^Disable ctx-field-read for this line$/));
    assert.equal(
      document.lineAt(range.start.line).text,
      '\t// ebpf-verdict-disable-next-line ctx-field-read',
    );
    const left = await withoutReads(document);
    assert.ok(left.some((each) => codeOf(each) === 'probe-read-on-ctx'));
  });

  it('is silenced for its file, below the licence', async () => {
    await apply(await quickFix(document, rangeOf(document, FORBIDDEN), /for this file$/));
    assert.equal(document.lineAt(1).text, '// ebpf-verdict-disable ctx-field-read');
    await withoutReads(document);
  });

  it('shows a comment that is not needed any more, and removes it', async () => {
    await apply(await quickFix(document, rangeOf(document, FORBIDDEN), /for this line$/));
    await apply(await quickFix(document, rangeOf(document, 'BPF_CORE_READ(ctx'), /for this file$/));
    const edit = new vscode.WorkspaceEdit();
    edit.replace(document.uri, rangeOf(document, FORBIDDEN), 'ctx->protocol');
    assert.ok(await vscode.workspace.applyEdit(edit));
    const words = 'ebpf-verdict-disable-next-line ctx-field-read';
    const found = await diagnosticOn(document, 'unused-suppression', words);
    assert.equal(found.severity, vscode.DiagnosticSeverity.Hint);
    assert.deepEqual(found.tags, [vscode.DiagnosticTag.Unnecessary]);
    await apply(await quickFix(document, found.range, /^Remove the suppression$/));
    assert.ok(!document.getText().includes(words));
    await diagnosticsWhere(document, 'nothing', (all) => all.length === 0);
  });

  it('can be moved to a section that allows it', async () => {
    await apply(await quickFix(document, rangeOf(document, FORBIDDEN), /"cgroup\/post_bind4"/));
    assert.ok(document.getText().includes('SEC("cgroup/post_bind4")'));
    await withoutReads(document);
  });

  it('is explained on the page of its rule', async () => {
    const fix = await quickFix(document, rangeOf(document, FORBIDDEN), /^Explain ctx-field-read$/);
    await apply(fix);
    const tabs = (): readonly string[] =>
      vscode.window.tabGroups.all.flatMap((group) => group.tabs.map((tab) => tab.label));
    await eventually('the page', tabs, (labels) => labels.some((label) => label.includes('ctx-field-read')));
    await vscode.commands.executeCommand('workbench.action.closeActiveEditor');
  });
});

describe('fix-all on save', () => {
  const setting = { 'source.fixAll.ebpfVerdict': 'explicit' };
  let uri: vscode.Uri;

  before(async () => {
    const folder = vscode.workspace.workspaceFolders?.[0];
    assert.ok(folder);
    uri = vscode.Uri.joinPath(folder.uri, 'saved.bpf.c');
    await vscode.workspace.fs.copy(vscode.Uri.joinPath(folder.uri, 'sock.bpf.c'), uri);
    await update(setting);
  });
  after(async () => {
    await update(undefined);
    await closeAll();
    await vscode.workspace.fs.delete(uri);
  });

  const update = (value: unknown): Thenable<void> =>
    vscode.workspace
      .getConfiguration('editor')
      .update('codeActionsOnSave', value, vscode.ConfigurationTarget.Workspace);

  it('applies what is safe, writes it to disk, and leaves the rest', async () => {
    const document = await open('saved.bpf.c');
    await diagnosticOn(document, 'probe-read-on-ctx', 'BPF_CORE_READ(ctx, family)');
    const edit = new vscode.WorkspaceEdit();
    edit.insert(document.uri, new vscode.Position(0, 0), '\n');
    assert.ok(await vscode.workspace.applyEdit(edit));
    await diagnosticOn(document, 'probe-read-on-ctx', 'BPF_CORE_READ(ctx, family)');
    assert.ok(await document.save());
    const saved = new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
    assert.ok(saved.includes('__u32 family = ctx->family;'), saved);
    assert.ok(saved.includes(FORBIDDEN));
    await diagnosticsWhere(document, 'only the refused read', (found) => found.length === 1);
    assert.deepEqual(diagnosticsOf(document).map(codeOf), ['ctx-field-read']);
  });
});
