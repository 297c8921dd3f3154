/**
 * Looks at the installed extension as a user does, takes the README's pictures of it, and checks what they show:
 * the squiggle and its entry under Problems, the hover of a field, the quick fix and what it does to the file.
 */
import assert from 'node:assert/strict';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { stripVTControlCharacters } from 'node:util';
import { createScope } from './host/scope.mjs';
import { verifierScenes } from './verifier-scenes.mjs';
import { PARTS, TAB_SIZE, goTo, runCommand, startWorkbench } from './workbench.mjs';

const workspace = join(import.meta.dirname, 'workspace');
const FILE = 'sock.bpf.c';
const FORBIDDEN = 'ctx->src_port';
const CORE_READ = 'BPF_CORE_READ(ctx, family)';
const FIXED = 'family = ctx->family;';
const SIZE = { width: 960, height: 600, scale: 1.25 };
/** Room for the editor and a view beside it. */
const WIDE = { width: 1440, height: 720 };
const EFFECT_LIMIT_MS = 10_000;

/** Line and visible column, from one, of a piece of text that a person would put the cursor on. */
function positionOf(text, part = text) {
  const lines = readFileSync(join(workspace, FILE), 'utf8').split('\n');
  const line = lines.findIndex((each) => each.includes(text));
  assert.ok(line >= 0, `${FILE} lacks ${text}`);
  const before = lines[line].slice(0, lines[line].indexOf(text) + text.indexOf(part));
  const seen = [...before].reduce(
    (width, char) => width + (char === '\t' ? TAB_SIZE - (width % TAB_SIZE) : 1),
    0,
  );
  return { line: line + 1, column: seen + 1 };
}

async function textOf(page, selector, pattern) {
  const part = page.locator(selector).filter({ hasText: pattern }).first();
  await part.waitFor({ state: 'visible' });
  return part.innerText();
}

/** The panel stays open for the picture only. */
async function squiggleAndProblems(page) {
  await page.locator(PARTS.squiggle).first().waitFor({ state: 'visible' });
  await page.keyboard.press('Control+Shift+KeyM');
  await textOf(page, PARTS.problem, /invalid bpf_context access off=44 size=4/);
  await goTo(page, positionOf('bpf_map_lookup_elem'));
  return () => page.keyboard.press('Control+KeyJ');
}

/** Two sources fill the hover, the diagnostic and the field's page: it is complete when both have. */
async function hover(page) {
  for (let lines = 10; lines > 0; lines--) await page.keyboard.press('Control+ArrowDown'); // room below
  await page.keyboard.press('Control+KeyK');
  await page.keyboard.press('Control+KeyI');
  await textOf(page, PARTS.hover, /invalid bpf_context access off=44 size=4[^]*offset 44/);
  await page
    .locator(PARTS.hover)
    .filter({ hasText: 'Checking for quick fixes' })
    .waitFor({ state: 'hidden' });
  return () => page.keyboard.press('Escape');
}

/** The menu may open before the server has answered: it is closed and asked for again until the fix is there. */
async function quickFixMenu(page) {
  for (let left = 10; left > 0; left--) {
    await page.keyboard.press('Control+Period');
    const offered = fixOf(page).waitFor({ state: 'visible', timeout: 2000 });
    const shown = await offered.then(
      () => true,
      () => false,
    );
    if (shown) return () => page.keyboard.press('Escape');
    await page.keyboard.press('Escape');
  }
  throw new Error('the quick fix menu never offered ctx->family');
}

function fixOf(page) {
  return page.locator(`${PARTS.menu} .action`).filter({ hasText: 'ctx->family' }).first();
}

async function fixOnDisk(page, folder) {
  await quickFixMenu(page);
  await fixOf(page).click();
  await page.locator('.view-line').filter({ hasText: FIXED }).first().waitFor();
  await page.keyboard.press('Control+KeyS');
  const file = join(folder, FILE);
  for (const end = Date.now() + EFFECT_LIMIT_MS; Date.now() < end; await sleep(50)) {
    if (readFileSync(file, 'utf8').includes(`\t__u32 ${FIXED}\n`)) return;
  }
  throw new Error(`the fixed file was not saved:\n${readFileSync(file, 'utf8')}`);
}

/** The view is a page of its own in two frames: looked at, used by keyboard and mouse, and asked what is refused there. */
async function contextFields(page) {
  await page.setViewportSize(WIDE);
  await runCommand(page, 'eBPF Verdict: Show Context Fields');
  const view = page.frameLocator('iframe.webview').frameLocator('iframe#active-frame');
  await view.locator('#field-src_port').waitFor({ state: 'visible' });
  await checkPolicy(view);
  await checkFilter(view);
  await view.locator('#field-src_port button').press('Enter');
  await view.locator('#field-src_port-details').getByText('invalid bpf_context access off=44').waitFor();
  await view.getByRole('heading', { name: 'count_sockets' }).waitFor();
  return async () => {
    await page.keyboard.press('Control+Digit1'); // the view has the focus
    await runCommand(page, 'View: Close Editors in Other Groups');
    await page.setViewportSize(SIZE);
  };
}

/** Nothing but the page's own two files may be loaded, and no script that lacks the nonce runs. */
async function checkPolicy(view) {
  const policy = await view
    .locator('meta[http-equiv="Content-Security-Policy"]')
    .first()
    .getAttribute('content', { timeout: EFFECT_LIMIT_MS });
  assert.match(policy, /^default-src 'none'; style-src [^;]+; script-src 'nonce-[0-9a-f]{32}'$/);
}

async function checkFilter(view) {
  const rows = view.locator('tbody tr:not(.details)');
  const all = await rows.count();
  const filter = view.getByRole('searchbox', { name: 'Filter fields' });
  await filter.fill('port');
  assert.deepEqual(await rows.locator('th code').allInnerTexts(), ['src_port', 'dst_port']);
  await view
    .getByRole('status')
    .filter({ hasText: `2 of ${all} fields` })
    .waitFor();
  await filter.fill('');
  await view.getByLabel('Kernel').selectOption('5.10');
  await view.locator('#kernel').filter({ hasText: 'target' }).waitFor();
  assert.equal(await view.locator('#kernel').inputValue(), '5.10');
  await view.getByLabel('Kernel').selectOption('');
  await view.getByRole('table', { name: /Fields of struct bpf_sock/ }).waitFor();
  assert.ok((await view.getByRole('columnheader').count()) > 3);
}

/** In the order they are played, in one page; each undoes what it opened, by the function it returns. */
const SCENES = [
  { name: 'squiggle', at: positionOf('bpf_map_lookup_elem'), show: squiggleAndProblems },
  { name: 'hover', at: positionOf(FORBIDDEN, 'src_port'), show: hover },
  { name: 'context-fields', at: positionOf(FORBIDDEN, 'src_port'), show: contextFields },
  { name: 'quick-fix', at: positionOf(CORE_READ, 'ctx'), show: quickFixMenu },
  { name: 'fix applied and saved', at: positionOf(CORE_READ, 'ctx'), show: fixOnDisk, silent: true },
];

/** A scene that fails leaves a picture of what was there instead. */
async function play({ page, folder }, scene, out) {
  const shot = (name) =>
    page.screenshot({ path: join(out, `${name}.png`), animations: 'disabled', caret: 'initial' });
  try {
    if (scene.at) await goTo(page, scene.at);
    const undo = await scene.show(page, folder);
    if (!scene.silent) await shot(scene.name);
    await undo?.();
  } catch (error) {
    await shot(`failed-${scene.name.replaceAll(' ', '-')}`);
    throw error;
  }
}

async function playAll(scope, vsix, out) {
  const results = { passed: [], failed: [] };
  const workbench = await startWorkbench(scope, vsix, workspace, FILE, SIZE);
  for (const scene of [...SCENES, ...(await verifierScenes())]) {
    const name = `installed extension: ${scene.name}`;
    try {
      await play(workbench, scene, out);
      results.passed.push(name);
    } catch (error) {
      results.failed.push({ name, error: stripVTControlCharacters(error.stack) });
    }
  }
  return results;
}

/** Results in the shape of the suite's receipt. */
export async function takePictures(vsix, out) {
  mkdirSync(out, { recursive: true });
  const scope = createScope();
  try {
    return await playAll(scope, vsix, out);
  } finally {
    await scope.close();
  }
}
