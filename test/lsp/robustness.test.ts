/** Input that no editor should send, and text that no author should write: the server answers on. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { TestClient } from './support/client.js';
import { forbiddenRead } from './support/programs.js';

let client: TestClient;
before(async () => {
  client = await TestClient.start();
});
after(async () => {
  assert.equal(await client.stop(), 0);
});

/** The ranges' text of the findings in a text, each time in a document of its own. */
async function marked(text: string): Promise<string[]> {
  const uri = client.open(text, `file:///project/${encodeURIComponent('ünï 🙂')}.bpf.c`);
  const found = await client.diagnostics(uri);
  const parts = found.map((each) => client.textAt(uri, each.range));
  client.published.length = 0;
  client.close(uri);
  return parts;
}

test('a byte order mark, CRLF and a lone CR do not move the finding', async () => {
  assert.deepEqual(await marked(`\uFEFF${forbiddenRead}`), ['ctx->src_port']);
  assert.deepEqual(await marked(forbiddenRead.replaceAll('\n', '\r\n')), ['ctx->src_port']);
  assert.deepEqual(await marked(`// one\r// two\r\n${forbiddenRead}`), ['ctx->src_port']);
});

test('columns count UTF-16 units, as the protocol has them', async () => {
  const text = forbiddenRead.replace('\treturn', '\t/* 🙂 é 漢 */ return');
  assert.deepEqual(await marked(text), ['ctx->src_port']);
  const uri = client.open(text);
  assert.ok(await client.hover(uri, 'src_port'));
  client.close(uri);
});

test('a line of five megabytes, deep nesting and binary noise are survived', async () => {
  await marked(`${forbiddenRead}int a[] = { ${'1, '.repeat(1_700_000)} };`);
  await marked(`${forbiddenRead}int f2(void) { return ${'('.repeat(50_000)}1${')'.repeat(50_000)}; }`);
  await marked(
    `${forbiddenRead}\0${Array.from({ length: 20_000 }, (_, i) => String.fromCharCode(i * 7)).join('')}`,
  );
  assert.deepEqual(await marked(forbiddenRead), ['ctx->src_port']);
});

test('unknown methods are refused and unknown notifications ignored', async () => {
  await assert.rejects(client.connection.sendRequest('textDocument/noSuchThing', {}), { code: -32601 });
  await client.connection.sendNotification('noSuch/notification', { a: 1 });
  assert.deepEqual(await marked(forbiddenRead), ['ctx->src_port']);
});

test('documents that were never opened, and positions beyond the end, are answered with nothing', async () => {
  const textDocument = { uri: 'file:///project/unknown.c' };
  const position = { line: 1e6, character: 1e6 };
  const range = { start: position, end: position };
  const { connection } = client;
  assert.equal(await connection.sendRequest('textDocument/hover', { textDocument, position }), null);
  const params = { textDocument, range, context: { diagnostics: [] } };
  assert.deepEqual(await connection.sendRequest('textDocument/codeAction', params), []);
  const uri = client.open(forbiddenRead);
  assert.equal(await connection.sendRequest('textDocument/hover', { textDocument: { uri }, position }), null);
  client.close(uri);
});

test('changes to what is not open, ranges outside the text, and missing parameters do no harm', async () => {
  const { connection } = client;
  const contentChanges = [{ text: 'x' }];
  await connection.sendNotification('textDocument/didChange', {
    textDocument: { uri: 'file:///project/unknown.c', version: 7 },
    contentChanges,
  });
  await connection.sendNotification('textDocument/didClose', {
    textDocument: { uri: 'file:///project/unknown.c' },
  });
  await connection.sendNotification('textDocument/didChange', {});
  await connection.sendNotification('textDocument/didOpen', {});
  await connection.sendRequest('textDocument/hover', {}).catch(() => undefined);
  const uri = client.open(forbiddenRead);
  const far = { start: { line: 900, character: 9 }, end: { line: 901, character: 0 } };
  client.change(uri, [{ range: far, text: '\n// the end\n' }]);
  assert.equal((await client.diagnostics(uri)).length, 1);
  client.close(uri);
});

test('an address that is no file is served like any other', async () => {
  for (const uri of ['untitled:Untitled-1', 'vscode-vfs://github/a/b/x.bpf.c', 'nonsense']) {
    client.open(forbiddenRead, uri);
    assert.equal((await client.diagnostics(uri)).length, 1, uri);
    client.close(uri);
  }
});
