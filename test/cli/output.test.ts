/** Standard output that takes nothing: a full disk is a failure that is told, a reader that left is none. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, existsSync, openSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { test } from 'node:test';
import { accepted, fixable, folder, refused, run } from './support/command.js';

const full = '/dev/full';
const needsFull = { skip: existsSync(full) ? false : `there is no ${full} here` };

for (const args of [['check', 'a.bpf.c'], ['check', '--diff', 'a.bpf.c'], ['fields', 'xdp'], ['--help']]) {
  test(`${args.join(' ')} onto a full disk: one line that says so, and exit code 2`, needsFull, (t) => {
    const cwd = folder(t, { 'a.bpf.c': fixable });
    const stdout = openSync(full, 'w');
    t.after(() => closeSync(stdout));
    const { status, stderr } = run(args, { cwd, stdout });
    assert.match(stderr, /^error: standard output cannot be written: ENOSPC: no space left on device\n$/);
    assert.equal(status, 2);
  });
}

test('-o onto a full disk: exit code 2, and no stack', needsFull, (t) => {
  const cwd = folder(t, { 'a.bpf.c': refused });
  const { status, stderr } = run(['check', '-o', full, 'a.bpf.c'], { cwd });
  assert.match(stderr, /^error: --output: \/dev\/full cannot be written: no space left\.$/m);
  assert.doesNotMatch(stderr, /^\s+at /m);
  assert.equal(status, 2);
});

/** Runs the command line with a standard output that nobody reads any more. */
async function unread(args: readonly string[], cwd: string): Promise<{ code: number | null; words: string }> {
  const child = spawn(process.execPath, [resolve('dist', 'cli.js'), ...args], { cwd });
  child.stdout.destroy();
  let words = '';
  child.stderr.on('data', (chunk: Buffer) => (words += chunk.toString()));
  child.stdin.end();
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, words };
}

test('a reader that left hears no complaint, and the exit code is that of the check', async (t) => {
  const cwd = folder(t, { 'a.bpf.c': accepted, 'b.bpf.c': refused, 'c.bpf.c': fixable });
  assert.deepEqual(await unread(['check', 'a.bpf.c'], cwd), { code: 0, words: '' });
  assert.deepEqual(await unread(['check', '--format', 'json', 'b.bpf.c'], cwd), { code: 1, words: '' });
  assert.deepEqual(await unread(['fields', 'syscall', '--format', 'json'], cwd), { code: 0, words: '' });
  const mended = await unread(['check', '--fix', 'c.bpf.c'], cwd);
  assert.deepEqual(mended, { code: 0, words: 'applied 1 fix in c.bpf.c\n' });
  assert.equal(readFileSync(join(cwd, 'c.bpf.c'), 'utf8'), accepted);
});
