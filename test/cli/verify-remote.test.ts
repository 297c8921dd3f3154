/** `verify --kernel ssh:HOST` through a real server; and what of a host's name never reaches ssh. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { folder, run } from './support/command.js';
import { cannotServe, startSshServer } from './support/ssh-server.js';
import { json, loading, source } from './support/verify.js';

const command = [process.execPath, join(process.cwd(), 'dist', 'cli.js'), 'verify'];

loading('programs are loaded into the kernel of another machine, and nothing stays there', async (t) => {
  if (cannotServe !== null) return t.skip(cannotServe);
  const host = await startSshServer(t);
  const cwd = folder(t, { 'a.bpf.c': source });
  const left = (): number => readdirSync(tmpdir()).filter((each) => each.startsWith('tmp.')).length;
  const before = left();
  const words = host.within([...command, 'a.bpf.c', '--kernel', `ssh:${host.name}`, '--format', 'json']);
  const { stdout, stderr, status } = spawnSync(words[0] ?? '', words.slice(1), { cwd, encoding: 'utf8' });
  assert.equal(status, 1, stderr);
  const { kernels, programs } = json(stdout);
  assert.deepEqual(
    kernels.map(({ kind }) => kind),
    ['ssh'],
  );
  assert.deepEqual(
    programs.map(({ program, verdict, at }) => [program, verdict, at?.line]),
    [
      ['good', 'accepted', undefined],
      ['bad', 'refused', 24],
    ],
  );
  assert.equal(left(), before);
});

loading('a host that does not answer is named, with what ssh says', (t) => {
  if (spawnSync('ssh', ['-V']).status !== 0) return t.skip('no ssh here');
  const cwd = folder(t, { 'a.bpf.c': source });
  const { stderr, status } = run(['verify', 'a.bpf.c', '--kernel', 'ssh:nowhere.invalid'], { cwd });
  assert.equal(status, 2);
  assert.match(stderr, /^a\.bpf\.c: nowhere\.invalid did not answer: .*nowhere\.invalid/);
});

test('what could be an option of ssh is no host', (t) => {
  const cwd = folder(t, { 'a.bpf.c': source });
  for (const host of ['-oProxyCommand=touch ran', '', 'a b', '-F x', '$(touch ran)', 'a;touch ran']) {
    const { stderr, status } = run(['verify', 'a.bpf.c', '--kernel', `ssh:${host}`], { cwd });
    assert.equal(status, 2, host);
    assert.match(stderr, /--kernel ssh:HOST takes a name or user@name/, host);
  }
  assert.deepEqual(readdirSync(cwd).sort(), ['.git', 'a.bpf.c']);
});
