/**
 * The installed extension as vscode.dev runs it: no Node anywhere, the client in VS Code's host for web extensions and
 * the server in a worker of that. The workbench is the one of the pictures, told to run the extension there.
 */
import assert from 'node:assert/strict';
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { stripVTControlCharacters } from 'node:util';
import { createScope, temporaryFolder } from './host/scope.mjs';
import { PARTS, goTo, runCommand, startWorkbench } from './workbench.mjs';

const FILE = 'sock.bpf.c';
const SIZE = { width: 1100, height: 700, scale: 1 };
const SETTINGS = { 'remote.extensionKind': { 'ebpf-verdict.ebpf-verdict': ['web'] } };
const EFFECT_LIMIT_MS = 10_000;
const FORBIDDEN = 'ctx->src_port';
const CORE_READ = 'BPF_CORE_READ(ctx, family)';
const FIXED = 'family = ctx->family;';

/** A project whose file makes a warning of one of the sample's errors. */
function makeProject(scope) {
  const project = temporaryFolder(scope, 'evw-');
  cpSync(join(import.meta.dirname, 'workspace'), project, { recursive: true });
  writeFileSync(join(project, 'ebpf-verdict.jsonc'), '{ "rules": { "probe-read-on-ctx": "warning" } }\n');
  return project;
}

function lineOf(text) {
  const lines = readFileSync(join(import.meta.dirname, 'workspace', FILE), 'utf8').split('\n');
  return lines.findIndex((line) => line.includes(text)) + 1;
}

/** Selects a piece of the text, by the editor's own search. */
async function find(page, text) {
  await goTo(page, { line: lineOf(text), column: 1 });
  await page.keyboard.press('Control+KeyF');
  await page.locator('.find-widget.visible textarea').first().fill(text);
  await page.keyboard.press('Enter');
  await page.keyboard.press('Escape');
}

async function squiggles({ page }) {
  await page.locator(PARTS.squiggle).first().waitFor({ state: 'visible' });
  await page.locator('.monaco-editor .squiggly-warning').first().waitFor({ state: 'visible' });
}

async function hover({ page }) {
  await find(page, FORBIDDEN);
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('Control+KeyK');
  await page.keyboard.press('Control+KeyI');
  const shown = page.locator(PARTS.hover).filter({ hasText: /invalid bpf_context access off=44 size=4/ });
  await shown.first().waitFor({ state: 'visible' });
  await page.keyboard.press('Escape');
}

/** Says where the server runs, and that the project's file reached it. */
async function debugInformation({ page }) {
  await runCommand(page, 'eBPF Verdict: Show Debug Information');
  const lines = page.locator('.view-line');
  await lines.filter({ hasText: /a.worker.in.a.browser/ }).waitFor({ state: 'visible' });
  await lines.filter({ hasText: /sock\.bpf\.c.*from.ebpf-verdict/ }).waitFor({ state: 'visible' });
  await page.keyboard.press('Control+Digit1');
  await runCommand(page, 'View: Revert and Close Editor');
}

async function ruleList({ page }) {
  await page.keyboard.press('F1');
  await page.locator('.quick-input-widget input:visible').first().fill('>eBPF Verdict: Explain a Rule');
  await page.keyboard.press('Enter');
  const row = page.locator('.quick-input-list .monaco-list-row');
  await row.filter({ hasText: 'ctx-field-read' }).first().waitFor({ state: 'visible' });
  await page.keyboard.press('Escape');
}

async function fixOnDisk({ page, folder }) {
  await find(page, CORE_READ);
  const fix = page.locator(`${PARTS.menu} .action`).filter({ hasText: 'ctx->family' }).first();
  for (let left = 10; left > 0 && !(await fix.isVisible()); left--) {
    await page.keyboard.press('Escape');
    await page.keyboard.press('Control+Period');
    await fix.waitFor({ state: 'visible', timeout: 2000 }).catch(() => {});
  }
  await fix.click();
  await page.locator('.view-line').filter({ hasText: FIXED }).first().waitFor();
  await page.keyboard.press('Control+KeyS');
  const file = join(folder, FILE);
  for (const end = Date.now() + EFFECT_LIMIT_MS; Date.now() < end; await sleep(50)) {
    if (readFileSync(file, 'utf8').includes(`\t__u32 ${FIXED}\n`)) return;
  }
  assert.fail(`the fixed file was not saved:\n${readFileSync(file, 'utf8')}`);
}

/** A worker that was ended is another one after a restart. */
async function restart({ page }) {
  await runCommand(page, 'eBPF Verdict: Restart Server');
  await page.locator(PARTS.squiggle).first().waitFor({ state: 'hidden' });
  await page.locator(PARTS.squiggle).first().waitFor({ state: 'visible' });
}

const SCENES = { squiggles, hover, debugInformation, ruleList, fixOnDisk, restart };

/** Results in the shape of the suite's receipt; a scene that fails leaves a picture in `out`. */
export async function checkWebExtension(vsix, out) {
  mkdirSync(out, { recursive: true });
  const scope = createScope();
  const results = { passed: [], failed: [] };
  try {
    const workbench = await startWorkbench(scope, vsix, makeProject(scope), FILE, SIZE, SETTINGS);
    for (const [scene, play] of Object.entries(SCENES)) {
      const name = `web extension: ${scene}`;
      try {
        await play(workbench);
        results.passed.push(name);
      } catch (error) {
        await workbench.page.screenshot({ path: join(out, `failed-web-${scene}.png`) });
        results.failed.push({ name, error: stripVTControlCharacters(error.stack) });
      }
    }
    return results;
  } finally {
    await scope.close();
  }
}
