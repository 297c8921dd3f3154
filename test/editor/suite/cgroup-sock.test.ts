/** The first thing a user sees: a cgroup/sock_create program that reads a field it may not read. */
import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import {
  EXTENSION_ID,
  apply,
  closeAll,
  codeOf,
  diagnosticOn,
  diagnosticsWhere,
  hoverText,
  open,
  quickFix,
  rangeOf,
  settledDiagnostics,
  type,
} from './helpers';

const FORBIDDEN = 'ctx->src_port';
const CORE_READ = 'BPF_CORE_READ(ctx, family)';

describe('a cgroup/sock_create program', () => {
  let document: vscode.TextDocument;

  beforeEach(async () => {
    document = await open('sock.bpf.c');
  });
  afterEach(closeAll);

  it('activates the extension', async () => {
    const extension = vscode.extensions.getExtension(EXTENSION_ID);
    assert.ok(extension, `${EXTENSION_ID} is not there: is engines.vscode newer than ${vscode.version}?`);
    await extension.activate();
  });

  it('marks the forbidden read, with the words of the verifier', async () => {
    const found = await diagnosticOn(document, 'ctx-field-read', FORBIDDEN);
    assert.equal(found.severity, vscode.DiagnosticSeverity.Error);
    assert.match(found.message, /invalid bpf_context access off=44 size=4/);
    assert.deepEqual(found.range, rangeOf(document, FORBIDDEN));
  });

  it('links the code to the page of the rule', async () => {
    const { code } = await diagnosticOn(document, 'ctx-field-read', FORBIDDEN);
    assert.ok(typeof code === 'object', 'the code carries no link');
    assert.match(code.target.toString(), /ctx-field-read/);
  });

  it('says nothing else of the rule in this file', async () => {
    await diagnosticOn(document, 'ctx-field-read', FORBIDDEN);
    const reads = (await settledDiagnostics(document)).filter((found) => codeOf(found) === 'ctx-field-read');
    assert.equal(reads.length, 1);
  });

  it('explains a field on hover', async () => {
    const text = await hoverText(document, rangeOf(document, 'src_port').start);
    assert.match(text, /src_port/);
    assert.match(text, /bpf_sock/);
    assert.match(text, /cgroup\/post_bind4/);
  });

  it('explains a section on hover', async () => {
    const text = await hoverText(document, rangeOf(document, 'cgroup/sock_create').start);
    assert.match(text, /BPF_PROG_TYPE_CGROUP_SOCK/);
    assert.match(text, /BPF_CGROUP_INET_SOCK_CREATE/);
    assert.match(text, /bpf_sock/);
  });

  it('turns a CO-RE read of the context into a plain one', async () => {
    const range = rangeOf(document, CORE_READ);
    await apply(await quickFix(document, range, /ctx->family/));
    assert.equal(document.lineAt(range.start.line).text, '\t__u32 family = ctx->family;');
    assert.ok(!document.getText().includes('BPF_CORE_READ(ctx'));
  });

  it('clears the squiggle when the read is gone, and brings it back', async () => {
    await diagnosticOn(document, 'ctx-field-read', FORBIDDEN);
    const range = rangeOf(document, FORBIDDEN);
    await type(document, range, 'ctx->protocol');
    const gone = (found: readonly vscode.Diagnostic[]): boolean =>
      found.every((each) => codeOf(each) !== 'ctx-field-read');
    await diagnosticsWhere(document, 'no ctx-field-read', gone);
    await type(document, rangeOf(document, 'ctx->protocol'), FORBIDDEN);
    await diagnosticOn(document, 'ctx-field-read', FORBIDDEN);
  });

  it('reports again after a restart', async () => {
    await diagnosticOn(document, 'ctx-field-read', FORBIDDEN);
    await vscode.commands.executeCommand('ebpfVerdict.restart');
    await diagnosticOn(document, 'ctx-field-read', FORBIDDEN);
    await type(document, rangeOf(document, '// SPDX'), '\n\n// SPDX'); // a stale range would now miss the text
    await diagnosticOn(document, 'ctx-field-read', FORBIDDEN);
  });

  it('offers its commands', async () => {
    const commands = await vscode.commands.getCommands(true);
    for (const name of ['ebpfVerdict.restart', 'ebpfVerdict.showOutput']) {
      assert.ok(commands.includes(name), `${name} is not registered`);
    }
  });
});
