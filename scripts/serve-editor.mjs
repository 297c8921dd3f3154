/**
 * `npm run serve [folder]`: a real VS Code in the browser with the VSIX of the present source installed, to try
 * the extension by hand. Serves on localhost until Ctrl-C; PORT fixes the port. Without a folder it opens a
 * copy of the editor suite's workspace, which may be changed at will.
 */
import { randomBytes } from 'node:crypto';
import { cpSync, existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { prepareServer } from '../test/editor/choose-host.mjs';
import { closeOnSignals, createScope, temporaryFolder } from '../test/editor/host/scope.mjs';
import {
  installExtension,
  pageAddress,
  serverDirectories,
  startServer,
} from '../test/editor/host/server.mjs';
import { makeVsix } from './vsix.mjs';

const samples = resolve(import.meta.dirname, '..', 'test', 'editor', 'workspace');
const log = (line) => console.log(`serve: ${line}`);

function folderToOpen(base) {
  const [named] = process.argv.slice(2);
  if (named) {
    if (!existsSync(named)) throw new Error(`there is no folder ${named}`);
    return resolve(named);
  }
  const copy = join(base, 'samples');
  cpSync(samples, copy, { recursive: true });
  return copy;
}

async function serve(scope) {
  await prepareServer(log);
  const base = temporaryFolder(scope, 'vss-');
  const folder = folderToOpen(base);
  const dirs = serverDirectories(base);
  const vsix = await makeVsix(base);
  await installExtension(dirs, vsix);
  const token = randomBytes(16).toString('hex');
  const server = await startServer(dirs, { port: Number(process.env.PORT ?? 0), token });
  scope.defer(server.stop);
  log(`${vsix} is installed; ${folder} is open at`);
  console.log(pageAddress(server.port, folder, { token }));
  log('Ctrl-C ends it');
  return server.ended;
}

closeOnSignals();
const scope = createScope();
try {
  await serve(scope);
  log('the server has ended');
  process.exitCode = 1;
} catch (error) {
  console.error(`serve: ${error.message}`);
  process.exitCode = 1;
} finally {
  await scope.close();
}
