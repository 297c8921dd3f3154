/**
 * Looks at the installed extension as a user does, takes the README's pictures of it, and checks what they show:
 * the squiggle and its entry under Problems, the hover of a field, the quick fix and what it does to the file.
 */
import assert from 'node:assert/strict';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { PARTS, startWorkbench } from './workbench.mjs';

const workspace = join(import.meta.dirname, 'workspace');
const FILE = 'sock.bpf.c';
const FORBIDDEN = 'ctx->src_port';
const CORE_READ = 'BPF_CORE_READ(ctx, family)';
const SIZE = { width: 960, height: 600, scale: 1.25 };
const EFFECT_LIMIT_MS = 10_000;

/** Line and column, from one, of a piece of text that a person would put the cursor on. */
function positionOf(text, part = text) {
  const lines = readFileSync(join(workspace, FILE), 'utf8').split('\n');
  const line = lines.findIndex((each) => each.includes(text));
  assert.ok(line >= 0, `${FILE} lacks ${text}`);
  return { line: line + 1, column: lines[line].indexOf(text) + text.indexOf(part) + 1 };
}

async function textOf(page, selector, pattern) {
  const part = page.locator(selector).filter({ hasText: pattern }).first();
  await part.waitFor({ state: 'visible' });
  return part.innerText();
}

async function squiggleAndProblems(page) {
  await page.locator(PARTS.squiggle).first().waitFor({ state: 'visible' });
  await page.keyboard.press('Control+Shift+KeyM');
  await textOf(page, PARTS.problem, /invalid bpf_context access off=44 size=4/);
}

async function hover(page) {
  await page.locator(PARTS.squiggle).first().waitFor({ state: 'visible' });
  await page.keyboard.press('Control+KeyK');
  await page.keyboard.press('Control+KeyI');
  await textOf(page, PARTS.hover, /bpf_sock/);
}

/** The menu may open before the server has answered: it is closed and asked for again until the fix is there. */
async function quickFixMenu(page) {
  await page.locator(PARTS.squiggle).first().waitFor({ state: 'visible' });
  const fix = page.locator(`${PARTS.menu} .action`).filter({ hasText: 'ctx->family' }).first();
  for (let left = 10; left > 0; left--) {
    await page.keyboard.press('Control+Period');
    const shown = await fix.waitFor({ state: 'visible', timeout: 2000 }).then(
      () => true,
      () => false,
    );
    if (shown) return fix;
    await page.keyboard.press('Escape');
  }
  throw new Error('the quick fix menu never offered ctx->family');
}

async function fixOnDisk(page, folder) {
  await (await quickFixMenu(page)).click();
  await page.locator('.view-line').filter({ hasText: 'family = ctx->family;' }).first().waitFor();
  await page.keyboard.press('Control+KeyS');
  const file = join(folder, FILE);
  for (const end = Date.now() + EFFECT_LIMIT_MS; Date.now() < end; await sleep(50)) {
    if (readFileSync(file, 'utf8').includes('\t__u32 family = ctx->family;\n')) return;
  }
  throw new Error(`the fixed file was not saved:\n${readFileSync(file, 'utf8')}`);
}

const SCENES = [
  { name: 'squiggle', at: positionOf('SEC("cgroup/sock_create")'), show: squiggleAndProblems },
  { name: 'hover', at: positionOf(FORBIDDEN, 'src_port'), show: hover },
  { name: 'quick-fix', at: positionOf(CORE_READ, 'ctx'), show: quickFixMenu },
  { name: 'fix applied and saved', at: positionOf(CORE_READ, 'ctx'), show: fixOnDisk, silent: true },
];

/** Plays one scene in a page of its own; a failed one leaves a picture of what was there instead. */
async function play(workbench, scene, folder) {
  const page = await workbench.view(FILE, scene.at, SIZE);
  const shot = (name) =>
    page.screenshot({ path: join(folder, `${name}.png`), animations: 'disabled', caret: 'initial' });
  try {
    await scene.show(page, workbench.folder);
    if (!scene.silent) await shot(scene.name);
  } catch (error) {
    await shot(`failed-${scene.name.replaceAll(' ', '-')}`);
    throw error;
  } finally {
    await page.close();
  }
}

/** Results in the shape of the suite's receipt. */
export async function takePictures(vsix, folder) {
  mkdirSync(folder, { recursive: true });
  const results = { passed: [], failed: [] };
  const workbench = await startWorkbench(vsix, workspace);
  try {
    for (const scene of SCENES) {
      const name = `installed extension: ${scene.name}`;
      try {
        await play(workbench, scene, folder);
        results.passed.push(name);
      } catch (error) {
        results.failed.push({ name, error: error.stack });
      }
    }
  } finally {
    await workbench.close();
  }
  return results;
}
