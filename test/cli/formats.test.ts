/** How findings are shown: to people, to editors, to code scanning and to GitHub. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Log } from 'sarif';
import { accepted, checkJson, fixable, folder, refused, run, newestKernel } from './support/command.js';

const isWindows = process.platform === 'win32';
const colour = /\u001b\[/;

test('pretty shows place, severity, rule, source, section, and the kernel’s words', (t) => {
  const cwd = folder(t, { 'a.bpf.c': refused });
  const { stdout } = run(['check', 'a.bpf.c'], { cwd });
  const lines = stdout.split('\n');
  assert.equal(lines[0], 'a.bpf.c:4:9  error  ctx-field-read');
  assert.ok(lines.includes('  4 |         return ctx->src_port;'));
  assert.ok(lines.includes('    |                ^^^^^^^^^^^^^'));
  assert.ok(lines.includes('  1 | SEC("cgroup/sock_create")'));
  assert.match(stdout, /invalid bpf_context access off=44 size=4/);
  assert.match(stdout, /^1 error; 1 program in 1 file checked \(kernel [\d.]+, libbpf\)\.$/m);
  assert.match(stdout, /ebpf-verdict explain ctx-field-read/);
});

test('pretty tells which fixes there are, and how to apply them', (t) => {
  const cwd = folder(t, { 'a.bpf.c': fixable });
  const { stdout } = run(['check', 'a.bpf.c'], { cwd });
  assert.match(stdout, /^ {2}fix {2}.*\(--fix\)$/m);
  assert.match(stdout, /^1 can be fixed with --fix\.$/m);
});

test('pretty puts carets below wide characters and tabs', (t) => {
  const cwd = folder(t, { 'a.bpf.c': refused.replace('return', '/* \u65e5\u{1F600} */\treturn') });
  const lines = run(['check', 'a.bpf.c'], { cwd }).stdout.split('\n');
  // Tab to 8, the comment's 10 columns, tab to 24, `return ` and then the field.
  assert.ok(lines.includes(`    | ${' '.repeat(31)}^^^^^^^^^^^^^`), lines.join('\n'));
});

test('pretty cuts long lines around the place', (t) => {
  const padding = `/* ${'x'.repeat(5000)} */`;
  const cwd = folder(t, {
    'a.bpf.c': refused.replace('return', `${padding} return`).replace(';', `; ${padding}`),
  });
  const { stdout } = run(['check', 'a.bpf.c'], { cwd });
  assert.match(stdout, /…x+ \*\/ return ctx->src_port; \/\* x+…$/m);
  const [source = '', carets = ''] = stdout
    .split('\n')
    .filter((line) => /ctx->src_port;|\^/.test(line))
    .slice(-2);
  assert.equal(carets.indexOf('^'), source.indexOf('ctx->'));
});

test('pretty lets no control character through', (t) => {
  const cwd = folder(t, { 'a.bpf.c': refused.replace('return', '/* \u001b[31m\u202e */ return') });
  assert.doesNotMatch(run(['check', 'a.bpf.c'], { cwd }).stdout, colour);
});

test('pretty of nothing found says what was looked at', (t) => {
  const cwd = folder(t, { 'a.bpf.c': accepted });
  const { stdout } = run(['check', '.'], { cwd });
  assert.equal(
    stdout,
    `No findings; 1 program in 1 file checked (kernel ${String(newestKernel)}, libbpf).\n`,
  );
});

test('pretty counts the files that hold programs apart from those that hold none', (t) => {
  const other = 'int helper(void)\n{\n\treturn 0;\n}\n';
  const cwd = folder(t, { 'a.bpf.c': accepted, 'b.bpf.c': accepted, 'c.bpf.c': other, 'd.bpf.c': other });
  const sumOf = (...args: readonly string[]): string =>
    /^(.*) \(kernel/m.exec(run(['check', ...args], { cwd }).stdout)?.[1] ?? '';
  assert.equal(sumOf('.'), 'No findings; 2 programs in 4 files checked, 2 of them without programs');
  assert.equal(
    sumOf('a.bpf.c', 'c.bpf.c'),
    'No findings; 1 program in 2 files checked, 1 of them without programs',
  );
  assert.equal(sumOf('c.bpf.c'), 'No findings; no programs in 1 file');
  const { summary } = checkJson(['.'], { cwd }).report;
  assert.deepEqual([summary['files'], summary['programs']], [4, 2]);
});

test('colours: NO_COLOR and FORCE_COLOR are honoured, a pipe gets none', (t) => {
  const cwd = folder(t, { 'a.bpf.c': refused });
  const shown = (env: Readonly<Record<string, string>>): string =>
    run(['check', 'a.bpf.c'], { cwd, env }).stdout;
  assert.doesNotMatch(shown({}), colour);
  assert.match(shown({ FORCE_COLOR: '1' }), colour);
  assert.match(shown({ FORCE_COLOR: '' }), colour);
  assert.doesNotMatch(shown({ FORCE_COLOR: '0' }), colour);
  assert.doesNotMatch(shown({ FORCE_COLOR: '1', NO_COLOR: '1' }), colour);
  assert.match(shown({ FORCE_COLOR: '1', NO_COLOR: '' }), colour);
  assert.doesNotMatch(
    run(['check', '--format', 'json', 'a.bpf.c'], { cwd, env: { FORCE_COLOR: '1' } }).stdout,
    colour,
  );
});

test('concise is one line a finding', (t) => {
  const cwd = folder(t, { 'a.bpf.c': refused, 'b.bpf.c': accepted });
  const { stdout } = run(['check', '--format', 'concise', '.'], { cwd });
  assert.match(stdout, /^a\.bpf\.c:4:9: error: [^\n]+ \[ctx-field-read\]\n$/);
});

test('concise stays one line, whatever the path and the message hold', { skip: isWindows }, (t) => {
  const odd = 'xdp\u001b[31m\u0007\u2028\u2029\u0085\u000b\\n\\r_drop';
  const cwd = folder(t, {
    'a\nb\r\u001b[31m.bpf.c': refused,
    'c.bpf.c': `SEC("${odd}")\nint f(struct xdp_md *ctx)\n{\n\treturn 0;\n}\n`,
    'd\ne.bpf.c': new Uint8Array(3),
  });
  const { stdout, stderr } = run(['check', '--format', 'concise', '.'], { cwd });
  assert.equal(stdout.split(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/).length, 3, stdout);
  assert.match(stdout, /^a\uFFFDb\uFFFD\uFFFD\[31m\.bpf\.c:4:9: error: [^\n]+ \[ctx-field-read\]\n/);
  assert.match(stdout, /\nc\.bpf\.c:1:5: warning: [^\n]+ \[unknown-section\]\n$/);
  assert.equal(stderr, 'd\uFFFDe.bpf.c: is not a text file: it holds NUL bytes\n');
});

test('github: workflow commands, escaped', (t) => {
  const cwd = folder(t, { 'odd,name: 100%.bpf.c': refused });
  const { stdout, status } = run(['check', '--format', 'github', '.'], { cwd });
  assert.equal(status, 1);
  assert.match(
    stdout,
    /^::error file=odd%2Cname%3A 100%25\.bpf\.c,line=4,endLine=4,col=9,endColumn=22,title=ctx-field-read::/,
  );
  assert.match(stdout, /invalid bpf_context access off=44 size=4/);
  assert.equal(stdout.trimEnd().split('\n').length, 1);
});

test('github: severities become its levels', (t) => {
  const cwd = folder(t, { 'a.bpf.c': refused });
  for (const [severity, level] of [
    ['warning', 'warning'],
    ['information', 'notice'],
    ['hint', 'notice'],
  ] as const) {
    const { stdout } = run(
      ['check', '--format', 'github', '--rule', `ctx-field-read=${severity}`, 'a.bpf.c'],
      { cwd },
    );
    assert.ok(stdout.startsWith(`::${level} `), stdout);
  }
});

function sarifOf(cwd: string, args: readonly string[]): Log {
  return JSON.parse(run(['check', '--format', 'sarif', ...args], { cwd }).stdout) as Log;
}

test('sarif: one run with tool, rules, places and the section as related place', (t) => {
  const cwd = folder(t, { 'my dir/a.bpf.c': refused });
  const log = sarifOf(cwd, ['.']);
  assert.equal(log.version, '2.1.0');
  const [run] = log.runs;
  assert.ok(run);
  assert.equal(run.columnKind, 'utf16CodeUnits');
  assert.equal(run.tool.driver.name, 'eBPF Verdict');
  const [result] = run.results ?? [];
  assert.equal(result?.ruleId, 'ctx-field-read');
  assert.equal(run.tool.driver.rules?.[result.ruleIndex ?? -1]?.id, 'ctx-field-read');
  assert.equal(result.level, 'error');
  assert.deepEqual(result.locations?.[0]?.physicalLocation, {
    artifactLocation: { uri: 'my%20dir/a.bpf.c' },
    region: { startLine: 4, startColumn: 9, endLine: 4, endColumn: 22 },
  });
  assert.equal(result.relatedLocations?.[0]?.physicalLocation?.region?.startLine, 1);
  assert.equal(result.properties?.['verifier'], 'invalid bpf_context access off=44 size=4');
});

test('sarif: whatever a file is called, its address is a valid reference', { skip: isWindows }, (t) => {
  const names = [
    ...['a:b.bpf.c', 'mailto:x.bpf.c', '#1?.bpf.c', '100%25.bpf.c', 'a b.bpf.c', '\u65e5\u{1F600}.bpf.c'],
    ...['back\\slash.bpf.c', 'line\nend.bpf.c', 'dir:/x:y.bpf.c', '"quoted".bpf.c'],
  ];
  const cwd = folder(t, Object.fromEntries(names.map((name) => [name, refused])));
  for (const prefix of ['', './', './/', `${cwd}/`]) {
    const given = names.map((name) => prefix + name);
    const results = sarifOf(cwd, given).runs[0]?.results ?? [];
    const uris = results.map(
      ({ locations }) => locations?.[0]?.physicalLocation?.artifactLocation?.uri ?? '',
    );
    for (const uri of uris) assert.match(uri, prefix.startsWith('/') ? /^file:\/\/\// : /^[\w.%/-]+$/);
    const places = uris.map((uri) => fileURLToPath(new URL(uri, `${pathToFileURL(cwd).href}/`)));
    assert.deepEqual(
      places,
      names.map((name) => join(cwd, name)),
    );
  }
});

test('sarif: fixes carry their replacements', (t) => {
  const cwd = folder(t, { 'a.bpf.c': fixable });
  const result = sarifOf(cwd, ['a.bpf.c']).runs[0]?.results?.find(
    ({ ruleId }) => ruleId === 'probe-read-on-ctx',
  );
  const [change] = result?.fixes?.[0]?.artifactChanges ?? [];
  assert.equal(change?.artifactLocation.uri, 'a.bpf.c');
  assert.ok(
    change.replacements.some(
      ({ insertedContent }) =>
        insertedContent?.text?.includes('family') === true || insertedContent?.text === 'ctx->family',
    ),
  );
});

test('sarif of nothing found is still a log', (t) => {
  const cwd = folder(t, { 'a.bpf.c': accepted });
  assert.deepEqual(sarifOf(cwd, ['a.bpf.c']).runs[0]?.results, []);
});
