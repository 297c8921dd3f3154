/** Which room may import what: the arrows of ARCHITECTURE.md, read from the import lines. */
import assert from 'node:assert/strict';
import { basename } from 'node:path';
import { test } from 'node:test';
import { importsOf, projectFiles, read } from './support/sources.js';

interface Room {
  readonly folder: string;
  /** What its files may import besides each other: prefixes of packages and of paths from the root. */
  readonly may: readonly string[];
  /** Files with wider rights, and what they may import besides. */
  readonly except?: Readonly<Record<string, readonly string[]>>;
}

const core = 'server/src/core/';
const host = 'server/src/host/';

/** Types only, as a test below makes sure. */
const protocol = 'protocol/';

const rooms: readonly Room[] = [
  { folder: protocol, may: [] },
  { folder: 'server/src/core/', may: [protocol], except: { 'server/src/core/syntax/': ['web-tree-sitter'] } },
  { folder: 'server/src/host/', may: [core, 'node:', 'jsonc-parser', 'tinyglobby'] },
  {
    folder: 'server/src/lsp/',
    may: [core, protocol, 'vscode-languageserver', 'vscode-languageserver-textdocument', 'vscode-uri'],
    except: {
      'server/src/lsp/node': [host, 'node:'],
      'server/src/lsp/browser.ts': ['server/src/host/config-text'],
    },
  },
  {
    folder: 'server/src/cli/',
    may: [core, host, 'picocolors', 'node:'],
    except: {
      'server/src/cli/main.ts': ['server/src/lsp/node.js'],
      // Types only.
      'server/src/cli/report/sarif.ts': ['sarif'],
      'server/src/cli/report/sarif-log.ts': ['sarif'],
      'server/src/cli/log-report/sarif.ts': ['sarif'],
    },
  },
  { folder: 'client/webview/', may: [protocol, 'client/src/context-fields/messages'] },
  { folder: 'client/src/', may: [protocol, 'vscode', 'vscode-languageclient'] },
];

/** Inside core: what each folder may see, `text.ts` and `finding.ts` besides. */
const insideCore: Readonly<Record<string, readonly string[]>> = {
  syntax: [],
  kernel: ['engine/settings'],
  btf: ['object/elf'],
  model: ['syntax', 'kernel', 'btf', 'engine/settings'],
  ir: ['model', 'kernel', 'syntax'],
  replay: ['ir/ir', 'ir/instruction', 'ir/operator', 'ir/strings'],
  exec: [
    'ir/ir',
    'ir/instruction',
    'ir/operator',
    'ir/graph',
    'ir/liveness',
    'ir/deciding',
    'ir/per-function',
  ],
  violations: ['exec', 'replay', 'ir', 'kernel', 'model/walk/located'],
  rules: [
    'model',
    'kernel',
    'violations/located-fault',
    'btf',
    'syntax/ast',
    'syntax/file',
    'engine/settings',
  ],
  log: [],
  object: ['log/place'],
  engine: ['log/messages', 'btf', 'rules', 'violations', 'ir', 'model', 'kernel', 'syntax'],
  verdicts: ['engine/analysis', 'log', 'model/file'],
  features: ['engine', 'model', 'kernel', 'rules', 'syntax/ast', 'syntax/file'],
};

function mayImport(room: Room, file: string, name: string): boolean {
  const exceptions = Object.entries(room.except ?? {}).filter(([prefix]) => file.startsWith(prefix));
  return [room.folder, ...room.may, ...exceptions.flatMap(([, allowed]) => allowed)].some(
    (allowed) =>
      name === allowed ||
      name.startsWith(/[/:]$/.test(allowed) ? allowed : `${allowed}/`) ||
      name === `${allowed}.js`,
  );
}

for (const room of rooms) {
  test(`${room.folder} imports only what it may`, () => {
    const files = projectFiles(`${room.folder}*.ts`);
    assert.ok(files.length > 0);
    for (const file of files) {
      const strangers = importsOf(file).filter((name) => !mayImport(room, file, name));
      assert.deepEqual(strangers, [], `${file} imports what its room must not`);
    }
  });
}

for (const [folder, may] of Object.entries(insideCore)) {
  test(`core/${folder} looks only downwards`, () => {
    const allowed = [
      'text.js',
      'finding.js',
      `${folder}/`,
      ...may.map((name) => (name.includes('/') ? `${name}.js` : `${name}/`)),
    ];
    for (const file of projectFiles(`${core}${folder}/*.ts`)) {
      const inside = importsOf(file).filter((name) => name.startsWith(core));
      const upwards = inside.filter(
        (name) => !allowed.some((prefix) => name.slice(core.length).startsWith(prefix)),
      );
      assert.deepEqual(upwards, [], `${file} looks upwards`);
    }
  });
}

test('the protocol is types only, and is imported as such', () => {
  for (const file of projectFiles(`${protocol}*.ts`)) {
    const code = read(file).replace(/\/\*[^]*?\*\//g, '');
    assert.doesNotMatch(code, /^(?!export (?:interface|type) |import type )[a-z]/m, file);
  }
  for (const file of projectFiles('*.ts')) {
    if (!importsOf(file).some((name) => name.startsWith(protocol))) continue;
    const lines = read(file).match(/^(?:import|export) [^;]*?\/protocol\/[^;]*;/gm) ?? [];
    assert.deepEqual(
      lines.filter((line) => !line.startsWith('import type ')),
      [],
      file,
    );
  }
});

test('rules never import rules', () => {
  const files = projectFiles(`${core}rules/*.ts`);
  const isRule = (file: string): boolean => read(file).includes(`id: '${basename(file, '.ts')}'`);
  const rules = new Set(files.filter(isRule).map((file) => file.replace(/ts$/, 'js')));
  assert.ok(rules.size > 0);
  for (const file of files.filter(isRule)) {
    const others = importsOf(file).filter((name) => rules.has(name));
    assert.deepEqual(others, [], file);
  }
});

test('only core/syntax names the parser or its node types', () => {
  const nodeTypes =
    /['"`](?:translation_unit|function_definition|call_expression|field_expression|compound_statement)['"`]/;
  for (const file of projectFiles('server/src/*.ts', 'client/src/*.ts')) {
    if (file.startsWith(`${core}syntax/`)) continue;
    assert.doesNotMatch(read(file), /web-tree-sitter'/, file);
    assert.doesNotMatch(read(file), nodeTypes, file);
  }
});

test('core names no console, no process and no clock', () => {
  for (const file of projectFiles(`${core}*.ts`)) {
    const code = read(file).replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, '');
    assert.doesNotMatch(
      code,
      /\b(?:console|process|performance|setTimeout|setImmediate)\b\.?[.(]|\bDate\.now\b|new Date\(/,
      file,
    );
  }
});

test('only host/verifier starts processes, and no browser reaches it', () => {
  const room = `${host}verifier/`;
  const starts = (file: string): boolean =>
    importsOf(file).some((name) => /^(?:node:)?child_process$/.test(name));
  const starting = projectFiles('server/src/*.ts', 'client/*.ts', 'protocol/*.ts').filter(starts);
  assert.deepEqual(starting, [`${room}run.ts`]);
  for (const file of projectFiles('server/src/*.ts', 'client/*.ts')) {
    const reaching = importsOf(file).some((name) => name.startsWith(room));
    const may = [room, 'server/src/cli/verify', 'server/src/lsp/node-verifier'];
    assert.ok(!reaching || may.some((prefix) => file.startsWith(prefix)), file);
  }
});
