/** `--fix` on files that cannot simply be written: whatever goes wrong, the old bytes are there, or the new ones. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import {
  appendFileSync,
  chmodSync,
  linkSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { test, type TestContext } from 'node:test';
import { check } from '../../server/src/cli/check.js';
import { parseCommandLine } from '../../server/src/cli/options.js';
import { noColours, type Terminal } from '../../server/src/cli/terminal.js';
import { engine } from '../core/support/engine.js';
import { accepted, fixable, folder, run, type Run } from './support/command.js';

const name = 'a.bpf.c';
/** Some pages, so that they do not fit where little room is left. */
const filler = `/* ${'x'.repeat(60)} */\n`.repeat(1000);
const large = filler + fixable;
const isRoot = process.getuid?.() === 0;
const onPosix = { skip: process.platform === 'win32' && 'links and modes are for POSIX' };

function read(cwd: string, path = name): string {
  return readFileSync(join(cwd, path), 'utf8');
}

/** Nothing but what was there is left in a folder. */
function assertNothingElse(cwd: string, names: readonly string[]): void {
  assert.deepEqual(readdirSync(cwd).sort(), ['.git', ...names].sort());
}

function assertNotWritten({ status, stderr }: Run, why: RegExp): void {
  assert.equal(status, 2, stderr);
  assert.match(stderr, /^a\.bpf\.c: the fixes could not be written: /m);
  assert.match(stderr, why);
}

test('the mode of a mended file stays, and nothing is left beside it', onPosix, (t) => {
  const cwd = folder(t, { [name]: fixable });
  chmodSync(join(cwd, name), 0o751);
  assert.equal(run(['check', '--fix', name], { cwd }).status, 0);
  assert.equal(read(cwd), accepted);
  assert.equal(statSync(join(cwd, name)).mode & 0o7777, 0o751);
  assertNothingElse(cwd, [name]);
});

test('a symbolic link is followed to the file, and stays one', onPosix, (t) => {
  const cwd = folder(t, { 'deep/real.c': fixable });
  symlinkSync('deep/real.c', join(cwd, name));
  assert.equal(run(['check', '--fix', name], { cwd }).status, 0);
  assert.ok(lstatSync(join(cwd, name)).isSymbolicLink());
  assert.equal(read(cwd, 'deep/real.c'), accepted);
});

test('a file with two names is mended under both', onPosix, (t) => {
  const cwd = folder(t, { [name]: fixable });
  linkSync(join(cwd, name), join(cwd, 'b.bpf.c'));
  assert.equal(run(['check', '--fix', '.'], { cwd }).status, 0);
  assert.equal(read(cwd), accepted);
  assert.equal(statSync(join(cwd, name)).ino, statSync(join(cwd, 'b.bpf.c')).ino);
  assertNothingElse(cwd, [name, 'b.bpf.c']);
});

test('a file that changed while it was judged is not written', async (t) => {
  const cwd = folder(t, { [name]: fixable });
  const notices: string[] = [];
  const terminal: Terminal = {
    cwd,
    isInteractive: false,
    columns: null,
    colours: noColours,
    noticeColours: noColours,
    print: () => undefined,
    notice: (line) => void notices.push(line),
    confirm: () => Promise.resolve(false),
    readInput: () => Promise.resolve(new Uint8Array()),
  };
  const line = parseCommandLine(['check', '--fix', name]);
  assert.equal(line.command, 'check');
  const slow: typeof engine = {
    ...engine,
    open(path, reader) {
      appendFileSync(join(cwd, name), '// saved by an editor\n');
      return engine.open(path, reader);
    },
  };
  const code = await check(line.options, { engine: slow, terminal, root: '.', version: '0.0.0' });
  assert.equal(code, 2);
  assert.ok(
    notices.includes('a.bpf.c: the fixes could not be written: the file was changed since it was read'),
  );
  assert.equal(read(cwd), `${fixable}// saved by an editor\n`);
});

/** Runs the command line in a shell that allows files of one block only. */
function runLimited(cwd: string): Run {
  const command = `ulimit -f 8; exec "$0" "$1" check --fix ${name}`;
  return spawnSync('bash', ['-c', command, process.execPath, resolve('dist', 'cli.js')], {
    cwd,
    encoding: 'utf8',
  });
}

test('a write that breaks off leaves the old bytes', onPosix, (t) => {
  const cwd = folder(t, { [name]: large });
  assertNotWritten(runLimited(cwd), /EFBIG|too large/);
  assert.equal(read(cwd), large);
  assertNothingElse(cwd, [name]);
  linkSync(join(cwd, name), join(cwd, 'other'));
  assertNotWritten(runLimited(cwd), /EFBIG|too large/);
  assert.equal(read(cwd), large);
  assertNothingElse(cwd, [name, 'other']);
});

/** A file system of 300 kB; null where it may not be mounted. */
function smallDisk(t: TestContext): string | null {
  const cwd = mkdtempSync(join(tmpdir(), 'ebpf-verdict-disk-'));
  const mounted = isRoot && spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=300k', 'tmpfs', cwd]).status === 0;
  t.after(() => {
    if (mounted) spawnSync('umount', [cwd]);
    rmSync(cwd, { recursive: true, force: true });
  });
  if (!mounted) return null;
  mkdirSync(join(cwd, '.git'));
  return cwd;
}

function fill(path: string): void {
  for (const size of [65536, 4096, 512])
    try {
      for (;;) appendFileSync(path, Buffer.alloc(size));
    } catch (error) {
      assert.equal((error as { code?: string }).code, 'ENOSPC');
    }
}

test('a full disk leaves the old bytes, whichever way it would be written', (t) => {
  const cwd = smallDisk(t);
  if (cwd === null) return t.skip('no file system may be mounted here');
  writeFileSync(join(cwd, name), large);
  fill(join(cwd, 'filler'));
  assertNotWritten(run(['check', '--fix', name], { cwd }), /no space left/);
  assert.equal(read(cwd), large);
  linkSync(join(cwd, name), join(cwd, 'other'));
  assertNotWritten(run(['check', '--fix', name], { cwd }), /no space left/);
  assert.equal(read(cwd), large);
  assertNothingElse(cwd, [name, 'filler', 'other']);
});

/** Somebody else than root, for whom permissions count; the process's own user where that is not root. */
function runAsUser(cwd: string): Run {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [resolve('dist', 'cli.js'), 'check', '--fix', name],
    { cwd, encoding: 'utf8', ...(isRoot ? { uid: 65534, gid: 65534 } : {}) },
  );
  return { status, stdout, stderr };
}

/** Whether that somebody may run the command line at all. */
function userMayRun(t: TestContext): boolean {
  const cwd = folder(t, { [name]: accepted });
  chmodSync(cwd, 0o755);
  return runAsUser(cwd).status === 0;
}

test('a file in a folder that cannot be written is written in place', onPosix, (t) => {
  if (!userMayRun(t)) return t.skip('another user may not run the command line here');
  const cwd = folder(t, { [name]: fixable });
  chmodSync(join(cwd, name), 0o666);
  chmodSync(cwd, 0o555);
  const { status } = runAsUser(cwd);
  chmodSync(cwd, 0o755);
  assert.equal(status, 0);
  assert.equal(read(cwd), accepted);
});

test('a file that may not be written stays as it is', onPosix, (t) => {
  if (!userMayRun(t)) return t.skip('another user may not run the command line here');
  const cwd = folder(t, { [name]: fixable });
  chmodSync(join(cwd, name), 0o444);
  chmodSync(cwd, 0o777);
  assertNotWritten(runAsUser(cwd), /permission denied/);
  assert.equal(read(cwd), fixable);
  assertNothingElse(cwd, [name]);
});

test('a file of another owner keeps its owner', { skip: !isRoot && 'only root has files of others' }, (t) => {
  if (!userMayRun(t)) return t.skip('another user may not run the command line here');
  const cwd = folder(t, { [name]: fixable });
  chmodSync(join(cwd, name), 0o666);
  chmodSync(dirname(join(cwd, name)), 0o777);
  assert.equal(runAsUser(cwd).status, 0);
  assert.equal(read(cwd), accepted);
  assert.equal(statSync(join(cwd, name)).uid, 0);
  assertNothingElse(cwd, [name]);
});
