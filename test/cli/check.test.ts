/** `check`: verdicts, exit codes, the JSON that other programs read, and the options that say what counts. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { release } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { accepted, checkJson, fixable, folder, refused, run, newestKernel } from './support/command.js';

test('a program that the kernel loads: exit code 0', (t) => {
  const cwd = folder(t, { 'a.bpf.c': accepted });
  const { status, report } = checkJson(['a.bpf.c'], { cwd });
  assert.equal(status, 0);
  assert.deepEqual(report.summary, {
    files: 1,
    programs: 1,
    judged: 1,
    errors: 0,
    warnings: 0,
    information: 0,
    hints: 0,
    unknownSection: 0,
    tooLarge: 0,
    damaged: 0,
  });
});

test('a program that it refuses: exit code 1, and its own words', (t) => {
  const cwd = folder(t, { 'src/a.bpf.c': refused });
  const { status, report, stderr } = checkJson(['src/a.bpf.c'], { cwd });
  assert.equal(status, 1);
  assert.equal(stderr, '');
  assert.deepEqual([report.version, report.kernel], [1, newestKernel]);
  const [file] = report.files;
  assert.equal(file?.path, 'src/a.bpf.c');
  assert.deepEqual(file.programs, [
    {
      name: 'f',
      section: 'cgroup/sock_create',
      programType: 'BPF_PROG_TYPE_CGROUP_SOCK',
      attachType: 'BPF_CGROUP_INET_SOCK_CREATE',
      context: 'bpf_sock',
      line: 2,
    },
  ]);
  const [finding] = file.diagnostics;
  assert.ok(finding);
  const { message, fixes, range, ...rest } = finding;
  assert.ok(typeof message === 'string' && message.length > 20);
  assert.ok(Array.isArray(fixes));
  assert.deepEqual(range, { start: { line: 3, character: 8 }, end: { line: 3, character: 21 } });
  assert.deepEqual(rest, {
    rule: 'ctx-field-read',
    severity: 'error',
    program: 'f',
    struct: 'bpf_sock',
    field: 'src_port',
    access: 'read',
    size: 4,
    verifier: 'invalid bpf_context access off=44 size=4',
  });
  assert.deepEqual(report.summary, {
    files: 1,
    programs: 1,
    judged: 1,
    errors: 1,
    warnings: 0,
    information: 0,
    hints: 0,
    unknownSection: 0,
    tooLarge: 0,
    damaged: 0,
  });
});

test('one line is enough', (t) => {
  const text = 'SEC("cgroup/sock_create") int f(struct bpf_sock *ctx) { return ctx->src_port; }';
  const cwd = folder(t, { 'a.bpf.c': text });
  const { status, report } = checkJson(['a.bpf.c'], { cwd });
  assert.equal(status, 1);
  assert.equal(report.files[0]?.diagnostics[0]?.['verifier'], 'invalid bpf_context access off=44 size=4');
});

test('a probe read of a context has a safe fix', (t) => {
  const cwd = folder(t, { 'a.bpf.c': fixable });
  const { status, report } = checkJson(['a.bpf.c'], { cwd });
  assert.equal(status, 1);
  const finding = report.files[0]?.diagnostics.find(({ rule }) => rule === 'probe-read-on-ctx');
  assert.ok(finding?.fixes.some(({ safe }) => safe));
});

test('columns count UTF-16 code units, lines from 0', (t) => {
  const cwd = folder(t, { 'a.bpf.c': refused.replace('return', '/* \u65e5\u{1F600} */ return') });
  const { report } = checkJson(['a.bpf.c'], { cwd });
  const range = report.files[0]?.diagnostics[0]?.['range'] as { readonly start: object } | undefined;
  assert.deepEqual(range?.start, { line: 3, character: 18 });
});

test('--rule changes a severity, and switches a rule off', (t) => {
  const cwd = folder(t, { 'a.bpf.c': refused });
  const warned = checkJson(['--rule', 'ctx-field-read=warning', 'a.bpf.c'], { cwd });
  assert.equal(warned.status, 0);
  assert.equal(warned.report.summary['warnings'], 1);
  const off = checkJson(['--rule', 'ctx-field-read=off', 'a.bpf.c'], { cwd });
  assert.deepEqual([off.status, off.report.files[0]?.diagnostics], [0, []]);
});

test('--max-warnings sets how many are too many', (t) => {
  const cwd = folder(t, { 'a.bpf.c': refused });
  const args = ['check', '--rule', 'ctx-field-read=warning', 'a.bpf.c'];
  assert.equal(run([...args, '--max-warnings', '1'], { cwd }).status, 0);
  const { status, stderr } = run([...args, '--max-warnings', '0'], { cwd });
  assert.equal(status, 1);
  assert.match(stderr, /1 warning, more than --max-warnings 0 allows/);
});

test('--quiet shows errors only, and hidden warnings still count', (t) => {
  const cwd = folder(t, { 'a.bpf.c': refused });
  const args = ['check', '--quiet', '--rule', 'ctx-field-read=warning', 'a.bpf.c'];
  const { status, stdout } = run([...args, '--format', 'concise'], { cwd });
  assert.deepEqual([status, stdout], [0, '']);
  assert.equal(run([...args, '--max-warnings', '0'], { cwd }).status, 1);
  assert.match(run(['check', '--quiet', '--format', 'concise', 'a.bpf.c'], { cwd }).stdout, /ctx-field-read/);
});

test('--kernel takes a version, a range, and the running one', (t) => {
  const cwd = folder(t, { 'a.bpf.c': accepted });
  const kernelFor = (kernel: string): string =>
    checkJson(['--kernel', kernel, 'a.bpf.c'], { cwd }).report.kernel;
  assert.equal(kernelFor('5.10'), '5.10');
  assert.equal(kernelFor('6.1.192'), '6.1');
  assert.equal(kernelFor('5.10..6.12'), '5.10..6.12');
  if (process.platform === 'linux') assert.equal(kernelFor('host'), /^\d+\.\d+/.exec(release())?.[0]);
});

test('--timing speaks on standard error', (t) => {
  const cwd = folder(t, { 'a.bpf.c': accepted });
  const { stderr, stdout } = run(['check', '--timing', '--format', 'json', 'a.bpf.c'], { cwd });
  assert.match(stderr, /^a\.bpf\.c +[\d.]+ ms$/m);
  assert.match(stderr, /^analysis of 1 file +[\d.]+ ms$/m);
  assert.doesNotThrow(() => JSON.parse(stdout) as unknown);
});

test('-o writes the report, without colours, to a file', (t) => {
  const cwd = folder(t, { 'a.bpf.c': refused });
  const { status, stdout } = run(['check', '-o', 'report.txt', 'a.bpf.c'], {
    cwd,
    env: { FORCE_COLOR: '1' },
  });
  assert.deepEqual([status, stdout], [1, '']);
  const report = readFileSync(join(cwd, 'report.txt'), 'utf8');
  assert.match(report, /^a\.bpf\.c:4:9 {2}error {2}ctx-field-read$/m);
});

test('-o into a folder that is not there: exit code 2', (t) => {
  const cwd = folder(t, { 'a.bpf.c': accepted });
  const { status, stderr } = run(['check', '-o', 'no/report.txt', 'a.bpf.c'], { cwd });
  assert.equal(status, 2);
  assert.match(stderr, /report\.txt does not exist/);
});

test('-I takes folders, joined or apart', (t) => {
  const cwd = folder(t, { 'a.bpf.c': accepted, 'one/a.h': '', 'two/b.h': '' });
  const { stdout } = run(['check', '-I', 'one', '-Itwo', '--print-config', 'a.bpf.c'], { cwd });
  const { includePaths } = JSON.parse(stdout) as { includePaths: readonly string[] };
  assert.deepEqual(
    includePaths.map((path) => path.slice(-3)),
    ['one', 'two'],
  );
});
