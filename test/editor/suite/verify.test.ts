/**
 * "Verify with the Kernel" on the real kernel: the command, the lenses, what both sides say, hovers, the log, the
 * report, and saving. Where nothing can be loaded, that is said and nothing else changes.
 */
import * as assert from 'node:assert/strict';
import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { closeAll, codeOf, diagnosticsOf, hoverText, open, rangeOf, type } from './helpers';
import { eventually, settled } from './waiting';

const FILE = 'verify.bpf.c';
const OFFER = 'Verify with the kernel';
/** The first run builds the loader. */
const RUN_LIMIT_MS = 60_000;

const verify = (...given: readonly string[]): Thenable<unknown> =>
  vscode.commands.executeCommand('ebpfVerdict.verify', ...given);

function ofKernel(document: vscode.TextDocument): readonly vscode.Diagnostic[] {
  return vscode.languages
    .getDiagnostics(document.uri)
    .filter(({ source = '' }) => /^verifier \d/.test(source));
}

async function commandsAbove(document: vscode.TextDocument): Promise<readonly vscode.Command[]> {
  const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>(
    'vscode.executeCodeLensProvider',
    document.uri,
    100,
  );
  return lenses.flatMap(({ command }) => command ?? []);
}

async function titlesAbove(document: vscode.TextDocument): Promise<readonly string[]> {
  return (await commandsAbove(document)).map(({ title }) => title);
}

function refusal(document: vscode.TextDocument): Promise<readonly vscode.Diagnostic[]> {
  return eventually(
    'a refusal of the kernel',
    () => ofKernel(document),
    (all) => all.length === 1,
    RUN_LIMIT_MS,
  );
}

/** The lens that says what the kernel said of a program. */
async function verdictOf(document: vscode.TextDocument, program: string): Promise<vscode.Command> {
  const isOf = ({ arguments: given }: vscode.Command): boolean =>
    JSON.stringify(given?.[0]).includes(`"program":"${program}"`);
  const all = await eventually(
    'a verdict above',
    () => commandsAbove(document),
    (each) => each.some(isOf),
  );
  return all.find(isOf) as vscode.Command;
}

describe('verify with the kernel', function () {
  this.timeout(2 * RUN_LIMIT_MS);
  let document: vscode.TextDocument;

  beforeEach(async () => {
    // A new server knows of no verdict.
    await vscode.commands.executeCommand('ebpfVerdict.restart');
    document = await open(FILE);
    await eventually(
      'an offer above each program',
      () => titlesAbove(document),
      (all) => all.join() === [OFFER, OFFER, OFFER].join(),
    );
  });
  afterEach(closeAll);

  if (process.env['EDITOR_CANNOT_LOAD'] !== '') {
    it('changes nothing where nothing can be loaded', async () => {
      void verify();
      await eventually(
        'the end of the run',
        () => titlesAbove(document),
        (all) => all.length === 3,
      );
      assert.deepEqual(ofKernel(document), []);
    });
    return;
  }

  it('shows what only the kernel refuses at its line, with the trail', async () => {
    await verify();
    const [found] = await refusal(document);
    assert.equal(found && codeOf(found), 'null-deref');
    assert.ok(document.lineAt(found?.range.start.line ?? 0).text.includes('*count += 1'));
    assert.match(found?.relatedInformation?.[0]?.message ?? '', /returned by bpf_map_lookup_elem/);
    const text = await hoverText(document, rangeOf(document, '*count += 1').start);
    assert.ok(text.includes('Test the pointer right after the call'), text);
  });

  it('marks what both say as confirmed, and fades what was never verified', async () => {
    await verify();
    await refusal(document);
    const reads = diagnosticsOf(document).filter((each) => codeOf(each) === 'ctx-field-read');
    assert.equal(reads.length, 1);
    assert.match(reads[0]?.message ?? '', /Confirmed: the verifier of \d+\.\d+ refuses it here/);
    const faded = vscode.languages
      .getDiagnostics(document.uri)
      .filter(({ tags }) => tags?.includes(vscode.DiagnosticTag.Unnecessary));
    assert.deepEqual(
      faded.map(({ range }) => document.getText(range)),
      ['bpf_printk("family %d", ctx->family);'],
    );
  });

  it('says above each program what was said of it, and forgets it with an edit', async () => {
    await verify();
    await refusal(document);
    const said = (await titlesAbove(document)).filter((title) => title !== OFFER);
    assert.match(said[0] ?? '', /^refused on \d+\.\d+: null-deref$/);
    assert.match(said[1] ?? '', /^accepted on \d+\.\d+: \d+ of 1,000,000 instructions/);
    await type(document, rangeOf(document, '*count += 1'), 'if (count)\n\t\t*count += 1');
    await eventually(
      'no refusal',
      () => ofKernel(document),
      (all) => all.length === 0,
    );
    const left = (await titlesAbove(document)).filter((title) => title !== OFFER);
    assert.equal(left.length, 2, left.join());
  });

  it('verifies one program from its lens', async () => {
    const [offer] = await commandsAbove(document);
    assert.equal(offer?.title, OFFER);
    await vscode.commands.executeCommand(offer.command, ...((offer.arguments ?? []) as unknown[]));
    await refusal(document);
  });

  it('opens the log, whose instructions link to their lines', async () => {
    await verify();
    await refusal(document);
    const { command, arguments: given = [] } = await verdictOf(document, 'count_sizes');
    await vscode.commands.executeCommand(command, ...(given as unknown[]));
    const log = vscode.window.activeTextEditor?.document;
    assert.equal(log?.uri.scheme, 'ebpf-verifier-log');
    assert.match(log.getText(), /R0 invalid mem access 'map_value_or_null'/);
    const links = await vscode.commands.executeCommand<vscode.DocumentLink[]>(
      'vscode.executeLinkProvider',
      log.uri,
    );
    const line = rangeOf(document, '*count += 1').start.line + 1;
    assert.ok(
      links.some(({ target }) => target?.fragment === `L${line}` && target.path === document.uri.path),
    );
  });

  it('shows a report before anything is copied', async () => {
    await verify();
    await refusal(document);
    await vscode.env.clipboard.writeText('untouched');
    const { arguments: given = [] } = await verdictOf(document, 'count_sizes');
    // It ends when its question is answered.
    void vscode.commands.executeCommand('ebpfVerdict.reportDisagreement', ...(given as unknown[]));
    const report = await eventually(
      'the report',
      () => vscode.window.activeTextEditor?.document.getText() ?? '',
      (text) => text.includes('This report holds source code'),
    );
    assert.ok(report.includes('*count += 1;') && !report.includes('forbid_port'), report);
    assert.doesNotMatch(report, /ffff[0-9a-f]{12}/);
    assert.equal(await vscode.env.clipboard.readText(), 'untouched');
  });

  it('verifies on save only where the machine is set to', async () => {
    const settings = vscode.workspace.getConfiguration('ebpfVerdict');
    assert.equal(settings.inspect('verify.onSave')?.defaultValue, false);
    await settings.update('verify.onSave', true, vscode.ConfigurationTarget.Global);
    try {
      await type(document, new vscode.Range(0, 0, 0, 0), '\n');
      await document.save();
      await refusal(document);
    } finally {
      await settings.update('verify.onSave', undefined, vscode.ConfigurationTarget.Global);
      await type(document, new vscode.Range(0, 0, 1, 0), '');
      await document.save();
    }
  });

  it('takes no compiler, no kernel and no saving from a workspace', async () => {
    const folder = vscode.workspace.getWorkspaceFolder(document.uri)?.uri.fsPath ?? '';
    const [settings, mark, evil] = ['.vscode/settings.json', 'ran', 'evil'].map((name) =>
      join(folder, name),
    ) as [string, string, string];
    writeFileSync(evil, `#!/bin/sh\ntouch '${mark}'\n`, { mode: 0o755 });
    const wanted = { clang: evil, qemu: evil, kernels: [evil], onSave: true };
    const names = Object.entries(wanted).map(
      ([name, value]) => [`ebpfVerdict.verify.${name}`, value] as const,
    );
    // Read by all who may be told of it: this one is not of the machine.
    const all = { ...Object.fromEntries(names), 'ebpfVerdict.hover.enable': false };
    writeFileSync(settings, JSON.stringify(all));
    try {
      await eventually(
        'the settings of the workspace',
        () => vscode.workspace.getConfiguration('ebpfVerdict').get('hover.enable'),
        (value) => value === false,
      );
      await type(document, new vscode.Range(0, 0, 0, 0), '\n');
      await document.save();
      await settled('what saving brings', () => ofKernel(document).length, 2000);
      assert.deepEqual(ofKernel(document), []);
      await verify();
      await refusal(document);
      assert.ok(!existsSync(mark));
    } finally {
      rmSync(settings);
      rmSync(evil);
      await type(document, new vscode.Range(0, 0, 1, 0), '');
      await document.save();
    }
  });
});
