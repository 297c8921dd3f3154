/** What the server sees of a project besides open documents: likely headers, the loader, and what of it changes. */
import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { modernClient, TestClient } from './support/client.js';
import { caller, port, Project } from './support/project.js';

interface Status {
  readonly loader: string;
  readonly loaderFrom: string | null;
  readonly missingHeaders: readonly string[];
  readonly unjudged: number;
}

function status(project: Project, path: string): Promise<Status> {
  return project.client.connection.sendRequest('ebpfVerdict/status', { uri: project.uri(path) });
}

test('a header in a likely place is found as it appears, and missed as it goes', async (t) => {
  const project = await Project.start(t, { 'bpf/progs/a.bpf.c': '' });
  const uri = project.client.open(caller('<ours/port.h>'), project.uri('bpf/progs/a.bpf.c'));
  assert.deepEqual(await project.client.diagnostics(uri), []);
  assert.deepEqual((await status(project, 'bpf/progs/a.bpf.c')).missingHeaders, ['ours/port.h']);
  const places = [
    'deep/er/ours/port.h',
    'lib/ours/port.h',
    'bpf/include/ours/port.h',
    'bpf/progs/headers/ours/port.h',
  ];
  for (const place of places) {
    await project.change(place, port);
    await project.shows(place, [2]);
  }
  for (const [at, place] of [...places.entries()].reverse()) {
    rmSync(join(project.root, place));
    await project.client.connection.sendNotification('workspace/didChangeWatchedFiles', {
      changes: [{ uri: project.uri(place), type: 3 }],
    });
    await project.shows(place, []);
    const next = places[at - 1];
    if (next !== undefined) await project.shows(next, [2]);
  }
  assert.deepEqual((await status(project, 'bpf/progs/a.bpf.c')).missingHeaders, ['ours/port.h']);
});

test('headers that are not found are logged in one line, and not while one types', async (t) => {
  const project = await Project.start(t, { 'a.bpf.c': '' });
  const text = caller('"one.h"').replace('#', '#include <two.h>\n#');
  const uri = project.client.open(text, project.uri('a.bpf.c'));
  await project.client.diagnostics(uri);
  const isLine = (each: string): boolean => each.includes('not found');
  await project.client.until('a line in the log', () => project.client.log.find(isLine));
  const version = project.client.replace(uri, 'two.h', 'thr');
  await project.client.diagnostics(uri, version);
  assert.deepEqual(
    project.client.log.filter(isLine).map((line) => line.replace(/^.*a\.bpf\.c: /, '')),
    ['2 headers not found: two.h, one.h (see includePaths)'],
  );
});

test('nothing outside of the open folder is looked for, nor in its files', async (t) => {
  const outer = await Project.start(t, {
    'include/port.h': port,
    'go.mod': 'require github.com/cilium/ebpf v1.0.0\n',
  });
  outer.write('inner/a.bpf.c', '');
  const client = await TestClient.start({ capabilities: modernClient, folder: outer.uri('inner') });
  t.after(() => client.stop());
  const uri = client.open(caller(), outer.uri('inner/a.bpf.c'));
  assert.deepEqual(await client.diagnostics(uri), []);
  const told: Status = await client.connection.sendRequest('ebpfVerdict/status', { uri });
  assert.deepEqual([told.loader, told.missingHeaders], ['libbpf', ['port.h']]);
});

test('the loader is guessed, and again when a build file changes', async (t) => {
  const source = 'SEC("socket/http")\nint f(struct __sk_buff *skb)\n{\n\treturn 0;\n}\n';
  const project = await Project.start(t, { 'bpf/a.bpf.c': source });
  project.client.open(source, project.uri('bpf/a.bpf.c'));
  await project.shows('bpf/a.bpf.c', [0]);
  await project.change('go.mod', 'require github.com/cilium/ebpf v0.20.0\n');
  await project.shows('bpf/a.bpf.c', []);
  const { loader, loaderFrom } = await status(project, 'bpf/a.bpf.c');
  assert.deepEqual([loader, loaderFrom], ['cilium', 'go.mod requires github.com/cilium/ebpf']);
});
