/** `verify` on several kernels, which are booted: needs QEMU and an image that KERNEL_IMAGE names. */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { folder, run } from './support/command.js';
import { compiling, json, loading, source } from './support/verify.js';

test('kernels are named by images, or are the running one', (t) => {
  const cwd = folder(t, { 'a.bpf.c': source, 'a.o': '\x7fELF', vmlinuz: 'no kernel' });
  for (const [words, expected] of [
    [['a.bpf.c', '--kernel', '4.4'], /no image of 4\.4 is known \(of 5\.10, .* are\): --kernel-image/],
    [['a.bpf.c', '--kernel', '6.1'], /nothing was fetched: .*--fetch|only on Debian .* --kernel-image/],
    [['a.bpf.c', '--kernel', '7.3..5.10'], /--kernel takes host, ssh:HOST, a version or a range/],
    [['a.bpf.c', '--kernel-image', 'vmlinuz'], /--kernel-image vmlinuz: is no x86-64 kernel image/],
    [['a.o'], /an object may come from anywhere\. --kernel-image .* --kernel host/],
  ] as const) {
    const env = { XDG_CACHE_HOME: folder(t, {}) };
    const { stderr, stdout, status } = run(['verify', ...words], { cwd, env });
    assert.equal(status, 2);
    assert.equal(stdout, '');
    assert.match(stderr, expected);
  }
});

const image = process.env['KERNEL_IMAGE'] ?? '';

loading('several kernels are named beside what they say, once where they agree', (t) => {
  if (image === '') return t.skip('no KERNEL_IMAGE is set');
  const cwd = folder(t, { 'a.bpf.c': source });
  const said = (format: string): string =>
    run(['verify', 'a.bpf.c', '--kernel', 'host', '--kernel-image', image, '--format', format], {
      cwd,
      seconds: 600,
    }).stdout;
  assert.match(said('concise'), /^a\.bpf\.c:24:\d+: error: .* \(on \S+, \S+\) \[null-deref\]\n$/);
  assert.match(said('pretty'), /^On \S+, \S+:\n\ngood {2}accepted[^]*\nbad {2}refused/);
});

compiling('another kernel is booted and asked, without any rights', (t) => {
  if (image === '') return t.skip('no KERNEL_IMAGE is set');
  const cwd = folder(t, { 'a.bpf.c': source });
  const words = ['--kernel-image', image, '--format', 'json', '--summary', 'table.md'];
  const { stdout, status } = run(['verify', 'a.bpf.c', ...words], { cwd, seconds: 600 });
  const { kernels, programs } = json(stdout);
  assert.equal(status, 1);
  assert.deepEqual(
    programs.map(({ program, verdict, kernel }) => [program, verdict, kernel]),
    [
      ['good', 'accepted', kernels[0]?.release],
      ['bad', 'refused', kernels[0]?.release],
    ],
  );
  assert.equal(programs[1]?.at?.line, 24);
  assert.match(readFileSync(join(cwd, 'table.md'), 'utf8'), /^\| `good` \| accepted/m);
});

compiling('an image that was fetched before is booted, if it is what it was', (t) => {
  if (image === '') return t.skip('no KERNEL_IMAGE is set');
  const bytes = readFileSync(image);
  const sum = createHash('sha256').update(bytes).digest('hex');
  const cwd = folder(t, { 'a.bpf.c': source });
  const tried = (content: Uint8Array): number | null => {
    const cache = folder(t, {});
    mkdirSync(join(cache, 'ebpf-verdict', 'images'), { recursive: true, mode: 0o700 });
    writeFileSync(join(cache, 'ebpf-verdict', 'images', `vmlinuz-6.1-${sum}`), content, { mode: 0o600 });
    const env = { XDG_CACHE_HOME: cache };
    return run(['verify', 'a.bpf.c', '--kernel', '6.1', '--program', 'good'], { cwd, env, seconds: 600 })
      .status;
  };
  assert.equal(tried(bytes), 0);
  bytes[bytes.length - 1] = (bytes[bytes.length - 1] ?? 0) ^ 1;
  assert.equal(tried(bytes), 2);
});
