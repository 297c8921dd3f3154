/** `fields`, `explain`, `rules`, `lsp`, and the sample that `npm start` shows. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { accepted, checkJson, folder, run, newestKernel } from './support/command.js';

interface Fields extends Readonly<Record<string, unknown>> {
  readonly fields: readonly FieldAccess[] | null;
}

interface FieldAccess {
  readonly name: string;
  readonly offset: number;
  readonly read: readonly { readonly offset: number; readonly sizes: readonly number[] }[];
  readonly write: readonly unknown[];
}

function fieldsOf(section: string, ...args: readonly string[]): Fields {
  const { status, stdout } = run(['fields', section, '--no-config', ...args]);
  assert.equal(status, 0);
  return JSON.parse(stdout) as Fields;
}

test('fields: JSON for other programs', () => {
  const { fields, ...head } = fieldsOf('cgroup/post_bind6');
  assert.deepEqual(head, {
    section: 'cgroup/post_bind6',
    programType: 'BPF_PROG_TYPE_CGROUP_SOCK',
    attachType: 'BPF_CGROUP_INET6_POST_BIND',
    context: 'bpf_sock',
    kernel: newestKernel,
    btfEnabled: false,
    rewritten: true,
    returns: [{ min: 0, max: 1 }],
  });
  const address = fields?.find(({ name }) => name === 'src_ip6');
  assert.deepEqual([address?.offset, address?.read[0]], [28, { offset: 28, sizes: [1, 2, 4] }]);
  assert.deepEqual(fields?.find(({ name }) => name === 'src_ip4')?.read, []);
});

test('fields: the target is the one asked for, from flag or file', (t) => {
  assert.equal(fieldsOf('cgroup/post_bind6', '--kernel', '5.10')['kernel'], '5.10');
  const cwd = folder(t, { 'ebpf-verdict.jsonc': '{ "kernel": "6.1" }' });
  const { stdout } = run(['fields', 'cgroup/post_bind6'], { cwd });
  assert.equal((JSON.parse(stdout) as Fields)['kernel'], '6.1');
});

test('fields: a table for people', () => {
  const { status, stdout } = run(['fields', 'cgroup/post_bind6', '--format', 'pretty', '--no-config']);
  assert.equal(status, 0);
  assert.match(stdout, /^SEC\("cgroup\/post_bind6"\)$/m);
  assert.match(stdout, /^ {2}returns +0 to 1$/m);
  assert.match(stdout, /^field +offset +type +read +write$/m);
  assert.match(stdout, /^src_ip4 +24 +__u32 +no +no$/m);
});

test('fields: null where nothing was measured, which a person is told', () => {
  for (const section of ['fentry/foo', 'struct_ops/foo', 'iter/ksym']) {
    assert.equal(fieldsOf(section).fields, null, section);
    const { stdout } = run(['fields', section, '--format', 'pretty', '--no-config']);
    assert.match(stdout, /^Not measured: the arguments depend on the target\.$/m);
  }
});

test('fields: bytes that no field covers are counted from the start of the context', () => {
  const { stdout } = run(['fields', 'tracepoint/a/b', '--format', 'pretty', '--no-config']);
  assert.match(stdout, /^\(no field\) .* 1 2 4 8 at .*8-8191 +no$/m);
});

test('fields: lirc_mode2, which no measured kernel has, is what the kernel source says', () => {
  const [all, ...more] = fieldsOf('lirc_mode2').fields ?? [];
  assert.deepEqual([all?.read, all?.write, more], [[{ offset: 0, sizes: [4] }], [], []]);
});

interface ListedRule {
  readonly id: string;
  readonly severity: string;
  readonly isOptIn?: true;
  readonly fixable: boolean;
  readonly summary: string;
}

const listed = JSON.parse(run(['rules', '--format', 'json']).stdout) as readonly ListedRule[];

test('rules: one line each, the same as the JSON', () => {
  const { status, stdout } = run(['rules']);
  assert.equal(status, 0);
  const lines = stdout.trimEnd().split('\n');
  assert.equal(lines.length, listed.length);
  listed.forEach(({ id, severity, isOptIn, fixable, summary }, index) => {
    const level = isOptIn ? `${severity}, off` : severity;
    assert.deepEqual(lines[index]?.split(/ {2,}/), [id, level, fixable ? 'fixable' : '-', summary]);
  });
});

test('explain: every rule has its page', () => {
  for (const { id } of listed) {
    const { status, stdout } = run(['explain', id]);
    assert.equal(status, 0, id);
    assert.ok(existsSync(join('rules', 'docs', `${id}.md`)), id);
    assert.ok(stdout.includes(id), id);
  }
});

/** What a section, a program type, an attach type or a context is answered with. */
const explained: readonly (readonly [string, readonly RegExp[]])[] = [
  [
    'cgroup/post_bind6',
    [
      /BPF_PROG_TYPE_CGROUP_SOCK.*BPF_CGROUP_INET6_POST_BIND/,
      /^Runs in bind\(\)/m,
      /Context: `struct bpf_sock \*`/,
      /BTF-enabled: no \(sock_filter_is_valid_access, net\/core\/filter\.c/,
      /Returns: 0 or 1/,
      /Since Linux 4\.17/,
    ],
  ],
  ['xdp', [/BPF_PROG_TYPE_XDP/, /struct xdp_md/]],
  ['fentry/tcp_connect', [/BTF-enabled: yes \(btf_ctx_access/, /attaches to kernel function `tcp_connect`/]],
  [
    'BPF_PROG_TYPE_TRACING',
    [
      /^# BPF_PROG_TYPE_TRACING$/m,
      /^\| `fentry\/<kernel function>` \| `BPF_TRACE_FENTRY` \| yes \| 5\.5 \|$/m,
      /BTF-enabled: yes \(btf_ctx_access.*`fentry`/,
      /^- `fexit`: Runs when a kernel function returns/m,
    ],
  ],
  ['cgroup_sock', [/^# BPF_PROG_TYPE_CGROUP_SOCK$/m]],
  ['BPF_LSM_CGROUP', [/^Attach type of one kind of program/m, /`BPF_PROG_TYPE_LSM`/]],
  ['struct bpf_sock', [/^Context of 5 kinds of program/m, /`cgroup\/post_bind4`/]],
];

for (const [word, patterns] of explained) {
  test(`explain ${word}`, () => {
    const { status, stdout } = run(['explain', word, '--no-config']);
    assert.equal(status, 0);
    for (const pattern of patterns) assert.match(stdout, pattern);
  });
}

test('a kernel outside the measured ones: which one stands for it, on standard error', (t) => {
  const cwd = folder(t, { 'a.bpf.c': accepted });
  const args = ['check', 'a.bpf.c', '--no-config', '--kernel'];
  assert.match(run([...args, '5.4'], { cwd }).stderr, /^kernel 5\.4 is older .*: 5\.10 stands for it/);
  const { stderr } = run([...args, '5.4..99.1'], { cwd });
  assert.match(stderr, new RegExp(`kernel 99\\.1 is newer .*: ${newestKernel} stands for it`));
  assert.equal(run([...args, '5.15'], { cwd }).stderr, '');
  assert.equal(run([...args, '5.4', '--quiet'], { cwd }).stderr, '');
  assert.match(run(['fields', 'xdp', '--no-config', '--kernel', '99.1']).stderr, /^kernel 99\.1/);
});

test('explain: rendered where there are colours, Markdown elsewhere', () => {
  assert.match(run(['explain', 'ctx-field-read']).stdout, /^#|^```/m);
  const { stdout } = run(['explain', 'ctx-field-read'], { env: { FORCE_COLOR: '1' } });
  assert.doesNotMatch(stdout, /^#|^```/m);
});

test('lsp --stdio answers an editor', async () => {
  const server = spawn(process.execPath, ['dist/cli.js', 'lsp', '--stdio'], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const send = (body: object): void => {
    const text = JSON.stringify({ jsonrpc: '2.0', ...body });
    server.stdin.write(`Content-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`);
  };
  let answers = '';
  const answered = new Promise<void>((resolve) => {
    server.stdout.on('data', (bytes: Buffer) => {
      answers += bytes.toString();
      if (answers.includes('"capabilities":')) resolve();
      if (answers.includes('"id":2')) send({ method: 'exit' });
    });
  });
  send({ id: 1, method: 'initialize', params: { processId: null, rootUri: null, capabilities: {} } });
  await answered;
  send({ method: 'initialized', params: {} });
  send({ id: 2, method: 'shutdown' });
  const [status] = (await once(server, 'close')) as [number];
  assert.equal(status, 0);
  assert.match(answers, /"id":2/);
});

test('the sample holds what it says it does', () => {
  const { status, report } = checkJson(['samples', '--no-config']);
  assert.equal(status, 1);
  const [file] = report.files;
  const found = file?.diagnostics.map(({ program, rule }) => `${String(program)}: ${rule}`);
  assert.deepEqual(found, [
    'forbid_raw_sockets: probe-read-on-ctx',
    'forbid_raw_sockets: ctx-field-read',
    'report_bind4: ctx-field-read',
    'keep_off_mapped_loopback: ctx-field-read',
  ]);
  assert.equal(file?.programs.length, 4);
});

test('a section that only a prefix of another loader accepts is mistyped', () => {
  for (const [command, word] of [
    ['explain', 'xdpp'],
    ['fields', 'cgroup/sock_creat'],
  ] as const) {
    const { status, stderr } = run([command, word, '--no-config']);
    assert.equal(status, 2);
    assert.match(stderr, /Did you mean "(?:xdp|cgroup\/sock_create)"/, stderr);
  }
  assert.equal(run(['explain', 'xdpp', '--no-config', '--loader', 'cilium']).status, 0);
});
