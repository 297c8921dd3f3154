/** From spawn to exit: handshake, exit codes, transports, and broken input on the wire. */
import assert from 'node:assert/strict';
import { fork, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { test } from 'node:test';
import { TestClient } from './support/client.js';
import { serverPath, spawnServer } from './support/process.js';
import { forbiddenRead } from './support/programs.js';

async function exitCode(child: ChildProcess): Promise<number | null> {
  const [code] = (await once(child, 'exit')) as [number | null];
  return code;
}

test('the server names itself and its version', async () => {
  const client = await TestClient.start();
  assert.equal(client.result.serverInfo?.name, 'eBPF Verdict');
  assert.match(client.result.serverInfo.version ?? '', /^\d+\.\d+\.\d+/);
  await client.stop();
});

test('shutdown and exit end with 0; exit alone, and a closed pipe, end with 1', async () => {
  const [orderly, abrupt, cut] = await Promise.all([
    TestClient.start(),
    TestClient.start(),
    TestClient.start(),
  ]);
  assert.equal(await orderly.stop(), 0);
  const left = exitCode(abrupt.process);
  await abrupt.connection.sendNotification('exit');
  assert.equal(await left, 1);
  const closed = exitCode(cut.process);
  cut.process.stdin.end();
  assert.equal(await closed, 1);
});

const hover = { textDocument: { uri: 'file:///project/a.bpf.c' }, position: { line: 0, character: 0 } };

test('before initialize, requests are refused as too early and notifications are dropped', async () => {
  const { connection, child } = spawnServer();
  const textDocument = { uri: hover.textDocument.uri, languageId: 'c', version: 1, text: forbiddenRead };
  await connection.sendNotification('textDocument/didOpen', { textDocument });
  for (const [method, params] of [['textDocument/hover', hover], ['no/such', {}], ['shutdown']] as const)
    await assert.rejects(connection.sendRequest(method, params), { code: -32002 }, method);
  const client = await TestClient.over(connection, {}, child);
  assert.equal(await connection.sendRequest('textDocument/hover', hover), null);
  assert.equal((await client.diagnostics(client.open(forbiddenRead))).length, 1);
  assert.equal(await client.stop(), 0);
});

test('exit before initialize ends with 1', async () => {
  const { connection, child } = spawnServer();
  const left = exitCode(child);
  await connection.sendNotification('exit');
  assert.equal(await left, 1);
});

test('a second initialize is refused and changes nothing', async () => {
  const client = await TestClient.start();
  const again = client.connection.sendRequest('initialize', { processId: null, capabilities: {} });
  await assert.rejects(again, { code: -32600 });
  assert.equal((await client.diagnostics(client.open(forbiddenRead))).length, 1);
  assert.equal(await client.stop(), 0);
});

test('after shutdown, requests are refused as invalid and the server still exits', async () => {
  const client = await TestClient.start();
  const { connection } = client;
  await connection.sendRequest('shutdown');
  client.open(forbiddenRead);
  for (const [method, params] of [['textDocument/hover', hover], ['no/such', {}], ['shutdown']] as const)
    await assert.rejects(connection.sendRequest(method, params), { code: -32600 }, method);
  assert.deepEqual(client.published, []);
  const left = exitCode(client.process);
  await connection.sendNotification('exit');
  assert.equal(await left, 0);
});

test('it speaks over node-ipc, as VS Code starts it', async () => {
  const child = fork(serverPath, ['--node-ipc'], { silent: true });
  child.send({ jsonrpc: '2.0', id: 1, method: 'initialize', params: { processId: null, capabilities: {} } });
  const [answer] = (await once(child, 'message')) as [
    { result: { capabilities: { hoverProvider: boolean } } },
  ];
  assert.equal(answer.result.capabilities.hoverProvider, true);
  child.kill();
  await once(child, 'exit');
});

test('a message that is no JSON does not end the conversation', async () => {
  const client = await TestClient.start();
  const garbage = '{"jsonrpc": "2.0", oops';
  client.process.stdin.write(`Content-Length: ${garbage.length}\r\n\r\n${garbage}`);
  assert.equal((await client.diagnostics(client.open(forbiddenRead))).length, 1);
  await client.stop();
});

test('without a transport it says what is missing', async () => {
  const child = spawn(process.execPath, [serverPath]);
  let words = '';
  child.stderr.on('data', (chunk: Buffer) => (words += chunk.toString()));
  assert.notEqual(await exitCode(child), 0);
  assert.match(words, /--stdio/);
});
