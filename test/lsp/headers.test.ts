/** Headers of open documents: found, shown where they stand, followed as they change, mended while they are open. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { test } from 'node:test';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { messageOf, modernClient } from './support/client.js';
import { caller, port, Project } from './support/project.js';

test('a finding in a header is shown on the header, and leads to the section that makes it one', async (t) => {
  const project = await Project.start(t, { 'src/a.bpf.c': '', 'src/port.h': port });
  const uri = project.client.open(caller(), project.uri('src/a.bpf.c'));
  assert.deepEqual(await project.client.diagnostics(uri), []);
  const [found] = await project.shows('src/port.h', [2]);
  assert.ok(found);
  assert.equal(found.code, 'ctx-field-read');
  assert.match(messageOf(found), /cgroup\/sock_create/);
  const related = found.relatedInformation?.map(({ location }) => [location.uri, location.range.start.line]);
  assert.deepEqual(related, [
    [uri, 2],
    [uri, 5],
  ]);
  project.client.close(uri);
  await project.shows('src/port.h', []);
});

test('two documents that reach a place show it once; it goes when the last one closes', async (t) => {
  const project = await Project.start(t, { 'port.h': port });
  const one = project.client.open(caller(), project.uri('one.bpf.c'));
  await project.shows('port.h', [2]);
  const two = project.client.open(caller().replace('int f', 'int g'), project.uri('two.bpf.c'));
  await project.client.diagnostics(two);
  project.client.close(one);
  await project.client.until('the other program’s name', () => {
    const report = project.client.published.findLast((each) => each.uri === project.uri('port.h'));
    return report?.diagnostics.length === 1 &&
      report.diagnostics[0]?.relatedInformation?.[0]?.location.uri === two
      ? true
      : undefined;
  });
  project.client.close(two);
  await project.shows('port.h', []);
});

test('an open header shows both its own findings and its includers’, under its version', async (t) => {
  const own = 'SEC("cgroup/sock_create")\nint g(struct bpf_sock *ctx)\n{\n\treturn ctx->src_port;\n}\n';
  const project = await Project.start(t, { 'port.h': port + own });
  const header = project.client.open(port + own, project.uri('port.h'));
  await project.shows('port.h', [7]);
  const main = project.client.open(caller(), project.uri('a.bpf.c'));
  await project.shows('port.h', [2, 7]);
  assert.equal(project.client.published.findLast(({ uri }) => uri === header)?.version, 1);
  project.client.close(main);
  await project.shows('port.h', [7]);
});

test('typing in a header changes the findings of the documents that include it, and its own', async (t) => {
  const project = await Project.start(t, { 'port.h': port, 'field.h': '#define FIELD family\n' });
  const main = project.client.open(
    caller()
      .replace('\treturn', '\tif (ctx->FIELD)\n\t\treturn 0;\n\treturn')
      .replace('#', '#include "field.h"\n#'),
    project.uri('a.bpf.c'),
  );
  await project.shows('port.h', [2]);
  assert.deepEqual(await project.client.diagnostics(main), []);
  const field = project.client.open('#define FIELD family\n', project.uri('field.h'));
  await project.client.diagnostics(field);
  project.client.replace(field, 'family', 'src_ip4');
  await project.shows('a.bpf.c', [6]);
  const header = project.client.open(port, project.uri('port.h'));
  project.client.replace(header, 'static', '\n\nstatic');
  await project.shows('port.h', [4]);
  project.client.replace(header, 'src_port', 'family');
  await project.shows('port.h', []);
  project.client.close(header);
  await project.shows('port.h', [2]);
});

test('a header that changes on disk is read again when the client says so, or saves', async (t) => {
  const project = await Project.start(t, { 'port.h': port });
  const uri = project.client.open(caller(), project.uri('a.bpf.c'));
  await project.shows('port.h', [2]);
  await project.change('port.h', `\n${port}`);
  await project.shows('port.h', [3]);
  await project.change('port.h', port.replace('src_port', 'family'));
  await project.shows('port.h', []);
  project.write('port.h', port);
  await project.client.connection.sendNotification('textDocument/didSave', { textDocument: { uri } });
  await project.shows('port.h', [2]);
  await project.change('other/port.h', port);
  project.client.replace(uri, '"port.h"', '"later.h"');
  await project.shows('port.h', []);
  await project.change('later.h', port);
  await project.shows('later.h', [2]);
});

test('a header that nobody told of is not looked at again while one types', async (t) => {
  const project = await Project.start(t, { 'port.h': port });
  const uri = project.client.open(caller(), project.uri('a.bpf.c'));
  await project.shows('port.h', [2]);
  project.write('port.h', `\n${port}`);
  const version = project.client.replace(uri, 'return', 'return 0 +');
  await project.client.diagnostics(uri, version);
  await project.shows('port.h', [2]);
});

test('the fix for a place in an open header is an edit of its text, for its version', async (t) => {
  const core = port.replace('ctx->src_port', 'BPF_CORE_READ(ctx, family)');
  const project = await Project.start(t, { 'port.h': core });
  project.client.open(caller(), project.uri('a.bpf.c'));
  await project.shows('port.h', [2]);
  const header = project.client.open(core, project.uri('port.h'));
  const version = project.client.replace(header, 'static', '\nstatic');
  await project.shows('port.h', [3]);
  const actions = await project.client.codeActions(header, project.client.rangeOf(header, 'BPF_CORE_READ'));
  const [fix] = actions.filter(({ isPreferred }) => isPreferred);
  const [change, ...others] = fix?.edit?.documentChanges ?? [];
  assert.ok(change && 'textDocument' in change && others.length === 0);
  assert.deepEqual(change.textDocument, { uri: header, version });
  const edits = change.edits.filter((edit) => 'newText' in edit);
  const mended = TextDocument.applyEdits(project.client.document(header), edits);
  assert.equal(mended, `\n${port.replace('src_port', 'family')}`);
  assert.ok(actions.some(({ title }) => title === 'Disable probe-read-on-ctx for this line'));
  const all = await project.client.codeActions(header, project.client.rangeOf(header, 'static'), [
    'source.fixAll',
  ]);
  assert.equal(all.length, 1);
});

test('a hover is about the text under the cursor, not about a header at the same offset', async (t) => {
  const filler = '/* filler filler filler filler filler */\n';
  const project = await Project.start(t, { 'port.h': port });
  const text = caller().replace('\nSEC', `${filler.repeat(2)}\nSEC`);
  const uri = project.client.open(text, project.uri('a.bpf.c'));
  await project.shows('port.h', [2]);
  const at = port.indexOf('src_port');
  const position = project.client.document(uri).positionAt(at);
  const hover = await project.client.connection.sendRequest('textDocument/hover', {
    textDocument: { uri },
    position,
  });
  assert.equal(hover, null);
});

test('outside of the open folder nothing is read but what settings name', async (t) => {
  const outside = mkdtempSync(join(tmpdir(), 'verdict-outside-'));
  t.after(() => rmSync(outside, { recursive: true }));
  writeFileSync(join(outside, 'port.h'), port);
  let includePaths: readonly string[] = [];
  const workspace = { ...modernClient.workspace, configuration: true };
  const capabilities = { ...modernClient, workspace };
  const project = await Project.start(t, {}, { capabilities, settings: () => ({ includePaths }) });
  symlinkSync(join(outside, 'port.h'), join(project.root, 'port.h'));
  symlinkSync(outside, join(project.root, 'linked'));
  const includes = [
    '"port.h"',
    '"linked/port.h"',
    `"${outside}/port.h"`,
    `"../${outside.split('/').at(-1) ?? ''}/port.h"`,
  ];
  const uris = includes.map((include, at) =>
    project.client.open(caller(include), project.uri(`${at}.bpf.c`)),
  );
  for (const uri of uris) assert.deepEqual(await project.client.diagnostics(uri), []);
  await sleep(100);
  assert.deepEqual(
    project.client.published.filter(({ uri }) => !uris.includes(uri)),
    [],
  );
  includePaths = [outside];
  await project.client.connection.sendNotification('workspace/didChangeConfiguration', { settings: null });
  await project.client.until('the header’s findings', () =>
    project.client.published.find(
      ({ uri, diagnostics }) => uri.endsWith('/port.h') && diagnostics.length === 1,
    ),
  );
});

test('include paths: settings from the workspace folder, the build’s, and those of the project’s file', async (t) => {
  const workspace = { ...modernClient.workspace, configuration: true };
  const settings = (): unknown => ({ includePaths: ['${workspaceFolder}/from-settings'] });
  const project = await Project.start(
    t,
    { 'from-settings/port.h': port, 'build/port.h': port },
    { capabilities: { ...modernClient, workspace }, settings },
  );
  project.client.open(caller('<port.h>'), project.uri('src/a.bpf.c'));
  await project.shows('from-settings/port.h', [2]);
  await project.change('compile_flags.txt', '-Ibuild\n');
  await project.change('ebpf-verdict.jsonc', '{ "includePaths": [] }');
  await project.shows('build/port.h', [2]);
  await project.shows('from-settings/port.h', []);
  await project.change('project/port.h', port);
  await project.change('ebpf-verdict.jsonc', '{ "includePaths": ["project"] }');
  await project.shows('project/port.h', [2]);
  await project.shows('build/port.h', []);
});

test('a folder that is opened later is read from then on', async (t) => {
  const workspace = { ...modernClient.workspace, workspaceFolders: true };
  const project = await Project.start(
    t,
    { 'port.h': port },
    { capabilities: { ...modernClient, workspace } },
  );
  const { connection } = project.client;
  const folder = { uri: project.uri('.').replace(/\/$/, ''), name: 'project' };
  const change = (event: object): Promise<void> =>
    connection.sendNotification('workspace/didChangeWorkspaceFolders', { event });
  await change({ added: [], removed: [folder] });
  project.client.open(caller(), project.uri('a.bpf.c'));
  await project.shows('a.bpf.c', []);
  assert.equal(
    project.client.published.some(({ uri }) => uri === project.uri('port.h')),
    false,
  );
  await change({ added: [folder], removed: [] });
  await project.shows('port.h', [2]);
});
