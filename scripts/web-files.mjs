/**
 * Writes what lies in dist/web/ besides the bundles: the tables of rules/ as one file, since a browser would ask for
 * each of them over the network, and the word that the bundles are CommonJS, for the Node bundles that borrow from them.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { importSource } from './import-source.mjs';

export async function writeWebFiles(root) {
  const web = join(root, 'dist', 'web');
  mkdirSync(web, { recursive: true });
  // The server's own reader decides what belongs to the tables, so that there is one list of them.
  const { loadAssets } = await importSource(root, 'server/src/host/assets.ts');
  const { tables } = await loadAssets(root);
  writeFileSync(join(web, 'tables.json'), JSON.stringify(tables));
  writeFileSync(join(web, 'package.json'), `${JSON.stringify({ type: 'commonjs' })}\n`);
}
