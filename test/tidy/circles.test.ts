/** No file imports itself by way of others, types included: between two files there is one direction. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { importsOf, projectFiles } from './support/sources.js';

type Imports = ReadonlyMap<string, readonly string[]>;

/** Where files may name each other, as C does: its statements hold expressions, which hold statements. */
const recursive = ['server/src/core/syntax/lower-', 'server/src/core/model/walk/'];

/** The files on circles, and those between two of them. */
function onCircles(imports: Imports): readonly string[] {
  let left = [...imports.keys()];
  for (;;) {
    const imported = new Set(left.flatMap((file) => imports.get(file) ?? []));
    const still = left.filter(
      (file) => imported.has(file) && imports.get(file)?.some((name) => left.includes(name)),
    );
    if (still.length === left.length) return left;
    left = still;
  }
}

test('what imports itself is found, and nothing above or below it', () => {
  const imports = { above: ['one'], one: ['two'], two: ['three', 'below'], three: ['one'], below: [] };
  assert.deepEqual(onCircles(new Map(Object.entries(imports))), ['one', 'two', 'three']);
});

test('no file imports itself by way of others', () => {
  const mayCircle = (a: string, b: string): boolean =>
    recursive.some((prefix) => a.startsWith(prefix) && b.startsWith(prefix));
  const importsFrom = (file: string): readonly string[] =>
    importsOf(file)
      .map((name) => name.replace(/\.js$/, '.ts'))
      .filter((name) => !mayCircle(file, name));
  const files = projectFiles('*.ts', '*.mjs');
  assert.deepEqual(onCircles(new Map(files.map((file) => [file, importsFrom(file)]))), []);
});
