/** Headers where there are no files: the open documents, looked for where projects keep headers. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openHeaders } from '../../server/src/lsp/open-headers.js';

const root = 'vscode-vfs://github/who/repo';

/** The path at which an include is found while some documents are open. */
function found(include: string, form: 'quoted' | 'angled', open: readonly string[]): string | null {
  const headers = openHeaders().of({
    uri: `${root}/bpf/progs/a.bpf.c`,
    folders: [root],
    includePaths: ['/who/repo/own'],
    edited: (path) => (open.includes(path) ? path : null),
  });
  const read = headers?.reader.read({ path: include, form }, headers.path) ?? null;
  return read === null || typeof read === 'string' ? null : read.path;
}

test('in each folder up to the open one, and in those of usual names there', () => {
  for (const path of ['/bpf/progs/x.h', '/bpf/include/x.h', '/bpf/x.h', '/headers/x.h', '/lib/x.h', '/x.h'])
    assert.equal(found('x.h', 'angled', [`/who/repo${path}`]), `/who/repo${path}`);
  for (const path of ['/who/x.h', '/who/include/x.h', '/who/repo/other/x.h'])
    assert.equal(found('x.h', 'angled', [path]), null, path);
});

test('beside the includer first, then in configured folders, then the nearest', () => {
  const open = [
    '/who/repo/include/x.h',
    '/who/repo/bpf/lib/x.h',
    '/who/repo/own/x.h',
    '/who/repo/bpf/progs/x.h',
  ];
  assert.equal(found('x.h', 'quoted', open), '/who/repo/bpf/progs/x.h');
  assert.equal(found('x.h', 'angled', open), '/who/repo/own/x.h');
  assert.equal(found('x.h', 'angled', open.slice(0, 2)), '/who/repo/bpf/lib/x.h');
});
