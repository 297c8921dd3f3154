/** Headers that no build says where to find, and what they make of the files that include them. */
import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { checkJson, folder, refused } from './support/command.js';
import { caller, found, port } from './support/headers.js';

test('headers are found where projects keep them: in include, headers and lib of every folder above', (t) => {
  const places = ['port.h', 'include/port.h', 'headers/port.h', 'lib/port.h'];
  for (const place of [...places, ...places.map((each) => `bpf/${each}`), 'bpf/progs/lib/port.h']) {
    for (const line of ['"port.h"', '<port.h>']) {
      const source = caller('f').replace('"port.h"', line);
      const cwd = folder(t, { 'bpf/progs/a.bpf.c': source, [place]: port });
      assert.deepEqual(found(checkJson(['.'], { cwd }).report), [`${place}: ctx-field-read`], line);
    }
  }
});

test('the nearest folder comes first, after those that are configured', (t) => {
  const harmless = port.replace('src_port', 'family');
  const files = {
    'bpf/a.bpf.c': caller('f').replace('port.h', 'x/port.h'),
    'bpf/include/x/port.h': harmless,
  };
  const cwd = folder(t, { ...files, 'include/x/port.h': port, 'own/x/port.h': port });
  assert.deepEqual(found(checkJson(['.'], { cwd }).report), []);
  assert.deepEqual(found(checkJson(['-I', 'own', '.'], { cwd }).report), ['own/x/port.h: ctx-field-read']);
});

test('else the one file counts whose path ends in the include, and none where there are two', (t) => {
  const source = caller('f').replace('port.h', '../net/port.h');
  const cwd = folder(t, { 'src/bpf/a.bpf.c': source, 'deep/er/net/port.h': port, 'deep/port.h': port });
  assert.deepEqual(found(checkJson(['.'], { cwd }).report), ['deep/er/net/port.h: ctx-field-read']);
  mkdirSync(join(cwd, 'other/net'), { recursive: true });
  writeFileSync(join(cwd, 'other/net/port.h'), port);
  assert.deepEqual(found(checkJson(['.'], { cwd }).report), []);
});

test('what a header includes is looked for from the source, too', (t) => {
  const cwd = folder(t, {
    'bpf/a.bpf.c': caller('f').replace('port.h', 'first.h'),
    'bpf/include/x/port.h': port,
    'shared/first.h': '#include <x/port.h>\n',
    'old/x/port.h': port,
  });
  assert.deepEqual(found(checkJson(['.'], { cwd }).report), ['bpf/include/x/port.h: ctx-field-read']);
});

test('a header makes a file BPF C, and programs of included files are judged', (t) => {
  const program = (name: string): string => refused.replace('int f', `int ${name}`);
  const cwd = folder(t, {
    'bpf.h': '#include <bpf/bpf_helpers.h>\n#define OURS SEC("cgroup/sock_create")\n',
    'plain.c': `#include "bpf.h"\n${program('a').replace('SEC("cgroup/sock_create")', 'OURS')}`,
    'empty.c': '#include "bpf.h"\nstatic int helper(void) { return 0; }\n',
    'main.c': '#include "other.h"\n#include "part.c"\n',
    'other.h': program('in_header'),
    'part.c': program('in_c'),
    'user.c': 'int main(void) { return 0; }\n',
  });
  const { report } = checkJson(['.'], { cwd });
  assert.deepEqual(
    report.files.map(({ path, programs }) => `${path}: ${programs.map(({ name }) => String(name)).join()}`),
    ['bpf.h: ', 'empty.c: ', 'main.c: ', 'other.h: in_header', 'part.c: in_c', 'plain.c: a'],
  );
  assert.deepEqual(
    found(report),
    ['other.h', 'part.c', 'plain.c'].map((path) => `${path}: ctx-field-read`),
  );
  assert.equal(found(checkJson(['main.c'], { cwd }).report).length, 2);
});

test('the macro of sched_ext’s headers that makes programs is the project’s, with its section in it', (t) => {
  const cwd = folder(t, {
    'include/scx/common.bpf.h':
      '#define BPF_STRUCT_OPS(name, args...) \\\n\tSEC("struct_ops/"#name) \\\n\tBPF_PROG(name, ##args)\n',
    'rust/bpf/main.bpf.c':
      '#include <scx/common.bpf.h>\ns32 BPF_STRUCT_OPS(ours_select, struct task_struct *p, s32 cpu)\n{\n\treturn 0;\n}\n',
  });
  const { report } = checkJson(['.'], { cwd });
  const names = report.files.flatMap(({ programs }) => programs.map(({ name, section }) => [name, section]));
  assert.deepEqual(names, [['ours_select', 'struct_ops/ours_select']]);
});
