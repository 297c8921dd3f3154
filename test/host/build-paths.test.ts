/** What is understood of the flags in a build's files, and which of their include paths are used. */
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import {
  clangdFlags,
  includeFolders,
  macroDefinitions,
  splitCommand,
} from '../../server/src/host/build-flags.js';
import { BuildPaths } from '../../server/src/host/build-paths.js';
import { FolderTree } from '../../server/src/host/folder-tree.js';
import { GoRuns } from '../../server/src/host/go-runs.js';
import { SmallFiles } from '../../server/src/host/small-files.js';
import { parseCompileCommands } from '../../server/src/host/compile-commands.js';

test('a command is split as a shell does', () => {
  const command = `clang "-I a" -I'b c' -D X=\\"1\\" -Id\\ e '' -c "f\\"g.c"`;
  assert.deepEqual(splitCommand(command), [
    'clang',
    '-I a',
    '-Ib c',
    '-D',
    'X="1"',
    '-Id e',
    '',
    '-c',
    'f"g.c',
  ]);
});

test('include paths among flags, joined and apart', () => {
  const flags = [
    '-Ia',
    '-I',
    '/b',
    '-isystem',
    'c',
    '-isystem/d',
    '-iquote',
    'e',
    '-W',
    '-include',
    'x.h',
    '-I',
  ];
  assert.deepEqual(
    includeFolders(flags, '/base').map(({ path, quotedOnly }) => (quotedOnly ? `"${path}"` : path)),
    ['/base/a', '/b', '/base/c', '/d', '"/base/e"'],
  );
});

test('macros among flags, joined and apart; the last one counts', () => {
  const flags = ['-DA', '-D', 'B=2', '-DC=x y', '-UA', '-DB=3', '-D', '-D1', '-Wall'];
  assert.deepEqual(macroDefinitions(flags), ['C=x y', 'B=3']);
});

const fragments: readonly (readonly [string, readonly string[]])[] = [
  ['CompileFlags:\n  Add: [-Ia, "-Ib c", -W]\n', ['-Ia', '-Ib c', '-W']],
  ["CompileFlags:\r\n  Add:\r\n    - -Ia # why\r\n    - '-Ib'\r\n  Remove: [-Ic]\r\n", ['-Ia', '-Ib']],
  ['CompileFlags:\n  Add:\n  - -Ia\n  Compiler: clang\n', ['-Ia']],
  ['CompileFlags:\n  Remove: -Ia\n  Add: -Ib\n', ['-Ib']],
  ['CompileFlags: {Add: [-Ia]}\n', ['-Ia']],
  [
    'CompileFlags:\n  Add: [-Ia,\n    -Ib]\n---\nIf:\n  PathMatch: x\nCompileFlags:\n  Add: [-Ic]\n',
    ['-Ia', '-Ib', '-Ic'],
  ],
  ['Diagnostics:\n  Add: [-Ia]\n# CompileFlags:\n#  Add: [-Ib]\n', []],
  ['CompileFlags:\n  Compiler: gcc\nIndex:\n  Add: -Ia\n', []],
  ['CompileFlags', []],
];

for (const [text, flags] of fragments) {
  test(`flags for clangd in ${JSON.stringify(text)}`, () => assert.deepEqual(clangdFlags(text), flags));
}

test('a database prefers the file’s own entry to one beside it', () => {
  const entry = (file: string, flag: string): object => ({ directory: '/b', file, arguments: ['cc', flag] });
  const database = parseCompileCommands(
    JSON.stringify([entry('src/a.c', '-Ia'), entry('src/b.c', '-Ib'), entry('src/b.c', '-Ilater')]),
    '/',
  );
  assert.deepEqual(database.flagsFor('/b/src/b.c')?.flags, ['cc', '-Ib']);
  assert.deepEqual(database.flagsFor('/b/src/other.c')?.flags, ['cc', '-Ia']);
  assert.equal(database.flagsFor('/b/other/b.c'), null);
});

test('the nearest files up to the root count, without the system’s folders, and are followed', (t) => {
  const above = mkdtempSync(join(tmpdir(), 'verdict-build-'));
  t.after(() => rmSync(above, { recursive: true }));
  const root = join(above, 'project');
  const write = (path: string, content: string, time: number): void => {
    mkdirSync(join(above, path, '..'), { recursive: true });
    writeFileSync(join(above, path), content);
    utimesSync(join(above, path), time, time);
  };
  const builds = new BuildPaths(new GoRuns(new SmallFiles(), new FolderTree()));
  const found = (): readonly string[] =>
    builds.knowledgeOf(join(root, 'src', 'a.c'), root).folders.map(({ path }) => path);
  write('compile_flags.txt', '-I/above', 1);
  write('project/src/a.c', '', 1);
  assert.deepEqual(found(), []);
  write(
    'project/compile_flags.txt',
    '-I/opt/x\n-I/usr/include\n-isystem\n/usr/lib/clang/19/include\n-Iinclude',
    1,
  );
  assert.deepEqual(found(), [], 'nobody said that files changed');
  builds.changed();
  assert.deepEqual(found(), ['/opt/x', join(root, 'include')]);
  write('project/compile_flags.txt', '-I/opt/y', 2);
  assert.deepEqual(found(), ['/opt/y']);
  write('project/src/compile_flags.txt', '-I/opt/z', 1);
  builds.changed();
  assert.deepEqual(found(), ['/opt/z']);
});
