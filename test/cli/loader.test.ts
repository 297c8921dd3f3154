/** The loader where nobody names one: guessed from the project, told by --print-config, and careful about renames. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { checkJson, folder, run } from './support/command.js';

/** cilium/ebpf takes it for a socket filter, libbpf takes nothing behind `socket`. */
const program = 'SEC("socket/http_filter")\nint f(struct __sk_buff *skb)\n{\n\treturn 0;\n}\n';
const cilium = { 'go.mod': 'require github.com/cilium/ebpf v0.20.0\n' };

interface Printed {
  readonly loader: string;
  readonly loaderFrom: string;
  readonly build: Readonly<Record<'includePaths' | 'defines' | 'from', readonly string[]>>;
}

function printed(cwd: string, ...args: readonly string[]): Printed {
  return JSON.parse(run(['check', ...args, '--print-config', 'bpf/a.bpf.c'], { cwd }).stdout) as Printed;
}

test('a project of cilium/ebpf is judged by what cilium/ebpf makes of sections', (t) => {
  const rulesIn = (files: Readonly<Record<string, string>>): readonly string[] => {
    const { report } = checkJson(['.'], { cwd: folder(t, { 'bpf/a.bpf.c': program, ...files }) });
    return report.files.flatMap(({ diagnostics }) => diagnostics.map(({ rule }) => rule));
  };
  assert.deepEqual(rulesIn({}), ['unknown-section']);
  assert.deepEqual(rulesIn(cilium), []);
  assert.deepEqual(rulesIn({ ...cilium, 'ebpf-verdict.jsonc': '{ "loader": "auto" }' }), []);
  assert.deepEqual(rulesIn({ ...cilium, 'ebpf-verdict.jsonc': '{ "loader": "libbpf" }' }), [
    'unknown-section',
  ]);
});

test('no rename loses what another loader may look up by the name of the section', (t) => {
  const fixesOf = (cwd: string, ...args: readonly string[]): readonly string[] =>
    checkJson([...args, '.'], { cwd }).report.files.flatMap(({ diagnostics }) =>
      diagnostics.flatMap(({ fixes }) => fixes.map(({ title }) => title)),
    );
  const cwd = folder(t, { 'bpf/a.bpf.c': program });
  assert.deepEqual(fixesOf(cwd), []);
  assert.deepEqual(fixesOf(cwd, '--loader', 'libbpf'), ['Change the section to "socket"']);
  const built = folder(t, { 'bpf/a.bpf.c': program, 'bpf/Makefile': 'LDLIBS = -lbpf\n' });
  assert.deepEqual(fixesOf(built), ['Change the section to "socket"']);
});

test('--print-config says what was guessed, and why', (t) => {
  const generate =
    '//go:generate go run github.com/cilium/ebpf/cmd/bpf2go x bpf/a.bpf.c -- -Ikern -DDEBUG=2\n';
  const cwd = folder(t, { ...cilium, 'gen.go': `package x\n${generate}`, 'bpf/a.bpf.c': program });
  const { loader, loaderFrom, build } = printed(cwd);
  assert.deepEqual([loader, loaderFrom], ['cilium', 'guessed: gen.go runs bpf2go']);
  assert.deepEqual(build, {
    includePaths: [join(cwd, 'kern')],
    defines: ['DEBUG=2'],
    from: [join(cwd, 'gen.go')],
  });
  assert.equal(printed(cwd, '--loader', 'libbpf').loaderFrom, 'the command line');
  const nothing = printed(folder(t, { 'bpf/a.bpf.c': program }));
  assert.deepEqual(
    [nothing.loader, nothing.loaderFrom],
    ['libbpf', 'assumed: nothing in the project shows it'],
  );
});

test('a macro of the command line is expanded, from whatever the build writes it in', (t) => {
  const source = 'SEC("cgroup/sock_create")\nint f(struct bpf_sock *ctx)\n{\n\treturn ctx->FIELD;\n}\n';
  const builds = {
    'compile_flags.txt': '-DFIELD=src_port\n',
    '.clangd': 'CompileFlags:\n  Add: [-DFIELD=src_port]\n',
    'compile_commands.json':
      '[{ "directory": ".", "file": "a.bpf.c", "command": "clang -D FIELD=src_port" }]',
  };
  for (const [name, content] of Object.entries(builds)) {
    const found = checkJson(['.'], { cwd: folder(t, { 'a.bpf.c': source, [name]: content }) }).report;
    assert.deepEqual(
      found.files[0]?.diagnostics.map(({ field }) => field),
      ['src_port'],
      name,
    );
  }
});
