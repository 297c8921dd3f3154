/**
 * Finds a desktop VS Code, or downloads one, and a display to show it on.
 * Every function answers with a value or with the reason why not, so that the caller can tell the user.
 */
import { existsSync, realpathSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { downloadAndUnzipVSCode, SilentReporter } from '@vscode/test-electron';
import { onPath } from './host/chromium.mjs';
import { within } from './host/processes.mjs';

const IDLE_LIMIT_MS = 10_000;
const DOWNLOAD_LIMIT_MS = 5 * 60_000;

/** How the window will be shown: not wrapped at all, or inside a virtual display. */
export function findDisplay() {
  if (process.platform !== 'linux') return { wrap: false };
  if (process.env.DISPLAY || process.env.WAYLAND_DISPLAY) return { wrap: false };
  if (onPath('xvfb-run')) return { wrap: true };
  return { reason: 'no display (neither DISPLAY nor WAYLAND_DISPLAY is set, and there is no xvfb-run)' };
}

/** `code` on the PATH is a script that starts the editor and returns at once: the suite needs the editor itself. */
export function findInstalled() {
  const script = ['code', 'codium', 'code-insiders', 'code.cmd'].map(onPath).find(Boolean);
  if (!script) return undefined;
  const bin = dirname(realpathSync(script));
  const candidates = [
    ...['code', 'codium', 'code-insiders', 'Code.exe'].map((name) => join(bin, '..', name)),
    join(bin, '..', '..', '..', 'MacOS', 'Electron'), // Contents/Resources/app/bin
  ];
  return candidates.find((path) => existsSync(path));
}

async function download(cachePath) {
  const options = { version: 'stable', cachePath, timeout: IDLE_LIMIT_MS, reporter: new SilentReporter() };
  return within(DOWNLOAD_LIMIT_MS, 'downloading VS Code', downloadAndUnzipVSCode(options));
}

/** The editor's executable, or the reason why there is none. */
export async function findDesktop(cachePath, scratch) {
  const display = findDisplay();
  if (display.reason) return { reason: display.reason };
  try {
    const path = findInstalled() ?? (await download(cachePath));
    return { path: display.wrap ? wrapInDisplay(path, scratch) : path };
  } catch (error) {
    return { reason: `no \`code\` on the PATH, and VS Code cannot be downloaded (${error.message})` };
  }
}

/** test-electron wants one executable, so the virtual display and the editor become one. */
function wrapInDisplay(path, scratch) {
  const wrapper = join(scratch, 'code-in-xvfb');
  writeFileSync(wrapper, `#!/bin/sh\nexec xvfb-run -a '${path}' "$@"\n`, { mode: 0o755 });
  return wrapper;
}
