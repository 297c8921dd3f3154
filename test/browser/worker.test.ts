/**
 * The server in a browser's worker. It must say, word for word, what the server on Node says; it finds the project's
 * file through its client, and headers among the open documents; it loads nothing by itself.
 */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { after, before, test } from 'node:test';
import { loadAssets } from '../../server/src/host/assets.js';
import { messageOf, modernClient, TestClient } from '../lsp/support/client.js';
import { forbiddenRead, plainC } from '../lsp/support/programs.js';
import { interview } from './support/interview.js';
import { noBrowser } from './support/browser.js';
import { openWorker, type OpenWorker } from './support/worker.js';

const sample = readFileSync('samples/sock.bpf.c', 'utf8');
const skip = noBrowser;
const options = { initializationOptions: { inlayHints: { enable: true } } };

let worker: OpenWorker;
let client: TestClient;
/** What the client answers when it is asked for a project file. */
let projectFile: { readonly uri: string; readonly text: string } | null = null;

before(async () => {
  if (skip !== false) return;
  worker = await openWorker();
  worker.connection.onRequest('ebpfVerdict/projectFile', () => projectFile);
  client = await TestClient.over(worker.connection, options);
});
after(async () => {
  if (skip === false) await worker.close();
});

test('the worker says what the server on Node says', { skip }, async () => {
  const onNode = await TestClient.start(options);
  const expected = await interview(onNode, sample).finally(() => onNode.stop());
  const answers = await interview(client, sample);
  assert.deepEqual(answers.codes, [
    'probe-read-on-ctx',
    'ctx-field-read',
    'ctx-field-read',
    'ctx-field-read',
  ]);
  assert.match(answers.fixed, /__u32 family = ctx->family;/);
  assert.ok(answers.hovers.every((hover) => hover !== null));
  for (const [question, answer] of Object.entries(answers.rest))
    assert.ok(JSON.stringify(answer).length > 50, question);
  assert.deepEqual(answers, expected);
});

test('it is given its version, and says where it runs', { skip }, async () => {
  assert.equal(client.result.serverInfo?.version, '1.2.3');
  const information = await worker.connection.sendRequest<string>('ebpfVerdict/debugInformation', {});
  assert.match(information, /eBPF Verdict 1\.2\.3, a worker in a browser/);
});

test('a burst of keystrokes ends in the diagnostics of the last one', { skip }, async () => {
  const uri = client.open(forbiddenRead);
  for (const field of ['family', 'mark', 'src_port', 'type'])
    client.replace(uri, /ctx->\w+/.exec(client.document(uri).getText())?.[0] ?? '', `ctx->${field}`);
  assert.deepEqual(await client.diagnostics(uri), []);
  client.replace(uri, 'ctx->type', 'ctx->src_port');
  assert.deepEqual(
    (await client.diagnostics(uri)).map(({ code }) => code),
    ['ctx-field-read'],
  );
  client.close(uri);
});

test('C that is not BPF is left alone', { skip }, async () => {
  const uri = client.open(plainC, 'file:///project/plain.c');
  assert.deepEqual(await client.diagnostics(uri), []);
  client.close(uri);
});

test('the project file comes from the client, and its mistakes are shown on it', { skip }, async () => {
  const address = 'vscode-vfs://github/a/b/ebpf-verdict.jsonc';
  projectFile = { uri: address, text: '{ "rules": { "ctx-field-read": "hint" }, "kernal": "6.1" }' };
  const uri = client.open(forbiddenRead, 'vscode-vfs://github/a/b/src/f.bpf.c');
  assert.deepEqual(
    (await client.diagnostics(uri)).map(({ severity }) => severity),
    [4],
  );
  const { diagnostics } = await client.until('mistakes of the project file', () =>
    client.published.findLast((each) => each.uri === address),
  );
  assert.deepEqual(diagnostics.map(messageOf), ['unknown key "kernal". Did you mean "kernel"?']);
  projectFile = null;
  client.close(uri);
});

test('a header is read while it is open', { skip }, async () => {
  const folder = 'vscode-vfs://github/a/b';
  const text = forbiddenRead
    .replace('\nSEC(', '#include "lib/../lib/port.h"\n\nSEC(')
    .replace('ctx->src_port', 'port_of(ctx)');
  const header = 'static inline int port_of(struct bpf_sock *sk) { return sk->src_port; }\n';
  const uri = client.open(text, `${folder}/f.bpf.c`);
  assert.deepEqual(await client.diagnostics(uri), []);
  const place = client.open(header, `${folder}/lib/port.h`);
  const found = await client.until('the finding in the header', () =>
    client.published.findLast((each) => each.uri === place && each.diagnostics.length > 0),
  );
  assert.deepEqual(
    found.diagnostics.map(({ code }) => code),
    ['ctx-field-read'],
  );
  assert.equal(client.textAt(place, found.diagnostics[0]?.range ?? assert.fail()), 'sk->src_port');
  client.close(place);
  client.close(uri);
});

test('include paths of the project file start at its folder', { skip }, async () => {
  const folder = 'vscode-vfs://github/a/c';
  projectFile = { uri: `${folder}/ebpf-verdict.jsonc`, text: '{ "includePaths": ["./include"] }' };
  const text = forbiddenRead
    .replace('\nSEC(', '#include <port.h>\n\nSEC(')
    .replace('ctx->src_port', 'PORT_OF(ctx)');
  const header = client.open('#define PORT_OF(sk) ((sk)->src_port)\n', `${folder}/include/port.h`);
  const uri = client.open(text, `${folder}/src/f.bpf.c`);
  const found = await client.diagnostics(uri);
  assert.deepEqual(
    found.map(({ code }) => code),
    ['ctx-field-read'],
  );
  projectFile = null;
  client.close(uri);
  client.close(header);
});

test('a client that knows no project files is served by its settings', { skip }, async () => {
  const other = await openWorker();
  const capabilities = { ...modernClient, workspace: { ...modernClient.workspace, configuration: true } };
  const settings = (): unknown => ({ rules: { 'ctx-field-read': 'warning' } });
  const plain = await TestClient.over(other.connection, { capabilities, settings });
  const uri = plain.open(forbiddenRead);
  assert.deepEqual(
    (await plain.diagnostics(uri)).map(({ severity }) => severity),
    [2],
  );
  assert.deepEqual(plain.log, []);
  await other.close();
});

test('the worker loads nothing but its script, and nothing fails unseen', { skip }, () => {
  assert.deepEqual(worker.site.asked(), [
    '/',
    '/dist/web/server.js',
    '/dist/web/tables.json',
    '/grammars/tree-sitter-c.wasm',
    '/grammars/web-tree-sitter.wasm',
  ]);
  assert.deepEqual(worker.said, []);
});

test('the tables for browsers are the tables of rules/', async () => {
  const built: unknown = JSON.parse(readFileSync('dist/web/tables.json', 'utf8'));
  assert.deepEqual(built, (await loadAssets(resolve('.'))).tables);
});
