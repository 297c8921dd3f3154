/** What is offered and shown while a program is typed: completion, symbols, hints behind sections. */
import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { closeAll, diagnosticOn, hoverText, open, rangeOf, type } from './helpers';
import { eventually } from './waiting';

/** The completions at a position, once one with this label is among them. */
async function completionsWith(
  document: vscode.TextDocument,
  position: vscode.Position,
  label: string,
): Promise<readonly vscode.CompletionItem[]> {
  const ask = async (): Promise<vscode.CompletionItem[]> => {
    const list = await vscode.commands.executeCommand<vscode.CompletionList>(
      'vscode.executeCompletionItemProvider',
      document.uri,
      position,
    );
    return list.items;
  };
  return eventually(`${label} is offered`, ask, (items) => items.some((item) => labelOf(item) === label));
}

function labelOf({ label }: vscode.CompletionItem): string {
  return typeof label === 'string' ? label : label.label;
}

function find(items: readonly vscode.CompletionItem[], label: string): vscode.CompletionItem {
  const item = items.find((each) => labelOf(each) === label);
  assert.ok(item, `${label} is not offered`);
  return item;
}

describe('typing', () => {
  let document: vscode.TextDocument;

  beforeEach(async () => {
    document = await open('sock.bpf.c');
    await diagnosticOn(document, 'ctx-field-read', 'ctx->src_port');
  });
  afterEach(closeAll);

  it('completes the fields of a context, the refused ones struck through', async () => {
    await type(document, rangeOf(document, 'ctx->src_port;'), 'ctx->');
    const { end } = rangeOf(document, '__u32 port = ctx->');
    const items = await completionsWith(document, end, 'src_port');
    assert.deepEqual(find(items, 'src_port').tags, [vscode.CompletionItemTag.Deprecated]);
    assert.equal(find(items, 'family').tags, undefined);
    assert.ok((find(items, 'family').sortText ?? '') < (find(items, 'src_port').sortText ?? ''));
  });

  it('completes a section with a placeholder for its target', async () => {
    await type(document, rangeOf(document, 'cgroup/sock_create'), 'kpr');
    const items = await completionsWith(document, rangeOf(document, 'SEC("kpr').end, 'kprobe/');
    const { insertText } = find(items, 'kprobe/');
    assert.ok(insertText instanceof vscode.SnippetString);
    assert.equal(insertText.value, 'kprobe/${1:kernel function}');
  });

  it('completes rule ids in suppression comments, and explains them', async () => {
    await type(document, rangeOf(document, 'ctx->src_port;'), 'ctx->src_port; // ebpf-verdict-disable-line ');
    const { end } = rangeOf(document, 'ebpf-verdict-disable-line ');
    await completionsWith(document, end, 'ctx-field-read');
    await type(document, new vscode.Range(end, end), 'ctx-field-read');
    const text = await hoverText(document, rangeOf(document, 'field-read').start);
    assert.match(text, /rules\/docs\/ctx-field-read\.md/);
  });

  it('lists programs and maps', async () => {
    const symbols = await eventually(
      'symbols',
      () =>
        vscode.commands.executeCommand<vscode.DocumentSymbol[]>(
          'vscode.executeDocumentSymbolProvider',
          document.uri,
        ),
      (found) => found.length > 0,
    );
    assert.deepEqual(
      symbols.map(({ name, detail }) => [name, detail]),
      [
        ['created', 'BPF_MAP_TYPE_HASH, __u32 → __u64'],
        ['count_sockets', 'SEC("cgroup/sock_create"), BPF_PROG_TYPE_CGROUP_SOCK'],
      ],
    );
    const everywhere = await vscode.commands.executeCommand<vscode.SymbolInformation[]>(
      'vscode.executeWorkspaceSymbolProvider',
      'countsock',
    );
    assert.ok(everywhere.some(({ name }) => name === 'count_sockets'));
  });

  it('hints at program types once that is wanted', async () => {
    const settings = vscode.workspace.getConfiguration('ebpfVerdict', document);
    const hints = (): Thenable<vscode.InlayHint[]> =>
      vscode.commands.executeCommand(
        'vscode.executeInlayHintProvider',
        document.uri,
        new vscode.Range(0, 0, document.lineCount, 0),
      );
    assert.deepEqual(await hints(), []);
    await settings.update('inlayHints.enable', true, vscode.ConfigurationTarget.Workspace);
    try {
      const [hint] = await eventually('a hint', hints, (found) => found.length > 0);
      assert.equal(hint?.label, 'BPF_PROG_TYPE_CGROUP_SOCK, BPF_CGROUP_INET_SOCK_CREATE');
    } finally {
      await settings.update('inlayHints.enable', undefined, vscode.ConfigurationTarget.Workspace);
    }
  });
});
