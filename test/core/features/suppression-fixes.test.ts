/** Comments that silence a finding: where they are put, and that the finding is then gone and nothing else. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { suppressionFixes } from '../../../server/src/core/features/suppression-fixes.js';
import type { Fix } from '../../../server/src/core/finding.js';
import { analyse, applied } from '../support/engine.js';
import { program } from '../support/program.js';

/** The fix of a text's first ctx-field-read finding, and what it makes of the text. */
function mended(text: string, scope: 'line' | 'file'): string {
  return applied(text, fixFor(text, scope));
}

function fixFor(text: string, scope: 'line' | 'file'): Fix | undefined {
  const analysis = analyse(text);
  const finding = analysis.findings.find((each) => each.rule === 'ctx-field-read');
  assert.ok(finding, 'nothing is reported');
  return suppressionFixes(analysis, finding).find((fix) => fix.title.endsWith(`for this ${scope}`));
}

function body(lines: string): string {
  return program('cgroup/sock_create', 'struct bpf_sock *ctx', lines);
}

const refused = '\t\treturn ctx->src_port;';

test('a line is silenced by a comment above it, with its indent', () => {
  const text = body(refused);
  const silent = mended(text, 'line');
  assert.equal(silent, body(`\t\t// ebpf-verdict-disable-next-line ctx-field-read\n${refused}`));
  assert.deepEqual(analyse(silent).findings, []);
});

test('line ends stay as they are, and a byte order mark stays first', () => {
  const text = `\uFEFF${body(refused).replaceAll('\n', '\r\n')}`;
  assert.ok(
    mended(text, 'line').includes('\t\t// ebpf-verdict-disable-next-line ctx-field-read\r\n\t\treturn'),
  );
  assert.ok(mended(text, 'file').startsWith('\uFEFF// ebpf-verdict-disable ctx-field-read\r\n#include'));
});

test('a directive that is there is extended in its own style', () => {
  const cases = [
    ['\t// ebpf-verdict-disable-next-line return-value', 'return-value ctx-field-read'],
    ['\t// ebpf-verdict-disable-next-line a, b -- why', 'a, b, ctx-field-read -- why'],
    ['\t/* ebpf-verdict-disable-next-line return-value */', 'return-value ctx-field-read */'],
  ] as const;
  for (const [comment, expected] of cases) {
    const silent = mended(body(`${comment}\n${refused}`), 'line');
    assert.ok(silent.includes(expected), silent);
    assert.ok(analyse(silent).findings.every((each) => each.rule !== 'ctx-field-read'));
  }
  const behind = mended(body(`${refused} // ebpf-verdict-disable-line too-new`), 'line');
  assert.ok(behind.includes('disable-line too-new ctx-field-read'));
});

test('no comment is put into a line that a backslash continues', () => {
  const text = body('\treturn 1 + \\\n\t\tctx->src_port;');
  assert.equal(fixFor(text, 'line'), undefined);
  assert.ok(fixFor(text, 'file'));
});

test('a file is silenced below its licence, and a directive that is there is extended', () => {
  const text = `// SPDX-License-Identifier: MIT\n/*\n * What it does.\n */\n\n${body(refused)}`;
  const silent = mended(text, 'file');
  assert.equal(silent, text.replace(' */\n', ' */\n// ebpf-verdict-disable ctx-field-read\n'));
  assert.deepEqual(analyse(silent).findings, []);
  const more = mended(silent.replace('ctx-field-read', 'too-new'), 'file');
  assert.ok(more.includes('// ebpf-verdict-disable too-new ctx-field-read\n'), more);
  assert.ok(!mended(`/* a */ int x;\n${body(refused)}`, 'file').includes('int x;// ebpf'));
});

test('a directive that ends again, or begins below, is not the file’s', () => {
  const ended = `// ebpf-verdict-disable too-new\n// ebpf-verdict-enable\n${body(refused)}`;
  assert.match(
    mended(ended, 'file'),
    /^\/\/ ebpf-verdict-disable too-new\n.*\n\/\/ ebpf-verdict-disable ctx-field-read\n/,
  );
  const below = body(`\t// ebpf-verdict-disable too-new\n${refused}`);
  assert.ok(mended(below, 'file').startsWith('// ebpf-verdict-disable ctx-field-read\n'));
});

test('a needless comment is not silenced by another one', () => {
  const analysis = analyse(body('\t// ebpf-verdict-disable-next-line ctx-field-read\n\treturn 1;'));
  const [finding] = analysis.findings;
  assert.equal(finding?.rule, 'unused-suppression');
  assert.deepEqual(suppressionFixes(analysis, finding), []);
});
