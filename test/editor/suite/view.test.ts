/** The view of a context's fields, as far as an extension can see it; what is in it, the pictures look at. */
import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { closeAll, diagnosticOn, open, rangeOf, type } from './helpers';
import { eventually } from './waiting';

const show = (): Thenable<unknown> => vscode.commands.executeCommand('ebpfVerdict.showContextFields');

function views(): readonly vscode.Tab[] {
  const tabs = vscode.window.tabGroups.all.flatMap((group) => group.tabs);
  return tabs.filter(
    ({ input }) =>
      input instanceof vscode.TabInputWebview && input.viewType.endsWith('ebpfVerdict.contextFields'),
  );
}

function titled(title: string): Promise<readonly vscode.Tab[]> {
  return eventually(`a view titled ${title}`, views, (tabs) => tabs.some((tab) => tab.label === title));
}

describe('the view of context fields', () => {
  let document: vscode.TextDocument;

  beforeEach(async () => {
    document = await open('sock.bpf.c');
    await diagnosticOn(document, 'ctx-field-read', 'ctx->src_port');
  });
  afterEach(async () => {
    await vscode.window.tabGroups.close(views());
    await closeAll();
  });

  it('opens beside the editor and leaves the cursor there', async () => {
    await show();
    const [view] = await titled('struct bpf_sock');
    assert.equal(view?.group.viewColumn, vscode.ViewColumn.Two);
    assert.equal(vscode.window.activeTextEditor?.document, document);
  });

  it('is one, however often it is asked for', async () => {
    await show();
    await show();
    await titled('struct bpf_sock');
    assert.equal(views().length, 1);
  });

  it('follows the cursor to another program, and the program to another section', async () => {
    const text = '\nSEC("xdp")\nint pass(struct xdp_md *ctx)\n{\n\treturn 2;\n}\n';
    const end = document.lineAt(document.lineCount - 1).range.end;
    await type(document, new vscode.Range(end, end), text);
    await show();
    const editor = vscode.window.activeTextEditor;
    assert.ok(editor);
    for (const [word, title] of [
      ['return 2', 'struct xdp_md'],
      ['return 1', 'struct bpf_sock'],
    ] as const) {
      const { start } = rangeOf(document, word);
      editor.selection = new vscode.Selection(start, start);
      await titled(title);
    }
  });

  it('comes back after it was closed', async () => {
    await show();
    await vscode.window.tabGroups.close(await titled('struct bpf_sock'));
    await eventually('no view', views, (tabs) => tabs.length === 0);
    await show();
    await titled('struct bpf_sock');
  });
});
