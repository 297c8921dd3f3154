/** Programs that the macros of headers make, and programs in included files: found, named, placed and mended. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { checkJson, folder, run } from './support/command.js';
import { found } from './support/headers.js';

const macros = `#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>
#define HOOK SEC("cgroup/sock_create")
#define HEAD(n) HOOK int made_##n(struct bpf_sock *ctx)
#define WHOLE(n) HEAD(n) { return ctx->src_port; }
#define PORT(c) ((c)->src_port)
#define LIST(X) X(one) X(two)
`;
const column = 1 + (macros.split('\n')[4] ?? '').indexOf('ctx->');

test('a program whose section or head comes out of a header is judged in its own text', (t) => {
  const cwd = folder(t, {
    'macros.h': macros,
    'a.c': '#include "macros.h"\nHOOK int f(struct bpf_sock *ctx) { return ctx->src_port; }\n',
    'b.c': '#include "macros.h"\n\nHEAD(g)\n{\n\treturn PORT(ctx);\n}\n',
  });
  const { report } = checkJson(['a.c', 'b.c'], { cwd });
  assert.deepEqual(found(report), ['a.c: ctx-field-read', 'b.c: ctx-field-read']);
  const [, b] = report.files;
  assert.deepEqual(
    b?.programs.map(({ name, section, line }) => ({ name, section, line })),
    [{ name: 'made_g', section: 'cgroup/sock_create', line: 3 }],
  );
  assert.deepEqual(b.diagnostics[0]?.['range'], {
    start: { line: 4, character: 8 },
    end: { line: 4, character: 17 },
  });
});

test('what stands in a macro’s text is told there, once for all programs, with the uses', (t) => {
  const cwd = folder(t, {
    'macros.h': macros,
    'a.c': '#include "macros.h"\n\nWHOLE(f)\nint between;\nLIST(WHOLE)\n',
  });
  const { report } = checkJson(['a.c'], { cwd });
  assert.deepEqual(found(report), ['macros.h: ctx-field-read']);
  const { stdout } = run(['check', 'a.c'], { cwd });
  assert.match(stdout, new RegExp(`^macros\\.h:5:${column} {2}error`, 'm'));
  assert.match(stdout, /3 \| WHOLE\(f\)\n.*-{8} The macro is used here/);
  assert.match(stdout, /5 \| LIST\(WHOLE\)\n.*-{11} `made_one` gets here, too/);
  assert.deepEqual(report.summary['programs'], 3);
});

test('a header sees the macros of those before it, and of the text before the include', (t) => {
  const cwd = folder(t, {
    'macros.h': macros,
    'all.h': 'HEAD(h) { return NAME->src_port; }\n',
    'a.c': '#include "macros.h"\n#define NAME ctx\n#include "all.h"\n',
    'b.c': '#include "macros.h"\n#define NAME 0\n#include "all.h"\n',
  });
  assert.deepEqual(found(checkJson(['a.c'], { cwd }).report), ['all.h: ctx-field-read']);
  assert.deepEqual(found(checkJson(['b.c'], { cwd }).report), []);
  assert.deepEqual(found(checkJson(['a.c', 'b.c'], { cwd }).report), ['all.h: ctx-field-read']);
});

test('programs in included .c and .h files, and a section on the prototype only', (t) => {
  const cwd = folder(t, {
    'part.c': 'SEC("cgroup/sock_create") int in_c(struct bpf_sock *ctx) { return ctx->src_port; }\n',
    'other.h': '#pragma once\nSEC("cgroup/sock_create") int declared(struct bpf_sock *ctx);\n',
    'a.bpf.c':
      '#include "part.c"\n#include "other.h"\nint declared(struct bpf_sock *ctx)\n{\n\treturn ctx->src_port;\n}\n',
  });
  const { report } = checkJson(['a.bpf.c'], { cwd });
  assert.deepEqual(found(report), ['a.bpf.c: ctx-field-read', 'part.c: ctx-field-read']);
});

test('--fix changes what is written, and nothing that a macro made', (t) => {
  const read = 'BPF_CORE_READ(ctx, family)';
  const source = (inBody: string): string => `#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_core_read.h>
#define FAMILY(c) BPF_CORE_READ(c, family)
#define HEAD(n) SEC("cgroup/sock_create") int n(struct bpf_sock *ctx)
#define WHOLE(n) HEAD(n) { return ${read}; }
HEAD(f) { return ${inBody}; }
HEAD(g) { return FAMILY(ctx); }
WHOLE(h)
`;
  const cwd = folder(t, { 'a.bpf.c': source(read) });
  const { report } = checkJson(['--fix', 'a.bpf.c'], { cwd });
  assert.equal(readFileSync(join(cwd, 'a.bpf.c'), 'utf8'), source('ctx->family'));
  assert.deepEqual(found(report), ['a.bpf.c: probe-read-on-ctx', 'a.bpf.c: probe-read-on-ctx']);
});
