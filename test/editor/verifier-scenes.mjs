/**
 * Scenes of the pictures about the kernel's own verifier: a log that is explained at its line, and a program that is
 * verified from its lens. The second is only played where this machine may load programs.
 */
import { resolve } from 'node:path';
import { importSource } from '../../scripts/import-source.mjs';
import { PARTS, goTo, openFileByName, runCommand, startCommand } from './workbench.mjs';

const root = resolve(import.meta.dirname, '..', '..');
const FILE = 'verify.bpf.c';
/** The line that is refused, and one above it that keeps the cursor out of the picture. */
const REFUSED = { line: 21, column: 9 };
const ABOVE = { line: 18, column: 9 };
const RUN_LIMIT_MS = 60_000;

/** The log is a file of the project; the command takes the editor's text, as the first of its offers. */
async function explainLog(page) {
  await openFileByName(page, 'load.log');
  await startCommand(page, 'eBPF Verdict: Explain Verifier Log');
  await page
    .locator('.quick-input-list .monaco-list-row')
    .filter({ hasText: 'Text of the editor' })
    .waitFor();
  await page.keyboard.press('Enter');
  await page.locator(PARTS.squiggle).first().waitFor({ state: 'visible' });
  await goTo(page, REFUSED);
  await page.keyboard.press('Control+KeyK');
  await page.keyboard.press('Control+KeyI');
  const hover = page.locator(PARTS.hover).filter({ hasText: /Test the pointer right after the call/ });
  await hover.first().waitFor({ state: 'visible' });
  return async () => {
    await page.keyboard.press('Escape');
    await runCommand(page, 'View: Close All Editors');
  };
}

async function verify(page) {
  await openFileByName(page, FILE);
  await runCommand(page, 'eBPF Verdict: Verify with the Kernel');
  const lens = page.locator('.codelens-decoration').filter({ hasText: /refused on/ });
  await lens.first().waitFor({ state: 'visible', timeout: RUN_LIMIT_MS });
  await page.keyboard.press('Control+Shift+KeyM');
  await page
    .locator(PARTS.problem)
    .filter({ hasText: /may be NULL/ })
    .first()
    .waitFor();
  await goTo(page, ABOVE);
  return () => page.keyboard.press('Control+KeyJ');
}

/** In the order they are played. */
export async function verifierScenes() {
  const { cannotLoad } = await importSource(root, 'test/cli/support/can-load.ts');
  return [
    { name: 'explain-log', at: null, show: explainLog },
    ...(cannotLoad === null ? [{ name: 'verify', at: null, show: verify }] : []),
  ];
}
