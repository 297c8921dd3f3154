/** Completion, symbols and inlay hints over the protocol, and what a modest client gets instead. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type {
  CodeAction,
  CompletionItem,
  DocumentSymbol,
  InlayHint,
  SignatureHelp,
  SymbolInformation,
} from 'vscode-languageserver/node';
import { modernClient, TestClient } from './support/client.js';
import { forbiddenRead, plainC } from './support/programs.js';

const ableClient = {
  ...modernClient,
  textDocument: {
    ...modernClient.textDocument,
    completion: {
      completionItem: {
        snippetSupport: true,
        tagSupport: { valueSet: [1 as const] },
        labelDetailsSupport: true,
      },
    },
    documentSymbol: { hierarchicalDocumentSymbolSupport: true },
  },
  workspace: { ...modernClient.workspace, configuration: true },
  experimental: { commands: ['ebpfVerdict.explainRule'] },
};

let client: TestClient;
let settings: unknown = {};
before(async () => {
  client = await TestClient.start({ capabilities: ableClient, settings: () => settings });
});
after(() => client.stop());

function completionsAfter(uri: string, part: string, asking = client): Promise<CompletionItem[]> {
  const position = asking.rangeOf(uri, part).end;
  return asking.connection.sendRequest('textDocument/completion', { textDocument: { uri }, position });
}

function find(items: readonly CompletionItem[], label: string): CompletionItem {
  const item = items.find((each) => each.label === label);
  assert.ok(item, `${label} is not offered`);
  return item;
}

test('the fields of a context are completed while they are typed', async () => {
  const uri = client.open(forbiddenRead);
  client.replace(uri, 'return ctx->src_port;\n}\n', 'if (ctx->');
  const items = await completionsAfter(uri, 'if (ctx->');
  const [port, family] = [find(items, 'src_port'), find(items, 'family')];
  assert.deepEqual(port.tags, [1]);
  assert.match(port.labelDetails?.description ?? '', /invalid bpf_context access off=44/);
  assert.equal(family.tags, undefined);
  assert.ok((family.sortText ?? '') < (port.sortText ?? ''));
  client.close(uri);
});

test('a section with a target is a snippet where the client has snippets', async () => {
  const text = forbiddenRead.replace('cgroup/sock_create', 'kpr');
  const uri = client.open(text);
  const item = find(await completionsAfter(uri, 'SEC("kpr'), 'kprobe/');
  const range = client.rangeOf(uri, 'kpr');
  assert.deepEqual(item.textEdit, { range, newText: 'kprobe/${1:kernel function}' });
  client.close(uri);
  const plain = await TestClient.start();
  const other = plain.open(text);
  const modest = find(await completionsAfter(other, 'SEC("kpr', plain), 'kprobe/');
  assert.deepEqual(modest.textEdit, { range, newText: 'kprobe/' });
  assert.equal(modest.insertTextFormat, 1);
  await plain.stop();
});

test('completion is offered at the characters that begin it', () => {
  const { completionProvider } = client.result.capabilities;
  assert.deepEqual(completionProvider?.triggerCharacters, ['"', '/', '>', '.']);
});

test('helpers complete by program type, and their arguments are told while they are typed', async () => {
  const uri = client.open(forbiddenRead);
  client.replace(uri, 'return ctx->src_port;\n}\n', 'bpf_get_netns_cookie(');
  const items = await completionsAfter(uri, 'bpf_get_netns');
  const [cookie, store] = [find(items, 'bpf_get_netns_cookie'), find(items, 'bpf_skb_store_bytes')];
  assert.equal(cookie.tags, undefined);
  assert.deepEqual(store.tags, [1]);
  const position = client.rangeOf(uri, 'bpf_get_netns_cookie(').end;
  const help = await client.connection.sendRequest<SignatureHelp>('textDocument/signatureHelp', {
    textDocument: { uri },
    position,
  });
  assert.equal(help.signatures[0]?.label, '__u64 bpf_get_netns_cookie(void *ctx)');
  assert.equal(help.activeParameter, 0);
  client.close(uri);
});

test('programs are the symbols of a document, and of all open ones', async () => {
  const uri = client.open(forbiddenRead);
  const other = client.open(forbiddenRead.replace('int f(', 'int another_one('));
  const [symbol, ...none] = await client.connection.sendRequest<DocumentSymbol[]>(
    'textDocument/documentSymbol',
    {
      textDocument: { uri },
    },
  );
  assert.deepEqual(none, []);
  assert.equal(symbol?.name, 'f');
  assert.equal(symbol.detail, 'SEC("cgroup/sock_create"), BPF_PROG_TYPE_CGROUP_SOCK');
  assert.equal(client.textAt(uri, symbol.selectionRange), 'f');
  const ask = (query: string): Promise<SymbolInformation[]> =>
    client.connection.sendRequest('workspace/symbol', { query });
  assert.deepEqual(
    (await ask('anone')).map((each) => [each.name, each.location.uri]),
    [['another_one', other]],
  );
  assert.equal((await ask('')).length, 2);
  client.close(uri);
  client.close(other);
});

test('plain C has no symbols', async () => {
  const uri = client.open(plainC, 'file:///project/plain.c');
  const params = { textDocument: { uri } };
  assert.deepEqual(await client.connection.sendRequest('textDocument/documentSymbol', params), []);
  client.close(uri);
});

test('inlay hints are off until they are wanted', async () => {
  const uri = client.open(forbiddenRead);
  const range = { start: { line: 0, character: 0 }, end: { line: 20, character: 0 } };
  const ask = (): Promise<InlayHint[]> =>
    client.connection.sendRequest('textDocument/inlayHint', { textDocument: { uri }, range });
  assert.deepEqual(await ask(), []);
  settings = { inlayHints: { enable: true }, completion: { enable: false } };
  await client.connection.sendNotification('workspace/didChangeConfiguration', { settings: null });
  const [hint] = await ask();
  assert.equal(hint?.label, 'BPF_PROG_TYPE_CGROUP_SOCK, BPF_CGROUP_INET_SOCK_CREATE');
  assert.deepEqual(hint.position, client.rangeOf(uri, 'SEC("cgroup/sock_create")').end);
  assert.deepEqual(await completionsAfter(uri, 'return ctx->'), [], 'completion is switched off');
  client.close(uri);
});

test('a finding offers its page, comments, and last of all other sections', async () => {
  const uri = client.open(forbiddenRead);
  const actions = await client.codeActions(uri, client.rangeOf(uri, 'ctx->src_port'));
  assert.deepEqual(
    actions.map((each) => each.title),
    [
      'Explain ctx-field-read',
      'Disable ctx-field-read for this line',
      'Disable ctx-field-read for this file',
      'Change the section to "cgroup/post_bind4" (cgroup IPv4 post-bind)',
      'Change the section to "cgroup/post_bind6" (cgroup IPv6 post-bind)',
    ],
  );
  assert.ok(actions.every((each) => each.isPreferred === undefined && each.kind === 'quickfix'));
  assert.deepEqual(actions[0]?.command?.arguments, ['ctx-field-read']);
  client.close(uri);
});

test('a client that cannot show a page is not offered it', async () => {
  const plain = await TestClient.start();
  const uri = plain.open(forbiddenRead);
  const actions: CodeAction[] = await plain.codeActions(uri, plain.rangeOf(uri, 'ctx->src_port'));
  assert.ok(actions.length > 0 && actions.every((each) => each.command === undefined));
  await plain.stop();
});

test('the table of a context comes for the program at a position and the kernel that is asked for', async () => {
  const uri = client.open(forbiddenRead);
  const ask = (
    kernel: string | null,
  ): Promise<{ struct: string; targets: string[]; program: string } | null> =>
    client.connection.sendRequest('ebpfVerdict/contextFields', {
      uri,
      position: client.rangeOf(uri, 'return').start,
      kernel,
    });
  const table = await ask(null);
  assert.equal(table?.program, 'f');
  assert.equal(table.struct, 'bpf_sock');
  assert.deepEqual((await ask('5.10'))?.targets, ['5.10']);
  client.replace(uri, 'SEC("cgroup/sock_create")', '');
  assert.equal(await ask(null), null);
  client.close(uri);
});
