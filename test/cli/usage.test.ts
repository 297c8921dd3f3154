/** Help, version, and every way to type a command line that cannot be meant. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { run } from './support/command.js';

test('--help lists the commands, on standard output', () => {
  const { status, stdout, stderr } = run(['--help']);
  assert.equal(status, 0);
  assert.equal(stderr, '');
  for (const command of ['check', 'fields', 'explain', 'rules', 'lsp --stdio'])
    assert.match(stdout, new RegExp(`^  ${command}`, 'm'));
});

for (const command of ['check', 'fields', 'explain', 'rules', 'lsp']) {
  test(`${command} --help tells how it is used`, () => {
    const { status, stdout } = run([command, '--help']);
    assert.equal(status, 0);
    assert.match(stdout, new RegExp(`^Usage: ebpf-verdict ${command}`));
  });
}

test('check --help names every option', () => {
  const { stdout } = run(['check', '-h']);
  const options = [
    '--kernel',
    '--btf',
    '--loader',
    '--config',
    '--no-config',
    '-I',
    '--format',
    '-o',
    '--fix',
    '--unsafe-fixes',
  ];
  const more = [
    '--diff',
    '--stdin',
    '--stdin-filename',
    '--rule',
    '--max-warnings',
    '--quiet',
    '--timing',
    '--print-config',
  ];
  for (const option of [...options, ...more]) assert.ok(stdout.includes(option), option);
});

test('--version is the package’s', () => {
  const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
  assert.equal(run(['--version']).stdout, `${version}\n`);
});

const mistakes: readonly (readonly [string, readonly string[], RegExp])[] = [
  ['no command', [], /A command is missing/],
  ['an unknown command', ['chekc'], /no command "chekc".*Did you mean "check"/],
  ['an unknown option', ['check', '--kernal', '6.1'], /Unknown option '--kernal'.*Did you mean "--kernel"/],
  ['an option without its value', ['check', '--format'], /--format.*argument missing/],
  ['an unknown format', ['check', '--format', 'xml'], /--format takes pretty, concise, json, sarif, github/],
  ['a kernel that is no version', ['check', '--kernel', 'new'], /--kernel takes a version like 6\.1.*"new"/],
  ['types that are none', ['check', '--btf', 'package.json'], /--btf package\.json: the file is no BTF/],
  ['a range upside down', ['check', '--kernel', '6.12..5.10'], /--kernel/],
  ['an unknown loader', ['check', '--loader', 'bcc'], /--loader takes libbpf, cilium/],
  ['a rule without severity', ['check', '--rule', 'ctx-field-read'], /--rule takes id=severity/],
  ['a rule with an unknown severity', ['check', '--rule', 'ctx-field-read=loud'], /--rule takes id=severity/],
  [
    'a rule with two',
    ['check', '--rule', 'ctx-field-read=off=error'],
    /--rule takes.*"ctx-field-read=off=error"/,
  ],
  ['a rule without a name', ['check', '--rule', '=off'], /--rule takes id=severity/],
  ['a rule with an end', ['check', '--rule', 'ctx-field-read=off='], /--rule takes id=severity/],
  ['a rule that does not exist', ['check', '--rule', 'ctx-field-raed=off'], /Did you mean "ctx-field-read"/],
  ['warnings that are no number', ['check', '--max-warnings', '-1'], /--max-warnings/],
  ['two ways to configure', ['check', '--config', 'a', '--no-config'], /exclude each other/],
  ['standard input and paths', ['check', '--stdin', 'a.c'], /--stdin takes no paths/],
  [
    'a configuration that is not there',
    ['check', '--config', 'no/such.jsonc', 'package.json'],
    /no\/such\.jsonc.*does not exist/,
  ],
  ['no section', ['fields'], /fields needs a section/],
  ['two sections', ['fields', 'xdp', 'tc'], /takes one argument/],
  ['a section with two letters swapped', ['fields', 'xpd'], /Did you mean "xdp"/],
  ['a misspelt section with a target', ['fields', 'kporbe/do_unlinkat'], /Did you mean "kprobe"/],
  ['a part of a section', ['fields', 'sock_create'], /Did you mean "cgroup\/sock_create"/],
  ['a misspelt section with a target to explain', ['explain', 'kporbe/x'], /Did you mean "kprobe"/],
  ['an unknown section', ['fields', 'cgroup/post_bind7'], /No loader knows.*Did you mean "cgroup\/post_bind/],
  ['no rule to explain', ['explain'], /explain needs a rule id, a section or a program type/],
  [
    'a part of rules to explain',
    ['explain', 'ctx-field'],
    /no rule "ctx-field".*mean .*"ctx-field-read" or "ctx-/,
  ],
  [
    'a misspelt program type to explain',
    ['explain', 'BPF_PROG_TYPE_TRACNG'],
    /no section, program type.*Did you mean "BPF_PROG_TYPE_TRACING"/,
  ],
  ['a misspelt section to explain', ['explain', 'cgroup/post_bnd6'], /mean "cgroup\/post_bind6"/],
  ['a path to explain', ['explain', '../../README'], /no rule/],
  ['arguments to rules', ['rules', 'all'], /takes no arguments/],
  ['a language server without --stdio', ['lsp'], /add --stdio/],
];

for (const [name, args, message] of mistakes) {
  test(`${name}: exit code 2, and a word on standard error`, () => {
    const { status, stdout, stderr } = run(args);
    assert.equal(status, 2);
    assert.equal(stdout, '');
    assert.match(stderr, message);
    assert.doesNotMatch(stderr, /^\s+at /m);
  });
}

test('common options may stand before the command', () => {
  assert.equal(run(['--kernel', '6.1', 'check', '--help']).status, 0);
});
