/**
 * Decides which VS Code the suite runs in. VSCODE_HOST says it (`desktop`, `web` or an executable's path);
 * else desktop VS Code where it can be had and shown, else VS Code's server with chromium. Never none.
 */
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { findDesktop } from './desktop.mjs';
import { canInstallChromium, findChromium, installChromium } from './host/chromium.mjs';
import { hostNode, installHost } from './host/install.mjs';

const root = resolve(import.meta.dirname, '..', '..');

const ADVICE = `Install one of these, then run the suite again:
  - a desktop VS Code with \`code\` on the PATH, and a display (or xvfb-run), or
  - chromium (Debian: apt-get install chromium; elsewhere name it in CHROMIUM) and access to npm packages.
\`npm run test:unit\` runs everything that needs no editor.`;

/** VS Code's server, ready to start. */
export async function prepareServer(log) {
  await installHost(log);
  hostNode();
}

/** The server, and the browser that looks at it. */
export async function prepareWebHost(log) {
  const named = process.env.CHROMIUM;
  if (named && !existsSync(named)) throw new Error(`CHROMIUM is ${named}, which does not exist`);
  if (!findChromium()) {
    if (!canInstallChromium()) throw new Error('no chromium, and apt-get cannot install it here');
    await installChromium(log);
  }
  await prepareServer(log);
}

/** The stand-in for desktop VS Code, once all it needs is there; or the reason why it cannot be had. */
async function webHost(log) {
  try {
    await prepareWebHost(log);
    return { kind: 'web', path: join(import.meta.dirname, 'host', 'vscode-web.mjs') };
  } catch (error) {
    return { reason: error.message };
  }
}

async function desktopHost(scratch) {
  const { path, reason } = await findDesktop(join(root, '.vscode-test'), scratch);
  return path ? { kind: 'desktop', path } : { reason };
}

function refuse(reasons) {
  return new Error(
    `No VS Code to run the editor suite in:\n${reasons.map((each) => `  - ${each}`).join('\n')}\n${ADVICE}`,
  );
}

/** A wish that cannot be met is an error: running elsewhere instead would be a silent skip. */
export async function chooseHost(scratch, log) {
  const wish = process.env.VSCODE_HOST;
  const ways = {
    desktop: [['desktop VS Code', () => desktopHost(scratch)]],
    web: [["VS Code's server", () => webHost(log)]],
  };
  if (wish && !(wish in ways)) {
    if (!existsSync(wish)) throw refuse([`VSCODE_HOST is ${wish}: neither desktop, web, nor an executable`]);
    return { kind: 'named', path: resolve(wish) };
  }
  const reasons = [];
  for (const [name, find] of wish ? ways[wish] : [...ways.desktop, ...ways.web]) {
    const host = await find();
    if (host.path) return host;
    reasons.push(`${name}: ${host.reason}`);
  }
  throw refuse(reasons);
}
