/**
 * Writes what lies in dist/web/ besides the bundles: the tables of rules/ as one file, since a browser would ask for
 * each of them over the network, and the word that the bundles are CommonJS, for the Node bundles that borrow from them.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';

export async function writeWebFiles(root) {
  const web = join(root, 'dist', 'web');
  mkdirSync(web, { recursive: true });
  const { loadAssets } = await importSource(root, 'server/src/host/assets.ts');
  const { tables } = await loadAssets(root);
  writeFileSync(join(web, 'tables.json'), JSON.stringify(tables));
  writeFileSync(join(web, 'package.json'), `${JSON.stringify({ type: 'commonjs' })}\n`);
}

/** The server's own reader decides what belongs to the tables, so that there is one list of them. */
async function importSource(root, entry) {
  const options = { absWorkingDir: root, bundle: true, platform: 'node', format: 'esm', write: false };
  const { outputFiles } = await build({ ...options, entryPoints: [entry] });
  return import(`data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString('base64')}`);
}
