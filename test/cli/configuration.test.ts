/** ebpf-verdict.jsonc on the command line: where it is found, what wins, and what is said of mistakes in it. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { Ajv } from 'ajv';
import { accepted, checkJson, folder, refused, run, newestKernel } from './support/command.js';

const config = 'ebpf-verdict.jsonc';

test('the nearest file upward is in force, comments and trailing commas included', (t) => {
  const cwd = folder(t, {
    [config]: '// ours\n{ "kernel": "6.1", /* quiet */ "rules": { "ctx-field-read": "off", }, }\n',
    'src/deep/a.bpf.c': refused,
    'other/b.bpf.c': refused,
    [`other/${config}`]: '{ "kernel": "6.12" }',
  });
  const near = checkJson(['src'], { cwd });
  assert.deepEqual([near.status, near.report.kernel], [0, '6.1']);
  const other = checkJson(['other'], { cwd });
  assert.deepEqual([other.status, other.report.kernel], [1, '6.12']);
  assert.equal(checkJson(['.'], { cwd }).report.kernel, '6.12, 6.1');
});

test('the search ends at the repository’s root', (t) => {
  const cwd = folder(t, {
    [config]: '{ "kernel": "6.1" }',
    'inner/.git/HEAD': '',
    'inner/a.bpf.c': accepted,
  });
  assert.equal(checkJson(['inner'], { cwd }).report.kernel, newestKernel);
});

test('flags win over the file, the file over the defaults', (t) => {
  const cwd = folder(t, {
    [config]: '{ "kernel": "6.1", "loader": "cilium", "rules": { "ctx-field-read": "off" } }',
    'a.bpf.c': refused,
  });
  const { status, report } = checkJson(['--kernel', '5.10', '--rule', 'ctx-field-read=hint', 'a.bpf.c'], {
    cwd,
  });
  assert.deepEqual([status, report.kernel, report.summary['hints']], [0, '5.10', 1]);
  const printed = printConfig(['--loader', 'libbpf', '--print-config', 'a.bpf.c'], cwd);
  assert.deepEqual(
    [printed.kernel, printed.loader, printed.rules['ctx-field-read']],
    ['6.1', 'libbpf', 'off'],
  );
});

test('a key that every object of the language has is an unknown key', (t) => {
  for (const key of ['toString', '__proto__', 'constructor', 'hasOwnProperty']) {
    const cwd = folder(t, {
      [config]: `{ "${key}": "x", "rules": { "${key}": "off" } }`,
      'a.bpf.c': refused,
    });
    const { status, stderr } = run(['check', 'a.bpf.c'], { cwd });
    assert.equal(status, 2);
    assert.match(stderr, new RegExp(`unknown key "${key}"`));
    assert.match(stderr, new RegExp(`there is no rule "${key}"`));
  }
});

test('--no-config and --config FILE', (t) => {
  const cwd = folder(t, {
    [config]: '{ "rules": { "ctx-field-read": "off" } }',
    'loud.json': '{ "rules": { "ctx-field-read": "warning" } }',
    'a.bpf.c': refused,
  });
  assert.equal(run(['check', 'a.bpf.c'], { cwd }).status, 0);
  assert.equal(run(['check', '--no-config', 'a.bpf.c'], { cwd }).status, 1);
  const { report } = checkJson(['--config', 'loud.json', 'a.bpf.c'], { cwd });
  assert.equal(report.summary['warnings'], 1);
});

interface PrintedConfig {
  readonly config: string | null;
  readonly kernel: string;
  readonly loader: string;
  readonly rules: Readonly<Record<string, string>>;
  readonly includePaths: readonly string[];
}

function printConfig(args: readonly string[], cwd: string): PrintedConfig {
  const { status, stdout } = run(['check', ...args], { cwd });
  assert.equal(status, 0);
  return JSON.parse(stdout) as PrintedConfig;
}

test('--print-config shows all that is in force', (t) => {
  const cwd = folder(t, { [config]: '{ "includePaths": ["include"] }', 'src/a.bpf.c': refused });
  const printed = printConfig(['--print-config', 'src/a.bpf.c'], cwd);
  assert.deepEqual([printed.kernel, printed.loader], [newestKernel, 'libbpf']);
  assert.ok(printed.config?.endsWith(config));
  assert.match(printed.includePaths[0] ?? '', /[/\\]include$/);
  assert.equal(printed.rules['ctx-field-read'], 'error');
  assert.equal(printConfig(['--no-config', '--print-config', 'src/a.bpf.c'], cwd).config, null);
});

const mistakes: readonly (readonly [string, string, RegExp])[] = [
  [
    'an unknown key',
    '{\n  "kernal": "6.1" }',
    /^ebpf-verdict\.jsonc:2:3: unknown key "kernal"\. Did you mean "kernel"\?$/m,
  ],
  ['a kernel that is a number', '{ "kernel": 6.1 }', /:1:13: "kernel" must be .*, in quotes$/m],
  ['a kernel that is no version', '{ "kernel": "latest" }', /"kernel" must be a version/],
  ['an unknown loader', '{ "loader": "bcc" }', /"loader" must be "libbpf", "cilium" or "auto"/],
  ['rules that are a list', '{ "rules": [] }', /"rules" must be an object/],
  [
    'an unknown rule',
    '{ "rules": { "ctx-feild-read": "off" } }',
    /no rule "ctx-feild-read"\. Did you mean "ctx-field-read"/,
  ],
  [
    'an unknown severity',
    '{ "rules": { "ctx-field-read": "loud" } }',
    /severity of "ctx-field-read" must be one of off, error/,
  ],
  ['include paths that are a string', '{ "includePaths": "include" }', /"includePaths" must be a list/],
  ['an include path that is a number', '{ "includePaths": [1] }', /"includePaths\[0\]" must be/],
  ['a key twice', '{ "loader": "libbpf", "loader": "libbpf" }', /"loader" is set twice/],
  ['a syntax error', '{ "loader": "libbpf"', /ebpf-verdict\.jsonc:1:21: syntax error: close brace expected/],
  ['no object', '["kernel"]', /must hold one JSON object/],
];

for (const [name, text, message] of mistakes) {
  test(`${name}: named with file and key, exit code 2, and the check goes on`, (t) => {
    const cwd = folder(t, { [config]: text, 'a.bpf.c': refused, 'b.bpf.c': refused });
    const { status, stderr, report } = checkJson(['.'], { cwd });
    assert.equal(status, 2);
    assert.match(stderr, message);
    assert.equal(stderr.trimEnd().split('\n').length, 1, stderr);
    assert.equal(report.summary['errors'], 2);
  });
}

test('what is right in a file with mistakes is in force', (t) => {
  const cwd = folder(t, {
    [config]: '{ "colour": 1, "kernel": "5.10", "rules": { "no-such": "off" } }',
    'a.bpf.c': accepted,
  });
  const { status, report } = checkJson(['a.bpf.c'], { cwd });
  assert.deepEqual([status, report.kernel], [2, '5.10']);
});

test('an empty file, and one with a byte order mark, are fine', (t) => {
  const cwd = folder(t, {
    [config]: '',
    'a.bpf.c': accepted,
    'b/b.bpf.c': accepted,
    [`b/${config}`]: '\uFEFF{ "kernel": "6.1" }',
  });
  const { status, stderr } = checkJson(['.'], { cwd });
  assert.deepEqual([status, stderr], [0, '']);
});

test('the schema takes what the reader takes', () => {
  const schema = JSON.parse(
    readFileSync(join('rules', 'schema', 'configuration.schema.json'), 'utf8'),
  ) as object;
  const validate = new Ajv({ strict: true }).compile(schema);
  for (const kernel of ['6.1', '6.1.192', '5.10..6.12', 'host', '5.10..host'])
    assert.ok(validate({ kernel }), kernel);
  for (const kernel of ['', 'six', '6', '6.1..']) assert.ok(!validate({ kernel }), kernel);
  assert.ok(
    validate({
      $schema: 'x',
      loader: 'cilium',
      rules: { 'ctx-field-read': 'off' },
      includePaths: ['include'],
    }),
  );
  for (const wrong of [
    { kernal: '6.1' },
    { loader: 'bcc' },
    { rules: { 'ctx-field-read': 'loud' } },
    { includePaths: 'x' },
  ]) {
    assert.ok(!validate(wrong), JSON.stringify(wrong));
  }
});

test('the schema knows every rule: npm run build && node scripts/generate-schema.mjs keeps it so', () => {
  const listed = JSON.parse(run(['rules', '--format', 'json']).stdout) as readonly Readonly<
    Record<string, string>
  >[];
  const schema = JSON.parse(readFileSync(join('rules', 'schema', 'configuration.schema.json'), 'utf8')) as {
    readonly properties: {
      readonly rules: { readonly properties: Readonly<Record<string, Readonly<Record<string, unknown>>>> };
    };
  };
  const described = Object.entries(schema.properties.rules.properties).map(([id, rule]) => [
    id,
    rule['description'],
    rule['default'],
  ]);
  assert.deepEqual(
    described,
    listed.map(({ id, summary, severity, isOptIn }) => [
      id,
      `${String(summary)}.`,
      isOptIn ? 'off' : severity,
    ]),
  );
});
