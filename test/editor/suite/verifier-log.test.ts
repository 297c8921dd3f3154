/** The command "Explain Verifier Log": diagnostics with their trail, hovers, and what becomes of them. */
import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { closeAll, open, type } from './helpers';
import { eventually, LIMIT_MS } from './waiting';

/** A log of sock.bpf.c, as 6.12 writes it. */
function logOf(document: vscode.TextDocument): string {
  const line = document
    .getText()
    .split('\n')
    .findIndex((text) => text.includes('ctx->src_port'));
  return [
    "libbpf: prog 'f': -- BEGIN PROG LOAD LOG --",
    '0: R1=ctx() R10=fp0',
    `; ${document.lineAt(line).text.trim()} @ sock.bpf.c:${line + 1}`,
    '0: (61) r0 = *(u32 *)(r1 +48)',
    'invalid bpf_context access off=48 size=4',
    'processed 1 insns (limit 1000000) max_states_per_insn 0 total_states 0 peak_states 0 mark_read 0',
    '-- END PROG LOAD LOG --',
  ].join('\n');
}

function ofVerifier(document: vscode.TextDocument): readonly vscode.Diagnostic[] {
  return vscode.languages.getDiagnostics(document.uri).filter(({ source }) => source === 'ebpf-verifier');
}

const explain = (log: string): Thenable<unknown> =>
  vscode.commands.executeCommand('ebpfVerdict.explainVerifierLog', log);

describe('explain verifier log', () => {
  let document: vscode.TextDocument;

  beforeEach(async () => {
    document = await open('sock.bpf.c');
    await explain(logOf(document));
  });
  afterEach(closeAll);

  it('shows the refusal at its line, with a link to the page of the message', async () => {
    const [found] = await eventually(
      'a diagnostic',
      () => ofVerifier(document),
      (all) => all.length === 1,
    );
    assert.ok(found);
    assert.ok(document.lineAt(found.range.start.line).text.includes('ctx->src_port'));
    assert.match(found.message, /invalid bpf_context access off=48 size=4/);
    assert.ok(typeof found.code === 'object' && found.code.value === 'ctx-access');
  });

  it('tells on hover what to do', async () => {
    const [found] = await eventually(
      'a diagnostic',
      () => ofVerifier(document),
      (all) => all.length === 1,
    );
    const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
      'vscode.executeHoverProvider',
      document.uri,
      found?.range.start,
    );
    const text = hovers
      .flatMap(({ contents }) => contents)
      .map((each) => (each instanceof vscode.MarkdownString ? each.value : ''))
      .join('\n');
    assert.ok(text.includes('what may be read and written there'), text);
  });

  it('forgets what it said of a document that is edited', async () => {
    await eventually(
      'a diagnostic',
      () => ofVerifier(document),
      (all) => all.length === 1,
    );
    await type(document, new vscode.Range(0, 0, 0, 0), '\n');
    await eventually(
      'no diagnostic',
      () => ofVerifier(document),
      (all) => all.length === 0,
    );
  });
});

describe('a verifier log elsewhere', () => {
  let document: vscode.TextDocument;

  beforeEach(async () => {
    document = await open('verify.bpf.c');
    await type(document, new vscode.Range(0, 0, 0, 0), '\n');
    await vscode.commands.executeCommand('undo');
    assert.deepEqual(ofVerifier(document), []);
  });
  afterEach(closeAll);

  const refused = async (): Promise<vscode.Diagnostic> => {
    const [found] = await eventually(
      'a diagnostic',
      () => ofVerifier(document),
      (all) => all.length === 1,
      LIMIT_MS,
    );
    assert.ok(found);
    assert.ok(document.lineAt(found.range.start.line).text.includes('*count += 1'));
    return found;
  };

  it('is taken from the selection in the terminal, and the clipboard is put back', async () => {
    await vscode.env.clipboard.writeText('untouched');
    const terminal = vscode.window.createTerminal({ name: 'load', shellPath: '/bin/sh' });
    terminal.show();
    terminal.sendText('clear; cat load.log');
    await eventually('the log in the terminal', selectedInTerminal, (text) =>
      text.includes('END PROG LOAD LOG'),
    );
    await vscode.env.clipboard.writeText('untouched');
    await vscode.commands.executeCommand('ebpfVerdict.explainTerminalSelection');
    await refused();
    assert.equal(await vscode.env.clipboard.readText(), 'untouched');
    terminal.dispose();
  });

  // Last, for what a task finds stays until it runs again.
  it('is read by a task, whose problems stand at their lines', async () => {
    const [task] = await eventually(
      'the task of the folder',
      () => vscode.tasks.fetchTasks({ type: 'ebpf-verifier' }),
      (all) => all.length === 1,
    );
    assert.ok(task);
    const running = await vscode.tasks.executeTask(task);
    const { message } = await refused();
    assert.match(message, /may be NULL.*R0 invalid mem access/);
    running.terminate();
  });
});

async function selectedInTerminal(): Promise<string> {
  await vscode.commands.executeCommand('workbench.action.terminal.selectAll');
  await vscode.commands.executeCommand('workbench.action.terminal.copySelection');
  return vscode.env.clipboard.readText();
}
