/** What may be handed to `check`: folders, odd files, files that are not there; the rest is always checked. */
import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { accepted, checkJson, fixable, folder, plain, refused, run } from './support/command.js';

const pathsOf = (report: { readonly files: readonly { readonly path: string }[] }): readonly string[] =>
  report.files.map(({ path }) => path);

test('a folder gives its BPF C, sorted by name, and nothing else', (t) => {
  const cwd = folder(t, {
    'b/z.bpf.c': accepted,
    'b/a.c': accepted,
    'a.bpf.c': accepted,
    'main.c': plain,
    'notes.txt': accepted,
    'node_modules/x/x.bpf.c': refused,
    '.git/hooks/y.bpf.c': refused,
    'empty.bpf.c': '',
  });
  const { status, report } = checkJson([], { cwd });
  assert.equal(status, 0);
  assert.deepEqual(pathsOf(report), ['a.bpf.c', 'b/a.c', 'b/z.bpf.c', 'empty.bpf.c']);
});

test('paths are reported as they were given', (t) => {
  const cwd = folder(t, { 'b/z.bpf.c': accepted, 'a.bpf.c': accepted });
  assert.deepEqual(pathsOf(checkJson(['./b', './a.bpf.c'], { cwd }).report), ['./b/z.bpf.c', './a.bpf.c']);
  assert.deepEqual(pathsOf(checkJson(['b/'], { cwd }).report), ['b/z.bpf.c']);
  assert.deepEqual(pathsOf(checkJson([join(cwd, 'a.bpf.c')], { cwd }).report), [join(cwd, 'a.bpf.c')]);
});

test('no file is checked twice, whatever leads to it', { skip: process.platform === 'win32' }, (t) => {
  const cwd = folder(t, { 'b/z.bpf.c': accepted });
  symlinkSync('z.bpf.c', join(cwd, 'b', 'zz.bpf.c'));
  symlinkSync('..', join(cwd, 'b', 'up'));
  assert.deepEqual(pathsOf(checkJson(['b', 'b/z.bpf.c', '.'], { cwd }).report), ['b/z.bpf.c']);
});

test('a folder without BPF C says so', (t) => {
  const cwd = folder(t, { 'main.c': plain });
  const { status, stderr } = run(['check'], { cwd });
  assert.equal(status, 0);
  assert.match(stderr, /no BPF C here/);
});

test('a named file that is no BPF C is left alone, and that is said', (t) => {
  const cwd = folder(t, { 'main.c': plain });
  const { status, stderr, report } = checkJson(['main.c'], { cwd });
  assert.equal(status, 0);
  assert.match(stderr, /main\.c: not BPF C/);
  assert.deepEqual(report.files, [{ path: 'main.c', programs: [], unjudged: [], diagnostics: [] }]);
});

test('a missing file is named, and the rest is checked', (t) => {
  const cwd = folder(t, { 'a.bpf.c': refused });
  const { status, stderr, report } = checkJson(['gone.bpf.c', 'a.bpf.c', 'a.bpf.c/b.c'], { cwd });
  assert.equal(status, 2);
  assert.match(stderr, /^gone\.bpf\.c: does not exist$/m);
  assert.match(stderr, /^a\.bpf\.c\/b\.c: does not exist/m);
  assert.equal(report.summary['errors'], 1);
});

const canLock = process.platform !== 'win32' && process.getuid?.() !== 0;

test('an unreadable file or folder is named', { skip: canLock ? false : 'root reads everything' }, (t) => {
  const cwd = folder(t, { 'a.bpf.c': refused, 'b.bpf.c': accepted, 'c/c.bpf.c': accepted });
  chmodSync(join(cwd, 'a.bpf.c'), 0);
  chmodSync(join(cwd, 'c'), 0);
  const { status, stderr, report } = checkJson(['.'], { cwd });
  chmodSync(join(cwd, 'c'), 0o755);
  assert.equal(status, 2);
  assert.match(stderr, /^a\.bpf\.c: is not accessible/m);
  assert.match(stderr, /^c: is not accessible/m);
  assert.deepEqual(pathsOf(report), ['b.bpf.c']);
});

const linksWork = { skip: process.platform === 'win32' };

test('a link that leads nowhere is named, and does not fail a run over its folder', linksWork, (t) => {
  const cwd = folder(t, { 'b.bpf.c': accepted });
  symlinkSync('nowhere', join(cwd, 'a.bpf.c'));
  symlinkSync('circle.h', join(cwd, 'circle.h'));
  mkdirSync(join(cwd, 'dir.bpf.c'));
  const { status, stderr, report } = checkJson(['.'], { cwd });
  assert.equal(status, 0);
  assert.equal(
    stderr,
    ['a.bpf.c', 'circle.h'].map((path) => `${path}: is a link that leads nowhere\n`).join(''),
  );
  assert.deepEqual(pathsOf(report), ['b.bpf.c']);
  const named = checkJson(['a.bpf.c', 'b.bpf.c'], { cwd });
  assert.equal(named.status, 2, 'who names it means it');
  assert.match(named.stderr, /^a\.bpf\.c: does not exist$/m);
});

test('a binary file is named when it was meant, and passed over when it was found', (t) => {
  const binary = Uint8Array.from([0x7f, 0x45, 0x4c, 0x46, 0, 0, 1]);
  const cwd = folder(t, { 'x/a.o': binary, 'x/b.c': binary, 'x/c.bpf.c': accepted });
  const named = checkJson(['x/a.o', 'x/c.bpf.c'], { cwd });
  assert.equal(named.status, 2);
  assert.match(named.stderr, /^x\/a\.o: is not a text file/m);
  assert.deepEqual(pathsOf(named.report), ['x/c.bpf.c']);
  assert.equal(checkJson(['x'], { cwd }).status, 0);
});

test('a file beyond the size limit is named with both sizes', (t) => {
  const cwd = folder(t, { 'a.bpf.c': Buffer.alloc(17 * 1024 * 1024, 32), 'b.bpf.c': accepted });
  const { status, stderr } = checkJson(['.'], { cwd });
  assert.equal(status, 2);
  assert.match(stderr, /^a\.bpf\.c: is too large to check: 17\.0 MB, the limit is 16\.0 MB$/m);
});

test('5 MB on one line end in time', (t) => {
  const text = `${refused.replace(/\n/g, ' ')}int x[] = {${'1,'.repeat(2_500_000)}};`;
  const cwd = folder(t, { 'a.bpf.c': text, 'b.bpf.c': refused });
  const { status, stdout } = run(['check', '.'], { cwd });
  assert.ok(status === 1 || status === 2);
  assert.match(stdout, /b\.bpf\.c:4:9/);
  assert.ok(stdout.length < 20_000);
});

test('an empty file is no finding', (t) => {
  const cwd = folder(t, { 'a.bpf.c': '' });
  const { status, report } = checkJson(['a.bpf.c'], { cwd });
  assert.equal(status, 0);
  assert.deepEqual(report.files, [{ path: 'a.bpf.c', programs: [], unjudged: [], diagnostics: [] }]);
});

test('a byte order mark and Windows line ends move nothing', (t) => {
  const cwd = folder(t, { 'a.bpf.c': `\uFEFF${refused.replace(/\n/g, '\r\n')}`, 'b.bpf.c': refused });
  const { report } = checkJson(['.'], { cwd });
  const [first, second] = report.files;
  assert.equal(first?.diagnostics.length, 1);
  assert.deepEqual(first.diagnostics, second?.diagnostics);
});

test('a file in Latin-1 is read and written back byte by byte', (t) => {
  const text = Buffer.from(`/* caf\u00e9 */ ${fixable}`, 'latin1');
  const cwd = folder(t, { 'a.bpf.c': text });
  assert.equal(run(['check', '--fix', 'a.bpf.c'], { cwd }).status, 0);
  const { stdout } = run(['check', '--stdin', '--fix', '--format', 'concise'], { input: text });
  assert.match(stdout, /ctx->family/);
});
