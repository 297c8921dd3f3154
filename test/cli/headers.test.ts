/** Headers on the command line: how findings in them are reported, counted, silenced and mended. */
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { Log } from 'sarif';
import { checkJson, folder, run } from './support/command.js';
import { caller, found, port, shared } from './support/headers.js';

test('a function of a header that two programs reach is reported once, in the header', (t) => {
  const cwd = folder(t, shared);
  const { status, stderr, report } = checkJson(['-I', 'include', 'src'], { cwd });
  assert.deepEqual([status, stderr], [1, '']);
  assert.deepEqual(found(report), ['include/port.h: ctx-field-read']);
  const header = report.files.find(({ path }) => path === 'include/port.h');
  const [finding] = header?.diagnostics ?? [];
  assert.equal(finding?.['program'], 'one');
  assert.match(String(finding['message']), /cgroup\/sock_create/);
  assert.deepEqual(finding['range'], { start: { line: 2, character: 8 }, end: { line: 2, character: 21 } });
  assert.deepEqual(header?.programs, []);
  assert.deepEqual(
    {
      files: report.summary['files'],
      programs: report.summary['programs'],
      errors: report.summary['errors'],
    },
    { files: 3, programs: 2, errors: 1 },
  );
});

test('a header that is checked, too, has one entry under the name it was given by', (t) => {
  const cwd = folder(t, { ...shared, 'src/port.h': port });
  const whole = checkJson(['./src'], { cwd });
  assert.deepEqual(found(whole.report), ['./src/port.h: ctx-field-read']);
  const named = checkJson(['src/port.h', 'src/one.bpf.c'], { cwd });
  assert.deepEqual(found(named.report), ['src/port.h: ctx-field-read']);
  assert.equal(named.stderr, '', 'what was reported on is said not to be checked');
  const alone = checkJson(['src/port.h'], { cwd });
  assert.match(alone.stderr, /^src\/port\.h: not BPF C/);
});

test('an own finding of a header and what its includers see there are one', (t) => {
  const program = `#pragma once\n${caller('f').replace('#include "port.h"\n', '').replace('port(ctx)', 'ctx->src_port')}`;
  const cwd = folder(t, { 'f.h': program, 'a.bpf.c': '#include "f.h"\n', 'b.bpf.c': '#include "f.h"\n' });
  const { report } = checkJson(['.'], { cwd });
  assert.deepEqual(found(report), ['f.h: ctx-field-read']);
  assert.equal(report.summary['programs'], 1);
  const through = checkJson(['a.bpf.c'], { cwd }).report;
  assert.deepEqual(found(through), ['f.h: ctx-field-read']);
  assert.deepEqual([through.summary['files'], through.summary['programs']], [2, 1]);
});

test('people see the header’s line, and the section of the program that gets there', (t) => {
  const cwd = folder(t, shared);
  const { stdout } = run(['check', '-I', 'include', 'src'], { cwd });
  assert.match(stdout, /^include\/port\.h:3:9 {2}error {2}ctx-field-read$/m);
  assert.match(stdout, /^ {2}3 \| +return ctx->src_port;$/m);
  assert.match(stdout, /^ {2}see src\/one\.bpf\.c:3:1$/m);
  assert.match(stdout, /^ {2}3 \| SEC\("cgroup\/sock_create"\)$/m);
  assert.match(stdout, /1 error; 2 programs in 3 files checked/);
});

test('every other format names the header and its line, too', (t) => {
  const cwd = folder(t, shared);
  const output = (format: string): string =>
    run(['check', '--format', format, '-I', 'include', 'src'], { cwd }).stdout;
  assert.match(output('concise'), /^include\/port\.h:3:9: error: .* \[ctx-field-read\]\n$/);
  assert.match(output('github'), /^::error file=include\/port\.h,line=3,endLine=3,col=9,/);
  const [result, ...others] = (JSON.parse(output('sarif')) as Log).runs[0]?.results ?? [];
  assert.ok(result && others.length === 0);
  const place = result.locations?.[0]?.physicalLocation;
  assert.deepEqual([place?.artifactLocation?.uri, place?.region?.startLine], ['include/port.h', 3]);
  const related = result.relatedLocations?.map(({ physicalLocation }) => [
    physicalLocation?.artifactLocation?.uri,
    physicalLocation?.region?.startLine,
  ]);
  assert.deepEqual(related, [
    ['src/one.bpf.c', 3],
    ['src/one.bpf.c', 6],
  ]);
});

test('macros of a header: sections, and accesses through an argument', (t) => {
  const cwd = folder(t, {
    'macros.h': '#define PROG SEC("cgroup/sock_create")\n#define PORT(c) ((c)->src_port)\n',
    'a.bpf.c': '#include "macros.h"\n\nPROG\nint f(struct bpf_sock *ctx)\n{\n\treturn PORT(ctx);\n}\n',
  });
  const { report } = checkJson(['a.bpf.c'], { cwd });
  assert.deepEqual(found(report), ['a.bpf.c: ctx-field-read']);
  assert.deepEqual(report.files[0]?.diagnostics[0]?.['range'], {
    start: { line: 5, character: 8 },
    end: { line: 5, character: 17 },
  });
});

test('types and enum constants of a header', (t) => {
  const source = `#include "types.h"

SEC("cgroup/sock_create")
int f(sock_ctx *ctx)
{
	struct holder h = { .ctx = ctx };
	if (ctx->family == FAMILY)
		return h.ctx->src_port;
	return VERDICT;
}
`;
  const types = (verdict: number): string =>
    `typedef struct bpf_sock sock_ctx;\nstruct holder { sock_ctx *ctx; };\nenum { FAMILY = 2, VERDICT = ${verdict} };\n`;
  const cwd = folder(t, { 'types.h': types(7), 'a.bpf.c': source });
  assert.deepEqual(found(checkJson(['a.bpf.c'], { cwd }).report), [
    'a.bpf.c: ctx-field-read',
    'a.bpf.c: return-value',
  ]);
  writeFileSync(join(cwd, 'types.h'), types(1));
  assert.deepEqual(found(checkJson(['a.bpf.c'], { cwd }).report), ['a.bpf.c: ctx-field-read']);
});

const core = `static inline int family(struct bpf_sock *ctx)
{
	return BPF_CORE_READ(ctx, family);
}
`;
const coreCaller = (name: string): string => caller(name).replaceAll('port', 'family');

test('--fix mends headers that are checked, once for all who reach them, and no others', (t) => {
  const cwd = folder(t, {
    'lib/family.h': core,
    'src/a.bpf.c': coreCaller('f'),
    'src/b.bpf.c': coreCaller('g'),
  });
  const header = (): string => readFileSync(join(cwd, 'lib/family.h'), 'utf8');
  const only = run(['check', '--fix', '-I', 'lib', 'src'], { cwd });
  assert.equal(only.status, 1);
  assert.equal(header(), core);
  const diff = run(['check', '--diff', '-I', 'lib', '.'], { cwd });
  assert.match(
    diff.stdout,
    /^--- a\/lib\/family\.h\n\+\+\+ b\/lib\/family\.h\n@@ [^]*\n-\treturn BPF_CORE_READ\(ctx, family\);\n\+\treturn ctx->family;\n/,
  );
  assert.equal(header(), core);
  const both = run(['check', '--fix', '-I', 'lib', '.'], { cwd });
  assert.equal(both.status, 0, both.stdout);
  assert.match(both.stderr, /^applied 1 fix in lib\/family\.h$/m);
  assert.equal(header(), core.replace('BPF_CORE_READ(ctx, family)', 'ctx->family'));
});

test('a comment in a header silences what is found in it, and is not called needless there', (t) => {
  const silenced = port.replace('\treturn', '\t// ebpf-verdict-disable-next-line ctx-field-read\n\treturn');
  const cwd = folder(t, { 'port.h': `#include <bpf/bpf_helpers.h>\n${silenced}`, 'a.bpf.c': caller('f') });
  assert.deepEqual(found(checkJson(['.'], { cwd }).report), []);
});

test('warnings in headers count for --max-warnings, and --quiet leaves them out', (t) => {
  const cwd = folder(t, shared);
  const args = ['--rule', 'ctx-field-read=warning', '-I', 'include', 'src'];
  assert.equal(checkJson(args, { cwd }).status, 0);
  assert.equal(checkJson(['--max-warnings', '0', ...args], { cwd }).status, 1);
  assert.deepEqual(found(checkJson(['--quiet', ...args], { cwd }).report), []);
});
