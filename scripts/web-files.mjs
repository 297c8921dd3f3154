/**
 * Writes what lies in dist/web/ besides the bundles: the tables of rules/ as one file, since a browser would ask for
 * each of them over the network, and the word that the bundles are CommonJS, for the Node bundles that borrow from them.
 */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';

export function writeWebFiles(root) {
  const web = join(root, 'dist', 'web');
  mkdirSync(web, { recursive: true });
  const rules = join(root, 'rules');
  const tables = {
    ...readFolder(rules),
    contexts: readFolder(join(rules, 'contexts')),
    tables: readFolder(join(rules, 'tables')),
  };
  writeFileSync(join(web, 'tables.json'), JSON.stringify(tables));
  writeFileSync(join(web, 'package.json'), `${JSON.stringify({ type: 'commonjs' })}\n`);
}

/** The JSON files of a folder by their base names, as `RawTables` has them. */
function readFolder(folder) {
  const names = readdirSync(folder).filter((name) => name.endsWith('.json'));
  const read = (name) => JSON.parse(readFileSync(join(folder, name), 'utf8'));
  return Object.fromEntries(names.sort().map((name) => [basename(name, '.json'), read(name)]));
}
