/** Pulled diagnostics: asked for by the client, not sent twice, refreshed when the configuration changes. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { DocumentDiagnosticReport, FullDocumentDiagnosticReport } from 'vscode-languageserver/node';
import { modernClient, TestClient } from './support/client.js';
import { forbiddenRead } from './support/programs.js';

let client: TestClient;
let settings: unknown = {};
before(async () => {
  const textDocument = { ...modernClient.textDocument, diagnostic: { dynamicRegistration: true } };
  const workspace = { ...modernClient.workspace, diagnostics: { refreshSupport: true }, configuration: true };
  client = await TestClient.start({ capabilities: { textDocument, workspace }, settings: () => settings });
});
after(() => client.stop());

function pull(uri: string, previousResultId?: string): Promise<DocumentDiagnosticReport> {
  return client.connection.sendRequest('textDocument/diagnostic', {
    textDocument: { uri },
    previousResultId,
  });
}

async function pullAll(uri: string): Promise<FullDocumentDiagnosticReport> {
  const report = await pull(uri);
  assert.equal(report.kind, 'full');
  return report;
}

test('the server offers pulling to a client that can', () => {
  assert.equal(client.result.capabilities.diagnosticProvider?.interFileDependencies, true);
  assert.equal(client.result.capabilities.positionEncoding, 'utf-16');
});

test('findings come on request and nothing is pushed', async () => {
  const uri = client.open(forbiddenRead);
  const { items } = await pullAll(uri);
  assert.deepEqual(
    items.map((each) => each.code),
    ['ctx-field-read'],
  );
  assert.deepEqual(client.published, []);
  client.close(uri);
});

test('an unchanged document is answered by its result id alone', async () => {
  const uri = client.open(forbiddenRead);
  const first = await pullAll(uri);
  const again = await pull(uri, first.resultId);
  assert.deepEqual(again, { kind: 'unchanged', resultId: first.resultId });
  client.replace(uri, 'ctx->src_port', 'ctx->protocol');
  const changed = await pull(uri, first.resultId);
  assert.equal(changed.kind, 'full');
  assert.deepEqual(changed.items, []);
  client.close(uri);
});

test('a document that is not open has no findings', async () => {
  assert.deepEqual((await pullAll('file:///project/never-opened.bpf.c')).items, []);
});

test('a change of settings asks the client to pull again, and the answer is another one', async () => {
  const uri = client.open(forbiddenRead);
  const { resultId } = await pullAll(uri);
  settings = { rules: { 'ctx-field-read': 'off' } };
  await client.connection.sendNotification('workspace/didChangeConfiguration', { settings: null });
  await client.until('a refresh', () => (client.refreshes > 0 ? true : undefined));
  const report = await pull(uri, resultId);
  assert.equal(report.kind, 'full');
  assert.deepEqual(report.items, []);
  client.close(uri);
});

test('a cancelled request is answered as cancelled, and the next one works', async () => {
  const uri = client.open(forbiddenRead);
  const { CancellationTokenSource } = await import('vscode-languageserver/node');
  const source = new CancellationTokenSource();
  const params = { textDocument: { uri } };
  const pending = client.connection.sendRequest('textDocument/diagnostic', params, source.token);
  source.cancel();
  await assert.rejects(pending, { code: -32800 });
  assert.equal((await pullAll(uri)).kind, 'full');
  client.close(uri);
});
