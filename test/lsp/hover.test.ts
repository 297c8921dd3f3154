/** Hover over the protocol: its text, its range, and when there is none. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { MarkupContent, type Hover } from 'vscode-languageserver/node';
import { TestClient } from './support/client.js';
import { forbiddenRead, plainC } from './support/programs.js';

let client: TestClient;
before(async () => {
  client = await TestClient.start();
});
after(() => client.stop());

function markdown(hover: Hover | null): string {
  assert.ok(hover && MarkupContent.is(hover.contents));
  assert.equal(hover.contents.kind, 'markdown');
  return hover.contents.value;
}

test('a context field is explained, over the field alone', async () => {
  const uri = client.open(forbiddenRead);
  const hover = await client.hover(uri, 'src_port');
  assert.match(markdown(hover), /src_port/);
  assert.match(markdown(hover), /bpf_sock/);
  assert.ok(hover?.range);
  assert.equal(client.textAt(uri, hover.range), 'src_port');
  client.close(uri);
});

test('a section is explained', async () => {
  const uri = client.open(forbiddenRead);
  assert.match(markdown(await client.hover(uri, 'cgroup/sock_create')), /bpf_sock/);
  client.close(uri);
});

test('what clangd knows better, and plain C, get no hover', async () => {
  const uri = client.open(forbiddenRead);
  assert.equal(await client.hover(uri, 'return'), null);
  client.close(uri);
  const plain = client.open(plainC, 'file:///project/plain.c');
  assert.equal(await client.hover(plain, 'src_port'), null);
  assert.equal(await client.hover(plain, 'return'), null);
  client.close(plain);
});

test('hover can be switched off', async () => {
  const quiet = await TestClient.start({ initializationOptions: { hover: { enable: false } } });
  const uri = quiet.open(forbiddenRead);
  assert.equal(await quiet.hover(uri, 'src_port'), null);
  await quiet.stop();
});
