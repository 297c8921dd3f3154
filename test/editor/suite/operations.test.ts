/** The server's life as its user sees it: killed, broken and restarted, it reports again. */
import * as assert from 'node:assert/strict';
import { renameSync } from 'node:fs';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { closeAll, diagnosticOn, EXTENSION_ID, open, rangeOf, settledDiagnostics, type } from './helpers';
import { eventually } from './waiting';

const FORBIDDEN = 'ctx->src_port';
const restart = (): Thenable<unknown> => vscode.commands.executeCommand('ebpfVerdict.restart');

/** Edits above the finding, so that a report left over from before would no longer cover the text. */
async function reportsAfresh(document: vscode.TextDocument): Promise<void> {
  await type(document, rangeOf(document, '// SPDX'), '\n// SPDX');
  await diagnosticOn(document, 'ctx-field-read', FORBIDDEN);
}

async function debugInformation(): Promise<string> {
  await vscode.commands.executeCommand('ebpfVerdict.debugInformation');
  return vscode.window.activeTextEditor?.document.getText() ?? '';
}

/** The process that the debug information names; 0 where it names none. */
async function serverProcess(): Promise<number> {
  return Number(/, process (\d+)/.exec(await debugInformation())?.[1] ?? 0);
}

/** An editor may show the text of an untitled document that is closed already: a dead process is asked for again. */
async function killServer(): Promise<void> {
  process.kill(await eventually('a server that runs', serverProcess, isAlive), 'SIGKILL');
}

function isAlive(pid: number): boolean {
  try {
    return pid > 0 && process.kill(pid, 0);
  } catch {
    return false;
  }
}

describe('the server', () => {
  let document: vscode.TextDocument;

  beforeEach(async () => {
    document = await open('sock.bpf.c');
    await diagnosticOn(document, 'ctx-field-read', FORBIDDEN);
  });
  afterEach(closeAll);

  it('tells what an issue should quote, and no source text', async () => {
    const text = await debugInformation();
    assert.match(text, /sock\.bpf\.c: \d+ programs?, \d+ findings?/);
    assert.match(text, /server: running/);
    assert.ok(!text.includes(FORBIDDEN));
  });

  it('comes back by itself after it was killed', async () => {
    await killServer();
    await open('sock.bpf.c');
    await reportsAfresh(document);
  });

  it('is restarted by command after it was killed', async () => {
    await killServer();
    await restart();
    await open('sock.bpf.c');
    await reportsAfresh(document);
  });

  it('survives restarts that come at once', async () => {
    await Promise.all([restart(), restart(), restart()]);
    await reportsAfresh(document);
  });

  it('takes its squiggles along when it cannot start, and works again once it can', async () => {
    const extension = vscode.extensions.getExtension(EXTENSION_ID);
    assert.ok(extension);
    const server = join(extension.extensionPath, 'dist', 'server.cjs');
    renameSync(server, `${server}.away`);
    try {
      await restart();
      assert.deepEqual(await settledDiagnostics(document), []);
    } finally {
      renameSync(`${server}.away`, server);
    }
    await restart();
    await reportsAfresh(document);
  });
});
