/** "Change the section": which sections are offered for a forbidden field, and that the finding is then gone. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sectionFixes } from '../../../server/src/core/features/section-fixes.js';
import type { Fix } from '../../../server/src/core/finding.js';
import { analyse, applied, facts } from '../support/engine.js';
import { program } from '../support/program.js';

function fixesOf(text: string): readonly Fix[] {
  const analysis = analyse(text);
  return analysis.findings.flatMap((finding) => sectionFixes(analysis, finding, facts));
}

function sock(section: string, expression: string): string {
  return program(section, 'struct bpf_sock *ctx', `\treturn ${expression};`);
}

test('sections that allow the read are offered, none as safe', () => {
  const text = sock('cgroup/sock_create', 'ctx->src_port');
  const fixes = fixesOf(text);
  assert.deepEqual(
    fixes.map((fix) => applied(text, fix)),
    ['cgroup/post_bind4', 'cgroup/post_bind6'].map((section) => sock(section, 'ctx->src_port')),
  );
  assert.ok(fixes.every((fix) => !fix.safe));
  for (const fix of fixes) assert.deepEqual(analyse(applied(text, fix)).findings, []);
});

test('a section in which the other accesses are allowed comes first', () => {
  const text = sock('cgroup/sock_create', 'ctx->src_port + ctx->src_ip6[0]');
  assert.match(fixesOf(text)[0]?.title ?? '', /cgroup\/post_bind6/);
});

test('the question mark of a section stays', () => {
  const [fix] = fixesOf(sock('?cgroup/sock_create', 'ctx->src_port'));
  assert.equal(fix?.edits[0]?.text, '"?cgroup/post_bind4"');
});

test('at most three are offered, and none where a macro hides the section', () => {
  const text = program('cgroup_skb/egress', 'struct __sk_buff *ctx', '\tctx->tc_index = 1;\n\treturn 1;');
  assert.equal(fixesOf(text).length, 3);
  const hidden = sock('cgroup/sock_create', 'ctx->src_port')
    .replace('SEC("cgroup/sock_create")', 'PROG')
    .replace('\n\n', '\n#define PROG SEC("cgroup/sock_create")\n\n');
  assert.equal(analyse(hidden).findings.length, 1);
  assert.deepEqual(fixesOf(hidden), []);
});

test('other rules get none', () => {
  assert.deepEqual(fixesOf(sock('cgroup/sock_creat', '1')), []);
});
