/** What a plain client gets in place of links: related places and the rule's page told in words, or left out. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { messageOf, modernClient, TestClient } from './support/client.js';
import { forbiddenRead } from './support/programs.js';

test('related places are links where the client has them, and words in the message where it has not', async () => {
  const modern = await TestClient.start();
  const plain = await TestClient.start({ capabilities: {} });
  const [linked] = await modern.diagnostics(modern.open(forbiddenRead));
  const [folded] = await plain.diagnostics(plain.open(forbiddenRead));
  assert.ok(linked && folded);
  const related = linked.relatedInformation ?? [];
  assert.ok(related.length > 0, 'the finding names no related place');
  const words = related.map(({ location, message }) => `line ${location.range.start.line + 1}: ${message}`);
  assert.equal(folded.message, [messageOf(linked), ...words].join('\n'));
  assert.equal(folded.relatedInformation, undefined);
  assert.equal(folded.codeDescription, undefined);
  await modern.stop();
  await plain.stop();
});

test('a client without hover markup or code action literals is answered within its means', async () => {
  const plain = await TestClient.start({ capabilities: {} });
  const uri = plain.open(forbiddenRead);
  const hover = await plain.hover(uri, 'src_port');
  assert.ok(hover && typeof hover.contents === 'object' && 'kind' in hover.contents);
  assert.equal(hover.contents.kind, 'plaintext');
  assert.deepEqual(await plain.codeActions(uri, plain.rangeOf(uri, 'src_port')), []);
  await plain.stop();
});

test('edits go without a version where the client does not take one', async () => {
  const { textDocument } = modernClient;
  const client = await TestClient.start({ capabilities: textDocument ? { textDocument } : {} });
  const uri = client.open(forbiddenRead.replace('ctx->src_port', 'BPF_CORE_READ(ctx, family)'));
  const [action] = await client.codeActions(uri, client.rangeOf(uri, 'BPF_CORE_READ'));
  assert.deepEqual(Object.keys(action?.edit ?? {}), ['changes']);
  await client.stop();
});
