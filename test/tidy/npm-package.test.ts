/** What an npm package would hold: the command line with its data, and nothing of the workshop. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { test } from 'node:test';
import { root } from './support/sources.js';

interface Packed {
  readonly size: number;
  readonly files: readonly { readonly path: string }[];
}

const largest = 900_000;

const needed = [
  'LICENSE',
  'README.md',
  'dist/THIRD-PARTY-LICENSES.txt',
  'dist/cli.js',
  'dist/server.cjs',
  'dist/web/package.json',
  'dist/web/server.js',
  'grammars/PROVENANCE.md',
  'grammars/tree-sitter-c.wasm',
  'grammars/web-tree-sitter.wasm',
  'package.json',
  'rules/helpers.json',
  'rules/kernel-images.json',
  'rules/messages.json',
  'rules/probe/limit.c',
  'rules/probe/load.c',
  'rules/programs.json',
  'rules/reads.json',
  'rules/schema/configuration.schema.json',
  'rules/sections.json',
];

/** The loader's sources, which are built on the user's machine. */
const allowed = [
  /^rules\/probe\/(?:load|limit|confine|requests|sizes|visited|programs|guest|json|uapi)\.[ch]$/,
  /^rules\/(?:contexts|tables)\/[\w.-]+\.json$/,
  /^rules\/docs\/[a-z0-9-]+\.md$/,
];

test('an npm package holds what the allow-list names', () => {
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  const args = ['pack', '--dry-run', '--json', '--ignore-scripts'];
  const listed = execFileSync(npm, args, {
    cwd: root,
    encoding: 'utf8',
    shell: process.platform === 'win32',
  });
  const packed = Object.values(JSON.parse(listed) as Readonly<Record<string, Packed>>)[0];
  assert.ok(packed);
  const files = packed.files.map(({ path }) => path);
  for (const file of needed) assert.ok(files.includes(file), `${file} is missing`);
  const strangers = files.filter(
    (file) => !needed.includes(file) && !allowed.some((pattern) => pattern.test(file)),
  );
  assert.deepEqual(strangers, []);
  assert.ok(packed.size < largest, `${packed.size} bytes`);
});
