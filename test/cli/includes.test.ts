/** Which headers the command line finds, where it looks for them, and what it never reads. */
import assert from 'node:assert/strict';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { checkJson, folder, run } from './support/command.js';
import { caller, found, port } from './support/headers.js';

test('headers that include each other, themselves and the file end', (t) => {
  const cwd = folder(t, {
    'port.h': `#include "other.h"\n#include "one.bpf.c"\n${port}`,
    'other.h': '#include "port.h"\n#include "other.h"\n',
    'one.bpf.c': caller('one'),
  });
  assert.deepEqual(found(checkJson(['one.bpf.c'], { cwd }).report), ['port.h: ctx-field-read']);
});

test('missing headers are counted in one line; binary ones are passed over', (t) => {
  const source = [
    '#include "none.h"',
    '#include <no/where.h>',
    '#include "folder.h"',
    '#include "binary.h"',
    '#include <stdint.h>',
    '#include <linux/none.h>',
    '#include "vmlinux_none.h"',
    '#include <bpf/bpf_helpers.h>',
    '',
  ].join('\n');
  const cwd = folder(t, {
    'a.bpf.c': `${source}${caller('f')}`,
    'b.bpf.c': source,
    'plain.c': '#include "none of our business.h"\nint main(void) { return 0; }\n',
    'port.h': '#include "deeper.h"\n' + port,
    'binary.h': Uint8Array.of(0x23, 0, 0x23),
    'folder.h/inner.h': port,
  });
  const { report, stderr } = checkJson(['.'], { cwd });
  assert.deepEqual(found(report), ['port.h: ctx-field-read']);
  assert.deepEqual(report.headersNotFound, ['none.h', 'no/where.h', 'folder.h', 'deeper.h']);
  assert.equal(stderr, '4 headers not found: none.h, no/where.h, folder.h, deeper.h (see includePaths)\n');
  assert.equal(checkJson(['--quiet', '.'], { cwd }).stderr, '');
});

test('of many missing headers the first are named', (t) => {
  const lines = Array.from({ length: 8 }, (_, at) => `#include "h${at}.h"\n`);
  const cwd = folder(t, { 'a.bpf.c': lines.join('') });
  const { stderr } = checkJson(['a.bpf.c'], { cwd });
  assert.equal(stderr, '8 headers not found: h0.h, h1.h, h2.h, h3.h, h4.h and 3 more (see includePaths)\n');
});

test('vmlinux.h is never read, small or large', (t) => {
  const trap = '#define port(c) 0\n#define src_port family\nstruct bpf_sock { int src_port; };\n';
  for (const fillers of [0, 120_000]) {
    const cwd = folder(t, {
      'a.bpf.c': `#include "vmlinux.h"\n${caller('f')}`,
      'port.h': port,
      'vmlinux.h': trap + 'struct filler { int a; };\n'.repeat(fillers),
    });
    assert.deepEqual(found(checkJson(['a.bpf.c'], { cwd }).report), ['port.h: ctx-field-read']);
  }
});

/** A folder that is no part of the project, with a header in it. */
function elsewhere(t: TestContext): string {
  return folder(t, { 'port.h': port });
}

test('what lies outside the repository is not read, whatever leads there', (t) => {
  const outside = elsewhere(t);
  const lines = [
    'port.h',
    'linked/port.h',
    `${outside}/port.h`,
    `../${outside.split('/').at(-1) ?? ''}/port.h`,
  ];
  for (const line of lines) {
    const cwd = folder(t, { 'a.bpf.c': caller('f').replace('port.h', line) });
    symlinkSync(join(outside, 'port.h'), join(cwd, 'port.h'));
    symlinkSync(outside, join(cwd, 'linked'));
    assert.deepEqual(found(checkJson(['a.bpf.c'], { cwd }).report), [], line);
    const allowed = checkJson(['-I', outside, 'a.bpf.c'], { cwd }).report;
    assert.equal(found(allowed).length, 1, `${line} is not read although its folder is an include path`);
  }
});

test('a link within the repository is followed, and its target is one file under one name', (t) => {
  const cwd = folder(t, {
    'real/port.h': port,
    'a.bpf.c': caller('f').replace('port.h', 'real/port.h'),
    'b.bpf.c': caller('g').replace('port.h', 'link/port.h'),
  });
  symlinkSync(join(cwd, 'real'), join(cwd, 'link'));
  const { report } = checkJson(['a.bpf.c', 'b.bpf.c'], { cwd });
  assert.deepEqual(found(report), ['real/port.h: ctx-field-read']);
});

test('quoted includes begin beside the includer, angled ones in the include paths', (t) => {
  const harmless = port.replace('src_port', 'family');
  const cwd = folder(t, {
    'a.bpf.c': caller('f'),
    'b.bpf.c': caller('g').replace('"port.h"', '<port.h>'),
    'port.h': harmless,
    'own/port.h': port,
  });
  assert.deepEqual(found(checkJson(['-I', 'own', 'a.bpf.c'], { cwd }).report), []);
  assert.deepEqual(found(checkJson(['b.bpf.c'], { cwd }).report), []);
  assert.deepEqual(found(checkJson(['-I', 'own', 'b.bpf.c'], { cwd }).report), [
    'own/port.h: ctx-field-read',
  ]);
});

/** Two headers of a name, in folders that nobody looks into unasked. */
const hidden = {
  'kernel/port.h': port,
  'user/port.h': port.replace('src_port', 'family'),
  'src/one.bpf.c': caller('one'),
};

test('include paths of the configuration file', (t) => {
  const cwd = folder(t, { ...hidden, 'ebpf-verdict.jsonc': '{ "includePaths": ["kernel"] }' });
  assert.deepEqual(found(checkJson(['src'], { cwd }).report), ['kernel/port.h: ctx-field-read']);
  assert.deepEqual(found(checkJson(['--no-config', 'src'], { cwd }).report), []);
});

interface BuildFile {
  readonly name: string;
  readonly path: string;
  readonly content: (cwd: string) => string;
}

const database =
  (entry: (cwd: string) => object): BuildFile['content'] =>
  (cwd) =>
    JSON.stringify([{ file: 'nothing.c' }, 7, { directory: cwd, ...entry(cwd) }]);

const buildFiles: readonly BuildFile[] = [
  {
    name: 'arguments for the file',
    path: 'compile_commands.json',
    content: database(() => ({ file: 'src/one.bpf.c', arguments: ['clang', '-I', 'kernel', '-c'] })),
  },
  {
    name: 'a command for a file beside it',
    path: 'compile_commands.json',
    content: database((cwd) => ({ file: `${cwd}/src/other.c`, command: `clang -g "-I${cwd}/kernel" -c` })),
  },
  {
    name: 'a database in the build folder, relative to its own directory',
    path: 'build/compile_commands.json',
    content: (cwd) =>
      JSON.stringify([
        { directory: `${cwd}/build`, file: '../src/one.bpf.c', command: 'clang -isystem ../kernel' },
      ]),
  },
  { name: 'a flag a line', path: 'compile_flags.txt', content: () => '-Wall\r\n-iquote\r\nkernel\r\n' },
  {
    name: 'flags for clangd',
    path: '.clangd',
    content: () => 'CompileFlags:\n  Add: [-Wall, "-Ikernel"] # ours\n',
  },
  {
    name: 'a list of them',
    path: 'src/.clangd',
    content: () => 'CompileFlags:\n  Add:\n    - -I../kernel\n',
  },
];

for (const { name, path, content } of buildFiles) {
  test(`include paths of ${path}: ${name}`, (t) => {
    const cwd = folder(t, hidden);
    assert.deepEqual(found(checkJson(['src/one.bpf.c'], { cwd }).report), []);
    mkdirSync(dirname(join(cwd, path)), { recursive: true });
    writeFileSync(join(cwd, path), content(cwd));
    assert.deepEqual(found(checkJson(['src/one.bpf.c'], { cwd }).report), ['kernel/port.h: ctx-field-read']);
  });
}

test('build files that make no sense, and those above the repository, are passed over', (t) => {
  for (const content of ['{', '{}', '[1, null, {"file": 3}, {"file": "a", "command": 4}]', '[[]]']) {
    const cwd = folder(t, {
      ...hidden,
      'compile_commands.json': content,
      '.clangd': ']: [',
      'compile_flags.txt': '-I',
    });
    const { status, report } = checkJson(['src'], { cwd });
    assert.deepEqual([status, found(report)], [0, []], content);
  }
  const above = folder(t, {
    'compile_flags.txt': '-Iinclude',
    'include/port.h': port,
    'repo/.git/HEAD': '',
    'repo/a.bpf.c': caller('f'),
  });
  assert.deepEqual(found(checkJson(['a.bpf.c'], { cwd: join(above, 'repo') }).report), []);
});

test('an include path that is no folder is named', (t) => {
  const cwd = folder(t, {
    'a.bpf.c': '#include <linux/bpf.h>\nSEC("xdp")\nint f(struct xdp_md *ctx) { return 2; }\n',
  });
  const { stderr, status } = run(['check', '-I', 'nowhere', 'a.bpf.c'], { cwd });
  assert.match(stderr, /nowhere: an include path, but no folder/);
  assert.equal(status, 0);
});
