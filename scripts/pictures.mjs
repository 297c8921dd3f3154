/** `npm run pictures`: takes the README's pictures of the installed VSIX anew, into docs/pictures. */
import { cpSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { prepareWebHost } from '../test/editor/choose-host.mjs';
import { closeOnSignals, createScope, temporaryFolder } from '../test/editor/host/scope.mjs';
import { takePictures } from '../test/editor/pictures.mjs';
import { report } from '../test/editor/results.mjs';
import { makeVsix } from './vsix.mjs';

const kept = resolve(import.meta.dirname, '..', 'docs', 'pictures');

closeOnSignals();
const scope = createScope();
try {
  await prepareWebHost((line) => console.log(`pictures: ${line}`));
  const base = temporaryFolder(scope, 'vsx-');
  const taken = join(base, 'pictures');
  const good = report(await takePictures(await makeVsix(base), taken));
  if (good) cpSync(taken, kept, { recursive: true });
  process.exitCode = good ? 0 : 1;
} catch (error) {
  console.error(`pictures: ${error.message}`);
  process.exitCode = 1;
} finally {
  await scope.close();
}
