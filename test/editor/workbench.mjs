/**
 * VS Code as a user has it: the VSIX installed, a folder open, in a page that can be driven and photographed.
 * Knows how the workbench is opened and how its parts are named in the page; not what is looked at.
 */
import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openBrowser } from './host/chromium.mjs';
import { temporaryFolder } from './host/scope.mjs';
import { installExtension, pageAddress, remoteUri, serverDirectories, startServer } from './host/server.mjs';

/** The kernel's, and what `goTo` counts with. */
export const TAB_SIZE = 8;

const VIEW_LIMIT_MS = 20_000;

/** The parts of the workbench that the pictures wait for. */
export const PARTS = {
  squiggle: '.monaco-editor .squiggly-error',
  hover: '.monaco-editor .monaco-hover:visible, .monaco-resizable-hover .monaco-hover:visible',
  menu: '.action-widget:visible',
  problem: '.markers-panel .monaco-list-row',
};

/** Plain surroundings: what is not the editor is hidden, and nothing moves or blinks. */
const SETTINGS = {
  'workbench.colorTheme': 'Dark Modern',
  'chat.disableAIFeatures': true,
  'workbench.activityBar.location': 'hidden',
  'workbench.statusBar.visible': false,
  'workbench.layoutControl.enabled': false,
  'workbench.editor.editorActionsLocation': 'hidden',
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
  'workbench.reduceMotion': 'on',
  'window.commandCenter': false,
  'window.menuBarVisibility': 'hidden',
  'breadcrumbs.enabled': false,
  'editor.minimap.enabled': false,
  'editor.stickyScroll.enabled': false,
  'editor.occurrencesHighlight': 'off',
  'editor.guides.indentation': false,
  'editor.scrollbar.vertical': 'hidden',
  'editor.overviewRulerBorder': false,
  'editor.hideCursorInOverviewRuler': true,
  'editor.cursorBlinking': 'solid',
  'editor.lightbulb.enabled': 'onCode',
  'editor.fontSize': 14,
  'editor.lineHeight': 1.5,
  'editor.tabSize': TAB_SIZE,
  'editor.detectIndentation': false,
  'editor.hover.above': false,
  'problems.decorations.enabled': false,
};

/** What has no setting: toasts, animations, and how high a hover grows before it scrolls (a user drags its edge). */
const STYLE = `
  .notifications-toasts, .notifications-center { display: none !important; }
  *, *::before, *::after { animation: none !important; transition: none !important; }
  .monaco-resizable-hover { border-color: transparent !important; }
  .monaco-resizable-hover .monaco-hover { outline: 1px solid var(--vscode-editorHoverWidget-border); }
  .monaco-resizable-hover, .monaco-resizable-hover .monaco-hover, .monaco-resizable-hover .monaco-hover-content,
  .monaco-resizable-hover .monaco-scrollable-element { max-height: 480px !important; }
`;

/** User settings, not the folder's: they are in force before the layout is decided. */
function writeSettings(userDataDir, settings) {
  mkdirSync(join(userDataDir, 'User'), { recursive: true });
  writeFileSync(
    join(userDataDir, 'User', 'settings.json'),
    JSON.stringify({ ...SETTINGS, ...settings }, undefined, 2),
  );
}

/** Starts the server with the extension, and opens a file of a copy of `source` in a page, under further settings. */
export async function startWorkbench(scope, vsix, source, file, size, settings = {}) {
  const base = temporaryFolder(scope, 'vsp-');
  const folder = join(base, 'ws');
  cpSync(source, folder, { recursive: true });
  const dirs = serverDirectories(base);
  writeSettings(dirs.user, settings);
  await installExtension(dirs, vsix);
  const server = await startServer(dirs);
  scope.defer(server.stop);
  const browser = await openBrowser(dirs.tmp);
  scope.defer(() => browser.close());
  const page = await openFile(browser, server.port, folder, file, size);
  return { folder, page };
}

/** The page is ready when the editor shows coloured text and takes keys, and the side bar is out of the way. */
async function openFile(browser, port, folder, name, { width, height, scale }) {
  const viewport = { width, height };
  const page = await browser.newPage({
    viewport,
    deviceScaleFactor: scale,
    colorScheme: 'dark',
    locale: 'en-US',
  });
  page.setDefaultTimeout(VIEW_LIMIT_MS);
  const payload = [['openFile', remoteUri(port, `${folder}/${name}`)]];
  await page.goto(pageAddress(port, folder, { payload }), { waitUntil: 'domcontentloaded' });
  await page.addStyleTag({ content: STYLE });
  await page.waitForSelector('.monaco-editor .view-line .mtk1');
  await page.locator('.monaco-editor .cursor').first().waitFor({ state: 'visible' });
  await hideSideBar(page);
  return page;
}

/** No setting starts the workbench without its side bar: it is waited for, then closed as a user would. */
async function hideSideBar(page) {
  const sideBar = page.locator('.part.sidebar');
  await sideBar.waitFor({ state: 'visible' });
  await page.keyboard.press('Control+KeyB');
  await sideBar.waitFor({ state: 'hidden' });
}

/** The input that a key opens. A key that is pressed while the workbench still starts is lost: it is pressed again. */
async function quickInput(page, key) {
  const input = page.locator('.quick-input-widget input:visible').first();
  for (let attempt = 1; ; attempt++) {
    await page.keyboard.press(key);
    const isOpen = await input.waitFor({ state: 'visible', timeout: 4000 }).then(
      () => true,
      () => false,
    );
    if (isOpen || attempt === 5) return input;
  }
}

/** Runs a command by its title, as a user does; it may ask something in the same place. */
export async function startCommand(page, title) {
  const input = await quickInput(page, 'F1');
  await input.fill(`>${title}`);
  await page.locator('.quick-input-list .monaco-list-row').filter({ hasText: title }).first().waitFor();
  await page.keyboard.press('Enter');
  return input;
}

/** The same for a command that asks nothing. */
export async function runCommand(page, title) {
  await (await startCommand(page, title)).waitFor({ state: 'hidden' });
}

/** Opens a file of the folder by its name, as a user does. */
export async function openFileByName(page, name) {
  const input = await quickInput(page, 'Control+KeyP');
  await input.fill(name);
  await page.locator('.quick-input-list .monaco-list-row').filter({ hasText: name }).first().waitFor();
  await page.keyboard.press('Enter');
  await input.waitFor({ state: 'hidden' });
  await page.locator('.tab.active').filter({ hasText: name }).first().waitFor();
}

/** Puts the cursor at a line and a column. The workbench counts columns as they are seen, tabs expanded. */
export async function goTo(page, { line, column }) {
  await page.keyboard.press('Control+Digit1'); // focus on the editor, out of any panel
  const input = await quickInput(page, 'Control+KeyG');
  await input.fill(`:${line}:${column}`);
  await page.keyboard.press('Enter');
  await input.waitFor({ state: 'hidden' });
}
