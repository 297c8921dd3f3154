/** Which settings are in force: the project's file before the editor's, and what follows when either changes. */
import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { modernClient, TestClient } from './support/client.js';
import { forbiddenRead } from './support/programs.js';

interface Status {
  readonly isBpf: boolean;
  readonly kernel: string;
  readonly configuration: string | null;
  readonly problems: number;
}

let folder: string;
let client: TestClient;
let settings: unknown;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'verdict-lsp-'));
  settings = {};
  const workspace = {
    ...modernClient.workspace,
    configuration: true,
    didChangeConfiguration: { dynamicRegistration: true },
    didChangeWatchedFiles: { dynamicRegistration: true },
  };
  client = await TestClient.start({ capabilities: { ...modernClient, workspace }, settings: () => settings });
});
afterEach(async () => {
  await client.stop();
  await rm(folder, { recursive: true });
});

const configPath = (): string => join(folder, 'ebpf-verdict.jsonc');
const configUri = (): string => pathToFileURL(configPath()).href;
const sourceUri = (name = 'a.bpf.c'): string => pathToFileURL(join(folder, name)).href;

/** Writes the project's file and tells the server, as a watching client does. */
async function writeConfig(text: string | null): Promise<void> {
  await (text === null ? rm(configPath()) : writeFile(configPath(), text));
  const changes = [{ uri: configUri(), type: text === null ? 3 : 2 }];
  await client.connection.sendNotification('workspace/didChangeWatchedFiles', { changes });
}

/** The rules reported for a document once they are the expected ones. */
function rulesBecome(uri: string, expected: readonly string[]): Promise<true> {
  return client.until(`the rules ${expected.join(', ') || '(none)'}`, () => {
    const report = client.published.findLast((each) => each.uri === uri);
    const rules = report?.diagnostics.map((each) => String(each.code));
    return JSON.stringify(rules) === JSON.stringify(expected) ? true : undefined;
  });
}

function status(uri: string): Promise<Status | null> {
  return client.connection.sendRequest('ebpfVerdict/status', { uri });
}

test('the server asks to be told of settings and of project files', async () => {
  await client.until('two registrations', () => (client.registered.length === 2 ? true : undefined));
  assert.deepEqual([...client.registered].sort(), [
    'workspace/didChangeConfiguration',
    'workspace/didChangeWatchedFiles',
  ]);
});

test("the editor's settings apply, and a change reaches every open document", async () => {
  const uris = [sourceUri('a.bpf.c'), sourceUri('b.bpf.c')];
  for (const uri of uris) client.open(forbiddenRead, uri);
  for (const uri of uris) await rulesBecome(uri, ['ctx-field-read']);
  settings = { kernel: '', loader: 'libbpf', rules: { 'ctx-field-read': 'off' } };
  await client.connection.sendNotification('workspace/didChangeConfiguration', { settings: null });
  for (const uri of uris) await rulesBecome(uri, []);
});

test("the project's file wins over the editor's settings, and is followed as it changes and goes", async () => {
  settings = { rules: { 'ctx-field-read': 'off' } };
  const uri = client.open(forbiddenRead, sourceUri());
  await rulesBecome(uri, []);
  await writeConfig('{ "kernel": "5.15..6.1" } // nothing is switched off here');
  await rulesBecome(uri, ['ctx-field-read']);
  assert.deepEqual(
    { ...(await status(uri)), loader: undefined, programs: undefined },
    {
      isBpf: true,
      kernel: '5.15..6.1',
      configuration: configUri(),
      problems: 0,
      missingHeaders: [],
      unjudged: 0,
      loaderFrom: null,
      loader: undefined,
      programs: undefined,
    },
  );
  await writeConfig('{ "rules": { "ctx-field-read": "hint" } }');
  await client.until('a hint', () =>
    client.published.at(-1)?.diagnostics.find((each) => each.severity === 4),
  );
  await writeConfig(null);
  await rulesBecome(uri, []);
  assert.equal((await status(uri))?.configuration, null);
});

test('mistakes in the project file are shown on it, and go when it is mended or no longer needed', async () => {
  const onConfig = (count: number): Promise<true> =>
    client.until(`${count} problems`, () => {
      const report = client.published.findLast((each) => each.uri === configUri());
      return report?.diagnostics.length === count ? true : undefined;
    });
  await writeFile(configPath(), '{ "kernle": "6.1", "rules": { "no-such-rule": "off" } }');
  const uri = client.open(forbiddenRead, sourceUri());
  await onConfig(2);
  assert.equal((await status(uri))?.problems, 2);
  await writeConfig('{ "kernle": "6.1" }');
  await onConfig(1);
  client.close(uri);
  await onConfig(0);
});

test('settings that make no sense are named once in the log, and the rest stays in force', async () => {
  settings = { kernel: 'newest', rules: { 'ctx-field-read': 'off' } };
  const uri = client.open(forbiddenRead, sourceUri());
  await rulesBecome(uri, []);
  client.open(forbiddenRead, sourceUri('b.bpf.c'));
  await rulesBecome(sourceUri('b.bpf.c'), []);
  assert.equal(client.log.filter((line) => line.includes('kernel')).length, 1, client.log.join('\n'));
});

test('a client that sends its settings unasked is heard', async () => {
  const plain = await TestClient.start({
    initializationOptions: { ebpfVerdict: { rules: { 'ctx-field-read': 'off' } } },
  });
  const uri = plain.open(forbiddenRead);
  assert.deepEqual(await plain.diagnostics(uri), []);
  const sent = { settings: { ebpfVerdict: { rules: { 'ctx-field-read': 'warning' } } } };
  await plain.connection.sendNotification('workspace/didChangeConfiguration', sent);
  await plain.until('a warning', () =>
    plain.published.at(-1)?.diagnostics.find((each) => each.severity === 2),
  );
  await plain.stop();
});
