/** What goes into the VSIX: exactly what users need, and no more weight than that. */
import assert from 'node:assert/strict';
import { existsSync, statSync } from 'node:fs';
import { test } from 'node:test';
import { listFiles, PackageManager } from '@vscode/vsce';
import { root } from './support/sources.js';

const vsix = 'ebpf-verdict.vsix';
const largest = 800_000;

const needed = [
  'LICENSE',
  'dist/THIRD-PARTY-LICENSES.txt',
  'dist/client.cjs',
  'dist/fields.css',
  'dist/fields.js',
  'dist/server.cjs',
  'dist/web/client.js',
  'dist/web/server.js',
  'dist/web/tables.json',
  'grammars/PROVENANCE.md',
  'grammars/tree-sitter-c.wasm',
  'grammars/web-tree-sitter.wasm',
  'package.json',
  'rules/probe/limit.c',
  'rules/probe/load.c',
  'rules/programs.json',
  'rules/schema/configuration.schema.json',
  'rules/sections.json',
];

/** Everything else that may be there, by pattern. */
const allowed = [
  /^(?:README|CHANGELOG)\.md$/,
  /^grammars\/[\w-]+\.tmLanguage\.json$/,
  /^assets\/icon\.png$/,
  /^snippets\/[\w-]+\.json$/,
  /^rules\/[\w-]+\.json$/,
  /^rules\/(?:contexts|tables)\/[\w.-]+\.json$/,
  // The loader's sources, which are built on the user's machine.
  /^rules\/probe\/(?:load|limit|confine|requests|sizes|visited|programs|guest|json|uapi)\.[ch]$/,
  /^rules\/docs\/[a-z0-9-]+\.md$/,
];

test('the VSIX holds what the allow-list names, and nothing of the workshop', async () => {
  const files = (await listFiles({ cwd: root, packageManager: PackageManager.None })).map((file) =>
    file.replaceAll('\\', '/'),
  );
  for (const file of needed) assert.ok(files.includes(file), `${file} is missing`);
  const strangers = files.filter(
    (file) => !needed.includes(file) && !allowed.some((pattern) => pattern.test(file)),
  );
  assert.deepEqual(strangers, []);
});

test(`a built VSIX is smaller than ${largest / 1000} kB`, (context) => {
  if (!existsSync(vsix)) {
    context.diagnostic(`${vsix} is not built here`);
    return;
  }
  assert.ok(statSync(vsix).size < largest, `${statSync(vsix).size} bytes`);
});
