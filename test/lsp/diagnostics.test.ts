/** Published diagnostics: what they say, which version they are for, and when there are none. */
import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { after, before, test } from 'node:test';
import { coreRead, forbiddenRead, plainC } from './support/programs.js';
import { messageOf, TestClient } from './support/client.js';

let client: TestClient;
before(async () => {
  client = await TestClient.start();
});
after(() => client.stop());

test('a forbidden read is marked with the verifier’s words, its rule, and a link to the rule’s page', async () => {
  const uri = client.open(forbiddenRead);
  const [found, ...others] = await client.diagnostics(uri);
  assert.ok(found);
  assert.deepEqual(others, []);
  assert.equal(found.code, 'ctx-field-read');
  assert.equal(found.source, 'ebpf-verdict');
  assert.equal(found.severity, 1);
  assert.match(messageOf(found), /invalid bpf_context access off=44 size=4/);
  assert.equal(client.textAt(uri, found.range), 'ctx->src_port');
  assert.match(found.codeDescription?.href ?? '', /^https:.*\/rules\/docs\/ctx-field-read\.md$/);
  client.close(uri);
});

test('a change brings the findings of the new version', async () => {
  const uri = client.open(forbiddenRead);
  assert.equal((await client.diagnostics(uri, 1)).length, 1);
  assert.equal(client.replace(uri, 'ctx->src_port', 'ctx->protocol'), 2);
  assert.deepEqual(await client.diagnostics(uri, 2), []);
  client.replace(uri, 'ctx->protocol', 'ctx->src_port');
  const [found] = await client.diagnostics(uri, 3);
  assert.ok(found);
  client.replace(uri, '#include', '\n\n#include');
  const [moved] = await client.diagnostics(uri, 4);
  assert.equal(moved?.range.start.line, found.range.start.line + 2);
  client.close(uri);
});

test('of a burst of changes the last one is reported', async () => {
  const uri = client.open(forbiddenRead);
  await client.diagnostics(uri, 1);
  const reports = client.published.length;
  for (let i = 0; i < 20; i++) client.replace(uri, '\treturn', ' \treturn');
  const last = client.replace(uri, 'ctx->src_port', 'ctx->family');
  assert.deepEqual(await client.diagnostics(uri, last), []);
  assert.ok(client.published.length - reports < 21, 'every state of a burst was analysed');
  client.close(uri);
});

test('closing empties the report, and nothing is published afterwards', async () => {
  const uri = client.open(forbiddenRead, 'file:///project/closed.bpf.c');
  await client.diagnostics(uri);
  client.replace(uri, 'return', 'return 1 +');
  client.close(uri);
  await client.settle();
  await sleep(100);
  const reports = client.published.filter((each) => each.uri === uri);
  assert.deepEqual(reports.at(-1)?.diagnostics, []);
  assert.equal(reports.filter((each) => each.version === undefined).length, 1);
});

test('closing at once after opening leaves nothing behind', async () => {
  const uri = client.open(forbiddenRead, 'file:///project/brief.bpf.c');
  client.close(uri);
  await client.settle();
  await sleep(100);
  assert.deepEqual(client.published.findLast((each) => each.uri === uri)?.diagnostics, []);
  client.open(forbiddenRead, uri);
  assert.equal((await client.diagnostics(uri)).length, 1);
  client.close(uri);
});

test('plain C is left alone', async () => {
  const uri = client.open(plainC, 'file:///project/plain.c');
  assert.deepEqual(await client.diagnostics(uri), []);
  client.close(uri);
});

test('unfinished C gets no syntax errors', async () => {
  const uri = client.open(forbiddenRead.replace('return ctx->src_port;', 'if (ctx->'));
  assert.deepEqual(await client.diagnostics(uri), []);
  client.close(uri);
});

test('two documents have findings of their own', async () => {
  const one = client.open(forbiddenRead, 'file:///project/one.bpf.c');
  const two = client.open(coreRead, 'file:///project/two.bpf.c');
  assert.deepEqual(
    new Set((await client.diagnostics(one)).map((each) => each.code)),
    new Set(['ctx-field-read']),
  );
  assert.ok((await client.diagnostics(two)).some((each) => each.code === 'probe-read-on-ctx'));
  client.close(one);
  client.close(two);
});

test('no message pops up', () => {
  assert.deepEqual(client.messages, []);
});
