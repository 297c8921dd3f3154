/** `--fix`, `--unsafe-fixes`, `--diff` and standard input: always compared by the text that comes out. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { accepted, checkJson, fixable, folder, refused, run } from './support/command.js';

test('--fix writes the safe fixes and reports what is left', (t) => {
  const cwd = folder(t, { 'a.bpf.c': fixable, 'b.bpf.c': refused });
  const { status, stderr, report } = checkJson(['--fix', '.'], { cwd });
  assert.equal(status, 1);
  assert.match(stderr, /^applied 1 fix in a\.bpf\.c$/m);
  assert.equal(readFileSync(join(cwd, 'a.bpf.c'), 'utf8'), accepted);
  assert.equal(readFileSync(join(cwd, 'b.bpf.c'), 'utf8'), refused);
  assert.deepEqual(
    report.files.map(({ diagnostics }) => diagnostics.map(({ rule }) => rule)),
    [[], ['ctx-field-read']],
  );
});

test(
  '--fix writes into the file that was named, backslash and all',
  { skip: process.platform === 'win32' },
  (t) => {
    const cwd = folder(t, { 'x\\a.bpf.c': fixable, 'x/a.bpf.c': fixable });
    assert.equal(run(['check', '--fix', 'x\\a.bpf.c'], { cwd }).status, 0);
    assert.equal(readFileSync(join(cwd, 'x\\a.bpf.c'), 'utf8'), accepted);
    assert.equal(readFileSync(join(cwd, 'x', 'a.bpf.c'), 'utf8'), fixable);
  },
);

test('a second --fix changes nothing', (t) => {
  const cwd = folder(t, { 'a.bpf.c': fixable });
  run(['check', '--fix', 'a.bpf.c'], { cwd });
  const { status, stderr } = run(['check', '--fix', 'a.bpf.c'], { cwd });
  assert.deepEqual([status, stderr], [0, '']);
});

test('--fix keeps the byte order mark and the line ends', (t) => {
  const windows = (text: string): string => `\uFEFF${text.replace(/\n/g, '\r\n')}`;
  const cwd = folder(t, { 'a.bpf.c': windows(fixable) });
  assert.equal(run(['check', '--fix', 'a.bpf.c'], { cwd }).status, 0);
  assert.equal(readFileSync(join(cwd, 'a.bpf.c'), 'utf8'), windows(accepted));
});

test('--diff shows what --fix would do, and does nothing', (t) => {
  const cwd = folder(t, { 'a.bpf.c': fixable });
  const { status, stdout } = run(['check', '--diff', 'a.bpf.c'], { cwd });
  assert.equal(status, 1);
  assert.equal(readFileSync(join(cwd, 'a.bpf.c'), 'utf8'), fixable);
  assert.equal(
    stdout,
    `--- a/a.bpf.c
+++ b/a.bpf.c
@@ -1,5 +1,5 @@
 SEC("cgroup/sock_create")
 int f(struct bpf_sock *ctx)
 {
-	return BPF_CORE_READ(ctx, family);
+	return ctx->family;
 }
`,
  );
});

test('patch accepts the diff', (t) => {
  const cwd = folder(t, { 'a.bpf.c': `/* caf\u00e9 */\n\n\n\n\n\n${fixable}`.trimEnd() });
  const { stdout } = run(['check', '--diff', '--fix', 'a.bpf.c'], { cwd });
  const patched = spawnSync('git', ['apply', '-'], { cwd, input: stdout });
  if (patched.error) {
    t.skip('git is not here');
    return;
  }
  assert.equal(patched.status, 0, patched.stderr.toString());
  assert.equal(
    readFileSync(join(cwd, 'a.bpf.c'), 'utf8'),
    `/* caf\u00e9 */\n\n\n\n\n\n${accepted}`.trimEnd(),
  );
});

test('--diff of what needs no fix is empty', (t) => {
  const cwd = folder(t, { 'a.bpf.c': accepted });
  const { status, stdout } = run(['check', '--diff', 'a.bpf.c'], { cwd });
  assert.deepEqual([status, stdout], [0, '']);
});

test('--unsafe-fixes alone changes nothing and says so', (t) => {
  const cwd = folder(t, { 'a.bpf.c': fixable });
  const { stderr } = run(['check', '--unsafe-fixes', 'a.bpf.c'], { cwd });
  assert.match(stderr, /--unsafe-fixes changes nothing without --fix or --diff/);
  assert.equal(readFileSync(join(cwd, 'a.bpf.c'), 'utf8'), fixable);
});

test('--fix leaves what would change meaning; --unsafe-fixes takes it', (t) => {
  const right = accepted.replace('sock_create', 'post_bind4');
  const misspelt = right.replace('post_bind4', 'post_bnid4');
  const cwd = folder(t, { 'a.bpf.c': misspelt });
  const { report } = checkJson(['--fix', 'a.bpf.c'], { cwd });
  assert.equal(readFileSync(join(cwd, 'a.bpf.c'), 'utf8'), misspelt);
  assert.deepEqual(
    report.files[0]?.diagnostics[0]?.fixes.map(({ safe }) => safe),
    [false],
  );
  run(['check', '--fix', '--unsafe-fixes', 'a.bpf.c'], { cwd });
  assert.equal(readFileSync(join(cwd, 'a.bpf.c'), 'utf8'), right);
});

test('standard input is checked under its name', (t) => {
  const cwd = folder(t, { 'ebpf-verdict.jsonc': '{ "rules": { "ctx-field-read": "hint" } }' });
  const named = checkJson(['--stdin', '--stdin-filename', 'src/a.bpf.c'], { cwd, input: refused });
  assert.equal(named.report.files[0]?.path, 'src/a.bpf.c');
  assert.deepEqual([named.status, named.report.summary['hints']], [0, 1]);
  const nameless = checkJson(['--stdin', '--no-config'], { cwd, input: refused });
  assert.equal(nameless.status, 1);
});

test('--stdin --fix is a filter: fixed text out, report on standard error', (t) => {
  const cwd = folder(t, {});
  const { status, stdout, stderr } = run(['check', '--stdin', '--fix', '--stdin-filename', 'a.bpf.c'], {
    cwd,
    input: `\uFEFF${fixable}`,
  });
  assert.deepEqual([status, stdout], [0, `\uFEFF${accepted}`]);
  assert.match(stderr, /No findings/);
});

test('--stdin-filename never touches the file of that name', (t) => {
  const cwd = folder(t, { 'a.bpf.c': refused });
  run(['check', '--stdin', '--fix', '--stdin-filename', 'a.bpf.c'], { cwd, input: fixable });
  assert.equal(readFileSync(join(cwd, 'a.bpf.c'), 'utf8'), refused);
});

test('standard input that is no text: exit code 2', () => {
  const { status, stderr } = run(['check', '--stdin'], { input: Uint8Array.from([0, 1, 2]) });
  assert.equal(status, 2);
  assert.match(stderr, /is not a text file/);
});

const isRoot = process.getuid?.() === 0;

test(
  'a fix that cannot be written: exit code 2, findings stay',
  { skip: isRoot && 'root writes everything' },
  (t) => {
    const cwd = folder(t, {});
    writeFileSync(join(cwd, 'a.bpf.c'), fixable, { mode: 0o444 });
    const { status, stderr, report } = checkJson(['--fix', 'a.bpf.c'], { cwd });
    assert.equal(status, 2);
    assert.match(stderr, /a\.bpf\.c: the fixes could not be written/);
    assert.equal(report.summary['errors'], 1);
  },
);
