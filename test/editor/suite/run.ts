/**
 * Runs mocha inside the extension host: registers the test files, collects their results, writes the receipt.
 * `vscode` the module exists only there, so nothing here works outside.
 */
import Mocha from 'mocha';
import * as vscode from 'vscode';
import { type Failure, writeReceipt } from './receipt';

const TEST_LIMIT_MS = 20_000;

export type LoadTests = () => Promise<unknown>;

function createMocha(): Mocha {
  const mocha = new Mocha({ ui: 'bdd', timeout: TEST_LIMIT_MS, reporter: 'min', forbidOnly: true });
  const grep = process.env['EDITOR_GREP'];
  return grep ? mocha.grep(grep) : mocha;
}

/** Test files are part of one bundle: mocha cannot load them by name, so they are called between its two events. */
async function register(mocha: Mocha, files: readonly LoadTests[]): Promise<void> {
  mocha.suite.emit('pre-require', globalThis, '', mocha);
  for (const load of files) await load();
}

function collect(mocha: Mocha): Promise<{ passed: string[]; failed: Failure[] }> {
  const passed: string[] = [];
  const failed: Failure[] = [];
  return new Promise((resolve) => {
    mocha
      .run(() => resolve({ passed, failed }))
      .on('pass', (test) => passed.push(test.fullTitle()))
      .on('pending', (test) =>
        failed.push({ name: test.fullTitle(), error: 'pending: no test is skipped here' }),
      )
      .on('fail', (test, error: Error) =>
        failed.push({ name: test.fullTitle(), error: error.stack ?? error.message }),
      );
  });
}

export async function runSuite(files: readonly LoadTests[]): Promise<void> {
  const path = process.env['EDITOR_RECEIPT'];
  if (!path) throw new Error('EDITOR_RECEIPT names no file: start the suite with npm run test:editor');
  const mocha = createMocha();
  await register(mocha, files);
  const { passed, failed } = await collect(mocha);
  const editor = `VS Code ${vscode.version} (${vscode.env.uiKind === vscode.UIKind.Web ? 'server' : 'desktop'})`;
  writeReceipt(path, { finished: true, editor, passed, failed });
  if (failed.length > 0) throw new Error(`${failed.length} editor tests failed`);
}
