/**
 * A headless chromium for the workbench: finds one, installs Debian's where that is possible, opens a page.
 */
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { chromium } from 'playwright-core';
import { cleanEnvironment, run } from './processes.mjs';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'microsoft-edge'];
const APPLICATIONS = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];
const APT_LIMIT_MS = 5 * 60_000;

/** No sandbox, because containers run as root; no traffic but with the server. */
const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-dev-shm-usage',
  '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1',
];

/** The path of a command, as the shell would find it. */
export function onPath(name) {
  const folders = (process.env.PATH ?? '').split(delimiter).filter(Boolean);
  return folders.map((folder) => join(folder, name)).find((path) => existsSync(path));
}

export function findChromium() {
  const named = process.env.CHROMIUM;
  if (named) return named;
  return NAMES.map(onPath).find(Boolean) ?? APPLICATIONS.find((path) => existsSync(path));
}

export function canInstallChromium() {
  return process.getuid?.() === 0 && onPath('apt-get') !== undefined;
}

/** Debian and its like only, and only as root: elsewhere the caller says what to install. */
export async function installChromium(log = () => {}) {
  log('installing chromium with apt-get (once, about a minute)');
  const options = { env: cleanEnvironment({ DEBIAN_FRONTEND: 'noninteractive' }), limitMs: APT_LIMIT_MS };
  await run('apt-get', ['update', '-qq'], options);
  await run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'chromium'], options);
}

/** Signals are the scopes' business: playwright would end the process before they are done. */
const SIGNALS = { handleSIGINT: false, handleSIGTERM: false, handleSIGHUP: false };

/** The caller opens pages in it, and closes it. */
export function openBrowser(tmp) {
  const executablePath = findChromium();
  if (!executablePath) throw new Error('no chromium found: install one, or name it in CHROMIUM');
  const env = cleanEnvironment({ TMPDIR: tmp });
  return chromium.launch({ executablePath, args: FLAGS, headless: true, env, timeout: 60_000, ...SIGNALS });
}
