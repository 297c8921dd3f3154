/**
 * VS Code as a user has it: the VSIX installed, a folder open, in a page that can be driven and photographed.
 * Knows how the workbench is opened and how its parts are named in the page; not what is looked at.
 */
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openBrowser } from './host/chromium.mjs';
import { installExtension, pageAddress, remoteUri, serverDirectories, startServer } from './host/server.mjs';

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
  'editor.scrollbar.vertical': 'hidden',
  'editor.overviewRulerBorder': false,
  'editor.hideCursorInOverviewRuler': true,
  'editor.cursorBlinking': 'solid',
  'editor.lightbulb.enabled': 'onCode',
  'editor.fontSize': 14,
  'editor.lineHeight': 1.5,
  'editor.tabSize': 8,
  'editor.hover.delay': 300,
  'problems.decorations.enabled': false,
};

/** Toasts and the workbench's own animations have no setting. */
const STYLE = `
  .notifications-toasts, .notifications-center { display: none !important; }
  *, *::before, *::after { animation: none !important; transition: none !important; }
`;

function prepareFolder(source, base) {
  const folder = join(base, 'ws');
  cpSync(source, folder, { recursive: true });
  const file = join(folder, '.vscode', 'settings.json');
  mkdirSync(join(folder, '.vscode'), { recursive: true });
  writeFileSync(file, JSON.stringify({ ...readJson(file), ...SETTINGS }, undefined, 2));
  return folder;
}

function readJson(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return {};
  }
}

/** Starts the server with the extension; the answer opens files in it, one page each, and ends it. */
export async function startWorkbench(vsix, source) {
  const base = mkdtempSync(join(tmpdir(), 'vsp-'));
  const closers = [() => rmSync(base, { recursive: true, force: true, maxRetries: 5 })];
  const close = async () => {
    while (closers.length > 0) await closers.pop()();
  };
  try {
    const folder = prepareFolder(source, base);
    const dirs = serverDirectories(base);
    await installExtension(dirs, vsix);
    const server = await startServer(dirs);
    closers.push(server.stop);
    const browser = await openBrowser(dirs.tmp);
    closers.push(() => browser.close());
    const view = (name, position, size) => openFile({ browser, server, folder }, name, position, size);
    return { folder, view, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Opens a file in a fresh page with the cursor at a position, and waits until the editor shows it. */
async function openFile({ browser, server, folder }, name, { line, column }, { width, height, scale }) {
  const viewport = { width, height };
  const page = await browser.newPage({
    viewport,
    deviceScaleFactor: scale,
    colorScheme: 'dark',
    locale: 'en-US',
  });
  page.setDefaultTimeout(VIEW_LIMIT_MS);
  const file = remoteUri(server.port, `${folder}/${name}:${line}:${column}`);
  const payload = [
    ['openFile', file],
    ['gotoLineMode', 'true'],
  ];
  await page.goto(pageAddress(server.port, folder, payload), { waitUntil: 'domcontentloaded' });
  await page.addStyleTag({ content: STYLE });
  await page.waitForSelector('.monaco-editor .view-line .mtk1');
  await page.locator('.monaco-editor .cursor').first().waitFor({ state: 'visible' });
  return page;
}
