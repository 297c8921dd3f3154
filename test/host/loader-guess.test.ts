/** Who loads a project's programs, and what its bpf2go lines say: as texts, and as files of a project. */
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { bpf2goRuns } from '../../server/src/host/go-generate.js';
import { loaderEvidence, type BuildFileName } from '../../server/src/host/loader-evidence.js';
import { ProjectFiles } from '../../server/src/host/project-files.js';

const module = 'module example.org/x\n\nrequire (\n\tgithub.com/a/b v1.0.0\n';

const texts: readonly (readonly [BuildFileName, string, string | null])[] = [
  ['go.mod', `${module}\tgithub.com/cilium/ebpf v0.20.0\n)\n`, 'cilium requires github.com/cilium/ebpf'],
  ['go.mod', 'require github.com/cilium/ebpf v0.20.0\n', 'cilium requires github.com/cilium/ebpf'],
  ['go.mod', 'tool github.com/cilium/ebpf/cmd/bpf2go\n', 'cilium requires github.com/cilium/ebpf'],
  ['go.mod', `${module}\tgithub.com/cilium/ebpf v0.20.0 // indirect\n)\n`, null],
  ['go.mod', `${module}//\tgithub.com/cilium/ebpf v0.20.0\n)\n`, null],
  ['go.mod', `${module}\tgithub.com/cilium/ebpf-manager v0.20.0\n)\n`, null],
  ['go.mod', `${module}\tgithub.com/aquasecurity/libbpfgo v0.1.0\n)\n`, 'libbpf requires libbpfgo'],
  ['Cargo.toml', '[dependencies]\nlibbpf-rs = "0.26"\n', 'libbpf depends on libbpf-rs'],
  ['Cargo.toml', '[build-dependencies.libbpf-cargo]\nversion = "1"\n', 'libbpf depends on libbpf-cargo'],
  ['Cargo.toml', '[dependencies]\naya = { version = "0.13" }\n', 'libbpf depends on aya'],
  ['Cargo.toml', '[dependencies]\nserde = "1"\n# aya\n', null],
  ['Makefile', 'LDLIBS += -lbpf -lelf\n', 'libbpf names libbpf'],
  ['meson.build', "dependency('libbpf')\n", 'libbpf names libbpf'],
  ['CMakeLists.txt', 'project(x)\n', null],
];

for (const [name, text, expected] of texts) {
  test(`the loader in ${name}: ${JSON.stringify(text)}`, () => {
    const found = loaderEvidence(name, text);
    assert.equal(found && `${found.loader} ${found.words}`, expected);
  });
}

const lines: readonly (readonly [string, readonly [string, string] | null])[] = [
  [
    'go run github.com/cilium/ebpf/cmd/bpf2go -cc clang x ../c/x.bpf.c -- -I../h -DA=1',
    ['/p/c/x.bpf.c', '-I../h -DA=1'],
  ],
  ['go tool bpf2go -type event -no-global-types x x.c', ['/p/go/x.c', '']],
  ['$BPF2GO -cc $BPF_CLANG -cflags $BPF_CFLAGS Bpf ../b.c -- -I..', ['/p/b.c', '-I..']],
  ['go run github.com/cilium/ebpf/cmd/bpf2go@v0.20.0 -cflags "-O2 -DB $X" x x.c', ['/p/go/x.c', '-O2 -DB']],
  [
    'sh -c "go run github.com/cilium/ebpf/cmd/bpf2go -target ${ARCH} x ./b/x.c -- -I./b/h"',
    ['/p/go/b/x.c', '-I./b/h'],
  ],
  ['go run github.com/cilium/ebpf/cmd/bpf2go x $SOURCE.c -- -I.', null],
  ['go run github.com/cilium/ebpf/cmd/bpf2go', null],
  ['stringer -type=Kind', null],
];

for (const [line, expected] of lines) {
  test(`bpf2go in ${line}`, () => {
    const found = bpf2goRuns(`package x\n\n//go:generate ${line}\r\n`, '/p/go/gen.go').map(
      ({ source, flags, line: at }) => [source, flags.join(' '), at],
    );
    assert.deepEqual(found, expected ? [[...expected, 3]] : []);
  });
}

test('a line that only talks of bpf2go runs nothing', () => {
  assert.deepEqual(
    bpf2goRuns('// go:generate bpf2go x x.c\nvar s = "//go:generate bpf2go x x.c"\n', '/p/a.go'),
    [],
  );
});

function project(t: TestContext, files: Readonly<Record<string, string>>): (path: string) => string {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'verdict-loader-')));
  t.after(() => rmSync(root, { recursive: true }));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return (path) => join(root, path);
}

const cilium = 'require github.com/cilium/ebpf v0.20.0\n';
const indirect = cilium.replace('\n', ' // indirect\n');
const bpf2go = (words: string): string =>
  `package x\n//go:generate go run github.com/cilium/ebpf/cmd/bpf2go ${words}\n`;

test('the surest sign of a loader counts, then the nearest', (t) => {
  const at = project(t, {
    'go.mod': cilium,
    'bpf/Makefile': 'clang -I../libbpf/src',
    'rust/Cargo.toml': '[dependencies]\nlibbpf-rs = "1"\n',
    'rust/bpf/x.bpf.c': '',
    'tools/Makefile': 'LDLIBS = -lbpf',
    'rust/gen.go': bpf2go('x go/y.bpf.c'),
    'vendor/x/gen.go': bpf2go('z ../../other/z.c'),
  });
  const projects = new ProjectFiles();
  const guess = (path: string): string | undefined => projects.loaderOf(at(path), at('.'))?.because;
  assert.equal(guess('bpf/x.bpf.c'), 'go.mod requires github.com/cilium/ebpf');
  assert.equal(guess('rust/bpf/x.bpf.c'), 'rust/Cargo.toml depends on libbpf-rs');
  assert.equal(guess('rust/go/y.bpf.c'), 'rust/gen.go runs bpf2go');
  assert.equal(guess('rust/go/neighbour.bpf.c'), 'rust/gen.go runs bpf2go');
  assert.equal(
    guess('other/z.c'),
    'go.mod requires github.com/cilium/ebpf',
    'vendored code builds nothing here',
  );
  writeFileSync(at('go.mod'), 'module x\n');
  projects.changed();
  assert.equal(guess('tools/x.bpf.c'), 'tools/Makefile names libbpf');
  assert.equal(guess('other/z.c'), undefined);
});

test('a module that needs cilium/ebpf through its tools only is told by its bpf2go lines', (t) => {
  const at = project(t, { 'go.mod': indirect, 'pkg/a/gen.go': bpf2go('x ../../bpf/x.c -- -I../../bpf') });
  const projects = new ProjectFiles();
  assert.equal(projects.loaderOf(at('bpf/lib/y.h'), at('.'))?.because, 'pkg/a/gen.go runs bpf2go');
});

test('include paths and macros of bpf2go lines; of several for one source, the macros that all define', (t) => {
  const at = project(t, {
    'go.mod': cilium,
    'pkg/a.go': bpf2go('x ../bpf/x.c -- -I../h -DBOTH=1 -DONE'),
    'pkg/b.go': bpf2go('y ../bpf/x.c -- -I../h -I../other -DBOTH=1 -DTWO'),
    'compile_flags.txt': '-DALWAYS\n',
  });
  const { folders, defines, from } = new ProjectFiles().buildOf(at('bpf/x.c'), at('.'));
  assert.deepEqual(
    folders.map(({ path }) => path),
    [at('h'), at('other')],
  );
  assert.deepEqual(defines, ['BOTH=1', 'ALWAYS']);
  assert.deepEqual(from, [at('compile_flags.txt'), at('pkg/a.go'), at('pkg/b.go')]);
});
