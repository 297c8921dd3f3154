/** Which findings are shown: by their severity, and by who reads the report. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkJson, folder, refused, run } from './support/command.js';

test('hints are shown to people who ask, and to programs', (t) => {
  const cwd = folder(t, { 'a.bpf.c': refused });
  const shown = (...args: readonly string[]): boolean =>
    run(['check', '--rule', 'ctx-field-read=hint', ...args, '.'], { cwd }).stdout.includes('ctx-field-read');
  for (const format of ['pretty', 'concise']) {
    assert.equal(shown('--format', format), false);
    assert.equal(shown('--format', format, '--hints'), true);
    assert.equal(shown('--format', format, '--min-severity', 'hint'), true);
  }
  for (const format of ['json', 'sarif', 'github']) assert.equal(shown('--format', format), true);
  const { stdout } = run(['check', '--rule', 'ctx-field-read=hint', '.'], { cwd });
  assert.match(stdout, /^No findings; 1 program in 1 file checked .*\n1 hint not shown: add --hints\n$/);
});

test('--min-severity shows its level and what is above', (t) => {
  const cwd = folder(t, { 'a.bpf.c': refused });
  const levels = ['error', 'warning', 'information', 'hint'];
  for (const [at, level] of levels.entries()) {
    const findings = levels.map((least) => {
      const args = ['--rule', `ctx-field-read=${level}`, '--min-severity', least, '.'];
      return checkJson(args, { cwd }).report.files[0]?.diagnostics.length;
    });
    assert.deepEqual(
      findings,
      levels.map((_, least) => (least >= at ? 1 : 0)),
    );
  }
});

test('--quiet, --hints and --min-severity exclude each other, and levels must exist', () => {
  for (const args of [
    ['--quiet', '--hints'],
    ['--quiet', '--min-severity', 'hint'],
    ['--min-severity', 'loud'],
  ])
    assert.equal(run(['check', ...args]).status, 2);
});
