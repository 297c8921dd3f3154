/** Quick fixes and fix-all, judged by the text that is there after they were applied. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { TextDocumentEdit, type CodeAction, type TextEdit } from 'vscode-languageserver/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { TestClient } from './support/client.js';
import { coreRead, forbiddenRead, plainC } from './support/programs.js';

let client: TestClient;
before(async () => {
  client = await TestClient.start();
});
after(() => client.stop());

/** The one document edit of an action, which must be for the version that is open now. */
function applied(uri: string, action: CodeAction | undefined): string {
  assert.ok(action, 'there is no such action');
  const [change, ...others] = action.edit?.documentChanges ?? [];
  assert.ok(change && TextDocumentEdit.is(change));
  assert.equal(others.length, 0);
  assert.deepEqual(change.textDocument, { uri, version: client.document(uri).version });
  return TextDocument.applyEdits(client.document(uri), change.edits as TextEdit[]);
}

const isFixAll = (action: CodeAction): boolean => action.kind === 'source.fixAll.ebpfVerdict';

test('a CO-RE read of a context becomes a plain one', async () => {
  const uri = client.open(coreRead);
  const actions = await client.codeActions(uri, client.rangeOf(uri, 'BPF_CORE_READ(ctx, family)'), [
    'quickfix',
  ]);
  const fix = actions.find((action) => action.isPreferred);
  assert.equal(applied(uri, fix), coreRead.replace('BPF_CORE_READ(ctx, family)', 'ctx->family'));
  assert.equal(fix?.kind, 'quickfix');
  assert.deepEqual(
    fix.diagnostics?.map((each) => each.code),
    ['probe-read-on-ctx'],
  );
  client.close(uri);
});

test('a cursor within the finding is enough', async () => {
  const uri = client.open(coreRead);
  const { start } = client.rangeOf(uri, 'ORE_READ(ctx, family)');
  const actions = await client.codeActions(uri, { start, end: start }, ['quickfix']);
  assert.ok(actions.some((action) => action.isPreferred));
  client.close(uri);
});

test('edits are for the version after a change', async () => {
  const uri = client.open(coreRead);
  client.replace(uri, 'SEC(', '// é 🙂\nSEC(');
  const [fix] = await client.codeActions(uri, client.rangeOf(uri, 'BPF_CORE_READ(ctx, protocol)'), [
    'quickfix',
  ]);
  const expected = client.document(uri).getText().replace('BPF_CORE_READ(ctx, protocol)', 'ctx->protocol');
  assert.equal(applied(uri, fix), expected);
  client.close(uri);
});

test('fix-all applies every safe fix', async () => {
  const uri = client.open(coreRead);
  const top = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };
  for (const only of ['source', 'source.fixAll', 'source.fixAll.ebpfVerdict']) {
    const actions = await client.codeActions(uri, top, [only]);
    assert.equal(actions.length, 1);
    const expected = coreRead
      .replace('BPF_CORE_READ(ctx, family)', 'ctx->family')
      .replace('BPF_CORE_READ(ctx, protocol)', 'ctx->protocol');
    assert.equal(applied(uri, actions.find(isFixAll)), expected);
  }
  client.close(uri);
});

test('other kinds, and documents with nothing to mend, get nothing', async () => {
  const uri = client.open(coreRead);
  const range = client.rangeOf(uri, 'BPF_CORE_READ');
  for (const only of ['refactor', 'source.organizeImports', 'source.fixAll.eslint', 'quick']) {
    assert.deepEqual(await client.codeActions(uri, range, [only]), []);
  }
  client.close(uri);
  const plain = client.open(plainC, 'file:///project/plain.c');
  assert.deepEqual(await client.codeActions(plain, client.rangeOf(plain, 'src_port')), []);
  client.close(plain);
});

test('a finding without a safe fix is no part of fix-all', async () => {
  const uri = client.open(forbiddenRead);
  const actions = await client.codeActions(uri, client.rangeOf(uri, 'ctx->src_port'));
  assert.deepEqual(actions.filter(isFixAll), []);
  assert.ok(actions.every((action) => action.isPreferred !== true));
  client.close(uri);
});
