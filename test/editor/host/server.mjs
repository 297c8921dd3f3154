/**
 * VS Code's server on a port of its own: starts it, installs extensions into it, and stops it.
 * Knows its command line; does not know who looks at the page.
 */
import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { hostNode, vscodeRoot } from './install.mjs';
import { cleanEnvironment, run, spawnGroup, stopGroup, tail, within } from './processes.mjs';

const START_LIMIT_MS = 60_000;
const entry = join(vscodeRoot, 'out', 'server-main.js');

/** The directories one server uses; all of them below `base`, so that removing `base` removes every trace. */
export function serverDirectories(base) {
  const dirs = {
    server: join(base, 'server'),
    user: join(base, 'user'),
    extensions: join(base, 'ext'),
    tmp: join(base, 'tmp'),
  };
  for (const dir of Object.values(dirs)) mkdirSync(dir, { recursive: true });
  return dirs;
}

function commonArguments(dirs) {
  return [
    ...['--server-data-dir', dirs.server],
    ...['--user-data-dir', dirs.user],
    ...['--extensions-dir', dirs.extensions],
    ...['--telemetry-level', 'off'],
    '--accept-server-license-terms',
  ];
}

/** An empty gallery keeps the server from asking a marketplace; its own TMPDIR keeps its sockets together. */
function environment(dirs) {
  return cleanEnvironment({ EXTENSIONS_GALLERY: '{}', TMPDIR: dirs.tmp });
}

export async function installExtension(dirs, vsix) {
  const args = [entry, '--install-extension', vsix, '--force', ...commonArguments(dirs)];
  const output = await run(hostNode(), args, { env: environment(dirs), limitMs: START_LIMIT_MS });
  if (!/successfully installed/i.test(output)) throw new Error(`${vsix} was not installed:\n${tail(output)}`);
}

/** Resolves once the server listens. Without the smoke test driver a page cannot name a test suite;
 * without a token any page of any browser on the machine could use the server. */
export async function startServer(dirs, { port = 0, token, testing = false } = {}) {
  const args = [
    entry,
    ...['--host', '127.0.0.1', '--port', String(port)],
    ...commonArguments(dirs),
    ...(token ? ['--connection-token', token] : ['--without-connection-token']),
    '--disable-workspace-trust',
    '--force-disable-user-env',
    ...(testing ? ['--enable-smoke-test-driver'] : []),
  ];
  const child = spawnGroup(hostNode(), args, { env: environment(dirs) });
  try {
    const listening = await within(START_LIMIT_MS, 'starting the VS Code server', portOf(child));
    return { port: listening, ended: once(child, 'exit'), stop: () => stopGroup(child) };
  } catch (error) {
    await stopGroup(child);
    throw error;
  }
}

function portOf(child) {
  return new Promise((resolve, reject) => {
    let output = '';
    const read = (bytes) => {
      output += bytes;
      const port = /agent listening on (\d+)/i.exec(output)?.[1];
      if (port) resolve(Number(port));
    };
    child.stdout.on('data', read);
    child.stderr.on('data', read);
    child.on('error', reject);
    child.on('exit', (code) => reject(new Error(`the VS Code server ended with ${code}:\n${tail(output)}`)));
  });
}

/** The address that opens a folder; `payload` carries what desktop VS Code takes as arguments. */
export function pageAddress(port, folder, { payload, token } = {}) {
  const query = new URLSearchParams({ folder });
  if (payload) query.set('payload', JSON.stringify(payload));
  if (token) query.set('tkn', token);
  return `http://127.0.0.1:${port}/?${query}`;
}

/** How the page names a file of the server's machine. */
export function remoteUri(port, path) {
  return `vscode-remote://127.0.0.1:${port}${path}`;
}
