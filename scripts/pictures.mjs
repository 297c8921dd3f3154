/** `npm run pictures`: takes the README's pictures of the installed VSIX anew, into docs/pictures. */
import { copyFileSync, mkdirSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { prepareWebHost } from '../test/editor/choose-host.mjs';
import { closeOnSignals } from '../test/editor/host/scope.mjs';
import { takePictures } from '../test/editor/pictures.mjs';
import { report } from '../test/editor/results.mjs';
import { makeVsix } from './vsix.mjs';

const root = resolve(import.meta.dirname, '..');
const taken = join(root, 'out', 'pictures');
const kept = join(root, 'docs', 'pictures');

function keep() {
  mkdirSync(kept, { recursive: true });
  for (const name of readdirSync(taken)) copyFileSync(join(taken, name), join(kept, name));
}

closeOnSignals();
try {
  await prepareWebHost((line) => console.log(`pictures: ${line}`));
  const good = report(await takePictures(await makeVsix(), taken));
  if (good) keep();
  process.exitCode = good ? 0 : 1;
} catch (error) {
  console.error(`pictures: ${error.message}`);
  process.exitCode = 1;
}
