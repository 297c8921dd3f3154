/** The form of every file: an opening comment, a size that one can read, and nothing of the machine it was written on. */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { namesThisMachine, projectFiles, read } from './support/sources.js';

const code = projectFiles('*.ts', '*.mjs', 'eslint.config.js');
const longest = 250;

test('every source file opens with what it knows', () => {
  const silent = code.filter((file) => !/^(?:#!.*\n)?\/[/*]/.test(read(file)));
  assert.deepEqual(silent, []);
});

test(`no source file is longer than ${longest} lines`, () => {
  const long = code.filter((file) => read(file).split('\n').length > longest + 1);
  assert.deepEqual(long, []);
});

test('no file names a path of the machine it was written on', () => {
  const text = projectFiles().filter((file) => !/\.(?:wasm|png|gif|vsix)$/.test(file));
  assert.deepEqual(
    text.filter((file) => namesThisMachine(read(file))),
    [],
  );
});

test('lock files and npm settings name no registry', () => {
  for (const file of projectFiles('*package-lock.json', '*npm-shrinkwrap.json')) {
    assert.doesNotMatch(read(file), /"resolved": *"https?:/, file);
  }
  for (const file of projectFiles('*.npmrc')) assert.doesNotMatch(read(file), /registry *=|https?:/, file);
});

test('source files hold no leftovers', () => {
  const leftovers = /\b(?:TODO|FIXME|XXX)\b|@ts-(?:ignore|nocheck)|\b(?:it|test|describe)\.(?:skip|only)\(/;
  const own = 'test/tidy/files.test.ts';
  assert.deepEqual(
    code.filter((file) => file !== own && leftovers.test(read(file))),
    [],
  );
});

test('the parser’s files are the ones that grammars/PROVENANCE.md names', () => {
  const rows = [
    ...read('grammars/PROVENANCE.md').matchAll(/^\| (\S+\.wasm) \| (\S+) \| (\S+) \| ([0-9a-f]{64}) \|$/gm),
  ];
  assert.deepEqual(rows.map(([, file]) => `grammars/${file ?? ''}`).sort(), projectFiles('grammars/*.wasm'));
  for (const [, file = '', , , sha256] of rows) {
    assert.equal(
      createHash('sha256')
        .update(readFileSync(`grammars/${file}`))
        .digest('hex'),
      sha256,
      file,
    );
  }
});

test('the parser’s runtime is the one that the bundled package expects', () => {
  const version = /^\| web-tree-sitter\.wasm \| web-tree-sitter \| (\S+) \|/m.exec(
    read('grammars/PROVENANCE.md'),
  )?.[1];
  const lock = JSON.parse(read('package-lock.json')) as { packages: Record<string, { version?: string }> };
  assert.equal(lock.packages['node_modules/web-tree-sitter']?.version, version);
});
