/**
 * Installs VS Code's own server (from the npm package code-server) beside this file, from the lockfile.
 * Idempotent: a stamp written at the end, holding a fingerprint, makes the next call cost nothing.
 */
import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cleanEnvironment, run } from './processes.mjs';

const here = import.meta.dirname;
const modules = join(here, 'node_modules');
const stamp = join(modules, '.installed');
const INSTALL_LIMIT_MS = 5 * 60_000;

/** The folder of VS Code's server and workbench, as Microsoft's build lays it out. */
export const vscodeRoot = join(modules, 'code-server', 'lib', 'vscode');

/** VS Code 1.139 needs Node 22 or newer; the project itself runs on 20, so the host brings its own. */
export function hostNode() {
  const own = join(modules, `node-linux-${process.arch}`, 'bin', 'node');
  if (process.platform === 'linux' && existsSync(own)) return own;
  if (Number(process.versions.node.split('.')[0]) >= 22) return process.execPath;
  throw new Error(
    `VS Code's server needs Node 22 or newer; this is ${process.version}, and none is bundled for ${process.platform}-${process.arch}`,
  );
}

/** Compiled modules of VS Code that install scripts would build, and what is put in their place. */
const STAND_INS = new Map([
  ['spdlog.cjs', '@vscode/spdlog/index.js'],
  ['native-watchdog.cjs', '@vscode/native-watchdog/index.js'],
]);

const standIn = (name) => join(here, 'stand-ins', name);

/** Changes whenever what would be installed does. */
function fingerprint() {
  const hash = createHash('sha256');
  const files = [join(here, 'package-lock.json'), ...[...STAND_INS.keys()].map(standIn)];
  for (const file of files) hash.update(readFileSync(file));
  return hash.digest('hex');
}

export function isHostInstalled() {
  return existsSync(stamp) && readFileSync(stamp, 'utf8') === fingerprint();
}

async function npm(args, cwd) {
  await run('npm', args, { cwd, env: cleanEnvironment(), limitMs: INSTALL_LIMIT_MS });
}

/** `install`, not `ci`, for the inner folder: the shrinkwrap that VS Code ships lacks a package. */
export async function installHost(log = () => {}) {
  if (isHostInstalled()) return;
  log('installing the VS Code server for the editor tests (once, about 20 s)');
  rmSync(stamp, { force: true });
  await npm(['ci', '--ignore-scripts', '--no-audit', '--no-fund'], here);
  await npm(
    ['install', '--omit=dev', '--ignore-scripts', '--no-save', '--no-audit', '--no-fund'],
    vscodeRoot,
  );
  for (const [name, place] of STAND_INS) copyFileSync(standIn(name), join(vscodeRoot, 'node_modules', place));
  writeFileSync(stamp, fingerprint());
}
