/** `verify` from the outside: a real compiler, a real kernel, and what it says where one of them is missing. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { folder, run } from './support/command.js';
import { compiling, json, loading, source, withReplacement } from './support/verify.js';

loading('each program is judged by itself, at its line and column', (t) => {
  const cwd = folder(t, { 'src/a.bpf.c': source });
  const { stdout, status } = run(['verify', 'src/a.bpf.c', '--format', 'json'], { cwd });
  const { kernels, programs } = json(stdout);
  assert.equal(status, 1);
  assert.equal(kernels[0]?.kind, 'host');
  assert.deepEqual(
    programs.map(({ program, section, verdict }) => `${program} ${section} ${verdict}`),
    ['good tc accepted', 'bad tcx/ingress refused'],
  );
  assert.ok((programs[0]?.stats.instructions ?? 0) > 0);
  assert.equal(programs[1]?.id, 'null-deref');
  assert.deepEqual(programs[1].at && { file: programs[1].at.file, line: programs[1].at.line }, {
    file: 'src/a.bpf.c',
    line: 24,
  });
});

loading('nothing is pinned, and no temporary folder stays', (t) => {
  const cwd = folder(t, { 'a.bpf.c': source });
  const left = (): readonly string[] =>
    readdirSync(tmpdir()).filter((name) => existsSync(join(tmpdir(), name, 'program.bpf.o')));
  const before = left();
  run(['verify', 'a.bpf.c'], { cwd });
  assert.deepEqual(left(), before);
  assert.ok(!existsSync('/sys/fs/bpf/values'));
  assert.deepEqual(readdirSync(cwd).sort(), ['.git', 'a.bpf.c']);
});

compiling('what the compiler cannot make of the source is said without its stack', (t) => {
  const text = `${source}SEC("tc") int divides(struct __sk_buff *skb) { return (int)skb->len / (int)skb->mark; }\n`;
  const cwd = folder(t, { 'a.bpf.c': text });
  const { stderr } = run(['verify', 'a.bpf.c'], { cwd });
  // Newer compilers know such a division, and then there is nothing to say.
  assert.doesNotMatch(stderr, /Stack dump|PLEASE submit|libLLVM/);
});

compiling('a header that clang does not find is named with where to get it', (t) => {
  const cwd = folder(t, { 'a.bpf.c': '#include "vmlinux.h"\n', 'b.bpf.c': '#include "port.h"\n' });
  assert.match(run(['verify', 'a.bpf.c'], { cwd }).stderr, /'vmlinux\.h' file not found[^]*bpftool btf dump/);
  assert.match(run(['verify', 'b.bpf.c'], { cwd }).stderr, /'port\.h' file not found[^]*-I names the folder/);
});

loading('an object is loaded as it is', (t) => {
  const cwd = folder(t, { 'a.bpf.c': source });
  const include = `-I/usr/include/${process.arch === 'x64' ? 'x86_64' : 'aarch64'}-linux-gnu`;
  const flags = ['-O2', '-g', '-target', 'bpf', include, '-c', 'a.bpf.c', '-o', 'made.o'];
  assert.equal(spawnSync('clang', flags, { cwd }).status, 0);
  const { stdout, status } = run(['verify', 'made.o', '--kernel', 'host', '--program', 'good'], { cwd });
  assert.equal(status, 0);
  assert.match(stdout, /^good {2}accepted: \d+ of 1,000,000 instructions/);
  assert.doesNotMatch(stdout, /bad/);
});

loading('what waits for a target is not tried, which is no success and no refusal', (t) => {
  const cwd = folder(t, { 'a.bpf.c': withReplacement });
  const { stdout, status } = run(['verify', 'a.bpf.c', '--format', 'concise', '--program', 'replaces'], {
    cwd,
  });
  assert.equal(status, 2);
  assert.match(stdout, /^replaces: warning: .*must be loaded before it/);
});

loading('a section that the loader in force does not know is not loaded', (t) => {
  const sections = ['cgroup/sock_creat', 'xdp_pass', 'nonsense', 'xdp'];
  const programs = sections.map(
    (section, index) => `SEC("${section}") int p${index}(void *ctx) { return 1; }`,
  );
  const text = ['#include <linux/bpf.h>', '#include <bpf/bpf_helpers.h>', ...programs, ''].join('\n');
  const cwd = folder(t, { 'a.bpf.c': text });
  const verdicts = (): readonly string[] =>
    json(run(['verify', 'a.bpf.c', '--format', 'json'], { cwd }).stdout).programs.map(
      ({ section, verdict, id }) => [section, verdict, ...(id === null ? [] : [id])].join(' '),
    );
  const unknown = sections.slice(0, 3).map((section) => `${section} not loaded section-name`);
  assert.deepEqual(verdicts(), [...unknown, 'xdp accepted']);
  assert.equal(run(['verify', 'a.bpf.c', '--program', 'p1'], { cwd }).status, 1);
  writeFileSync(join(cwd, 'ebpf-verdict.jsonc'), '{ "loader": "cilium" }');
  assert.deepEqual(verdicts(), [
    ...['cgroup/sock_creat accepted', 'xdp_pass accepted'],
    ...['nonsense not loaded section-name', 'xdp accepted'],
  ]);
});

loading('the summary is a table that later runs add to', (t) => {
  const cwd = folder(t, { 'a.bpf.c': source });
  run(['verify', 'a.bpf.c', '--summary', 'summary.md'], { cwd });
  run(['verify', 'a.bpf.c', '--summary', 'summary.md', '--program', 'good'], { cwd });
  const table = readFileSync(join(cwd, 'summary.md'), 'utf8');
  assert.equal(table.match(/^\| `good` \| accepted: /gm)?.length, 2);
  assert.match(table, /^\| `bad` \| \*\*refused\*\*: .*a\.bpf\.c:24:/m);
});

loading('large maps are summed before any is made', (t) => {
  const cwd = folder(t, { 'a.bpf.c': source.replace('max_entries, 4)', 'max_entries, 16777216)') });
  const { stderr, stdout, status } = run(['verify', 'a.bpf.c'], { cwd });
  assert.equal(status, 2);
  assert.equal(stdout, '');
  assert.match(stderr, /nothing was loaded: its maps would take 12[89] MB .*"values".*--yes/);
  const answer = (word: string): readonly [number | null, string] => {
    const program = `${process.execPath} ${join(process.cwd(), 'dist', 'cli.js')} verify a.bpf.c --program good`;
    const terminal = spawnSync('script', ['-qec', program, '/dev/null'], {
      cwd,
      input: `${word}\n`,
      encoding: 'utf8',
      env: { ...process.env, NO_COLOR: '1' },
    });
    return [terminal.status, terminal.stdout];
  };
  if (spawnSync('script', ['--version']).status !== 0) return;
  const [declined, question] = answer('n');
  assert.equal(declined, 2);
  assert.match(question, /maps would take 12[89] MB .* Load all the same\? \[y\/N\]/);
  const [consented, report] = answer('y');
  assert.equal(consented, 0, report);
  assert.match(report, /good {2}accepted/);
});

compiling('what clang says of the source is shown', (t) => {
  const cwd = folder(t, { 'a.bpf.c': `${source}int x = y;\n` });
  const { stderr, status } = run(['verify', 'a.bpf.c'], { cwd });
  assert.equal(status, 2);
  assert.match(
    stderr,
    /clang does not compile it:\n.*a\.bpf\.c:\d+:9: error: use of undeclared identifier 'y'/,
  );
});

compiling('clang may be named as PATH has it, but none of the project is run', (t) => {
  const cwd = folder(t, {
    'a.bpf.c': `${source}int x = y;\n`,
    'bin/clang-of-project': '#!/bin/sh\n: > ran\n',
  });
  chmodSync(join(cwd, 'bin', 'clang-of-project'), 0o755);
  const PATH = `${join(cwd, 'bin')}:${process.env['PATH'] ?? ''}`;
  const said = (clang: string): string => {
    const { stderr, status } = run(['verify', 'a.bpf.c', '--clang', clang], { cwd, env: { PATH } });
    assert.equal(status, 2, clang);
    return stderr;
  };
  assert.match(said('clang'), /clang does not compile it:\n.*undeclared identifier 'y'/);
  assert.match(said('clang-of-project'), /^a\.bpf\.c: there is no program "clang-of-project" on PATH/);
  assert.match(said('./missing'), /^a\.bpf\.c: \S+\/missing cannot be run: it does not exist\n$/);
  assert.match(said('./a.bpf.c'), /^a\.bpf\.c: \S+\/a\.bpf\.c cannot be run: .*permission denied\n$/);
  assert.match(said('/bin/ls'), /^a\.bpf\.c: \/bin\/ls is no clang: asked for its version, it says "/);
  assert.ok(!existsSync(join(cwd, 'ran')));
});

/** What is said on standard error to a user who may not load, and has a home of their own. */
function saidWithoutRights(cwd: string, home: string): string {
  const words = [
    '--inh-caps=-all',
    '--bounding-set=-all',
    process.execPath,
    join(process.cwd(), 'dist', 'cli.js'),
  ];
  const { status, stderr } = spawnSync('setpriv', [...words, 'verify', 'a.bpf.c'], {
    cwd,
    encoding: 'utf8',
    env: { PATH: process.env['PATH'], HOME: home },
  });
  assert.equal(status, 2);
  return stderr;
}

const cannotDrop =
  process.getuid?.() !== 0 || spawnSync('setpriv', ['--version']).status !== 0
    ? 'needs root and setpriv'
    : null;

compiling('an ordinary user is told how to get the rights', (t) => {
  if (cannotDrop !== null) return t.skip(cannotDrop);
  const stderr = saidWithoutRights(folder(t, { 'a.bpf.c': source }), folder(t, {}));
  assert.match(stderr, /CAP_NET_ADMIN, CAP_PERFMON, CAP_BPF.*\bsudo\b/);
  const loader = /setcap \S+ (\S+)$/m.exec(stderr)?.[1] ?? '';
  assert.ok(existsSync(loader), stderr);
});

compiling('a loader that does not stay is named to nobody', (t) => {
  if (cannotDrop !== null) return t.skip(cannotDrop);
  const cwd = folder(t, { 'a.bpf.c': source });
  const stderr = saidWithoutRights(cwd, join(cwd, 'home'));
  assert.match(stderr, /CAP_BPF.*\bsudo\b.*XDG_CACHE_HOME/);
  assert.doesNotMatch(stderr, /setcap|\/load\b|ebpf-verdict-\w/);
});

compiling('input that is no program is named', (t) => {
  const garbage = Uint8Array.from({ length: 4000 }, (_, index) => (index * 7919) % 251);
  const elf = Uint8Array.from([0x7f, 0x45, 0x4c, 0x46, ...garbage]);
  const cwd = folder(t, { 'a.bpf.c': garbage, 'a.o': elf, 'none.bpf.c': 'int x;\n' });
  for (const [file, words] of [
    ['a.bpf.c', /is neither C source nor a compiled object/],
    ['--kernel=host a.o', /libbpf cannot open it: /],
    ['none.bpf.c', /holds no BPF program|cannot open it/],
    ['missing.bpf.c', /does not exist/],
    ['.git', /is a folder/],
  ] as const) {
    const { stderr, status } = run(['verify', ...file.split(' ')], { cwd });
    assert.equal(status, 2, file);
    assert.match(stderr, words, file);
  }
});

test('a machine without a compiler is told what to install', (t) => {
  if (process.platform !== 'linux') return t.skip('no Linux');
  const cwd = folder(t, { 'a.bpf.c': source });
  const { stderr, status } = run(['verify', 'a.bpf.c'], { cwd, env: { PATH: '/nowhere' } });
  assert.equal(status, 2);
  assert.match(stderr, /a C compiler is needed .*apt-get install gcc libbpf-dev/);
});
