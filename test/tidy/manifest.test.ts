/** The extension's manifest against the sources: commands, settings and files that it promises. */
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { test } from 'node:test';
import { projectFiles, read } from './support/sources.js';

interface Setting {
  readonly scope?: string;
  readonly default?: unknown;
  readonly markdownDescription?: string;
}

interface ProblemPattern {
  readonly regexp: string;
  readonly file: number;
  readonly line: number;
  readonly column: number;
  readonly severity: number;
  readonly message: number;
  readonly code: number;
}

interface Manifest {
  readonly capabilities: {
    readonly untrustedWorkspaces: {
      readonly supported: unknown;
      readonly restrictedConfigurations: readonly string[];
    };
  };
  readonly contributes: {
    readonly commands: readonly {
      readonly command: string;
      readonly category: string;
      readonly enablement?: string;
    }[];
    readonly configuration: { readonly properties: Readonly<Record<string, Setting>> };
    readonly jsonValidation: readonly { readonly url: string }[];
    readonly problemMatchers: readonly { readonly pattern: ProblemPattern }[];
  };
}

const { contributes, capabilities } = JSON.parse(read('package.json')) as Manifest;
const client = projectFiles('client/src/*.ts').map(read).join('\n');
const server = projectFiles('server/src/lsp/*.ts').map(read).join('\n');

test('the commands in the palette are the ones that the client registers', () => {
  const registered = [...client.matchAll(/registerCommand\('([^']+)'/g)].map((match) => match[1]);
  assert.deepEqual(contributes.commands.map((each) => each.command).sort(), registered.sort());
  assert.ok(contributes.commands.every((each) => each.category === 'eBPF Verdict'));
});

test('every setting is described, has a default and a scope, and is read somewhere', () => {
  for (const [name, setting] of Object.entries(contributes.configuration.properties)) {
    assert.match(name, /^ebpfVerdict\./);
    assert.ok(setting.markdownDescription && setting.scope && setting.default !== undefined, name);
    const keys = name.split('.').slice(1);
    const isRead = keys.every((key) => server.includes(`'${key}'`)) || client.includes(`'${keys.join('.')}'`);
    assert.ok(isRead, `nothing reads ${name}`);
  }
});

test('what starts programs is decided by the machine and a trusted workspace alone', () => {
  const { properties } = contributes.configuration;
  const names = Object.keys(properties).filter((name) => name.startsWith('ebpfVerdict.verify.'));
  assert.ok(names.length > 3);
  for (const name of names) assert.equal(properties[name]?.scope, 'machine', name);
  assert.equal(properties['ebpfVerdict.verify.onSave']?.default, false);
  const { supported, restrictedConfigurations } = capabilities.untrustedWorkspaces;
  assert.equal(supported, 'limited');
  assert.deepEqual([...restrictedConfigurations].sort(), names.sort());
  const { enablement = '' } =
    contributes.commands.find(({ command }) => command === 'ebpfVerdict.verify') ?? {};
  assert.match(enablement, /ebpfVerdict\.canVerify && isWorkspaceTrusted/);
  const asking = projectFiles('client/src/*.ts').filter((file) =>
    read(file).includes("'ebpfVerdict/verify'"),
  );
  assert.deepEqual(asking, ['client/src/verify/command.ts']);
  assert.equal(read('client/src/verify/command.ts').match(/!workspace\.isTrusted/g)?.length, 2);
});

test('requests between client and server have the same names on both sides', () => {
  const names = (text: string): Set<string> => new Set(text.match(/ebpfVerdict\/\w+/g));
  assert.deepEqual(names(client), names(server));
});

test('the problem matcher reads what explain-log --format concise writes', () => {
  const { pattern } = contributes.problemMatchers[0] ?? {};
  assert.ok(pattern);
  const line = 'src/a.bpf.c:31:11: error: What f returned (line 29) may be NULL (R0 invalid) [null-deref]';
  const match = new RegExp(pattern.regexp).exec(line) ?? [];
  const part = (index: number): string | undefined => match[index];
  assert.deepEqual([pattern.file, pattern.line, pattern.column, pattern.severity, pattern.code].map(part), [
    'src/a.bpf.c',
    '31',
    '11',
    'error',
    'null-deref',
  ]);
  assert.equal(part(pattern.message), 'What f returned (line 29) may be NULL (R0 invalid)');
});

test('the schemas that the manifest points to are there', () => {
  for (const { url } of contributes.jsonValidation) assert.ok(existsSync(url), url);
});
