/** Writes dist/THIRD-PARTY-LICENSES.txt: the licences of the packages that went into the bundles, and the grammar's. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** `node_modules/a` or `node_modules/a/node_modules/@b/c`: the innermost package that a bundled file lies in. */
const packageFolder = /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/;

function packageFolders(metafiles) {
  const inputs = metafiles.flatMap((metafile) => Object.keys(metafile.inputs));
  const folders = inputs.map((input) => packageFolder.exec(input)?.[0]).filter(Boolean);
  return [...new Set(folders)].sort();
}

function licenceOf(root, folder) {
  const { name, version } = JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8'));
  const file = readdirSync(join(root, folder)).find((entry) => /^licen[cs]e/i.test(entry));
  if (!file) throw new Error(`${name} ships no licence file, so it cannot be shipped`);
  return [`${name} ${version}`, readFileSync(join(root, folder, file), 'utf8')];
}

export function writeLicences(root, metafiles) {
  const grammar = ['tree-sitter-c', readFileSync(join(root, 'grammars', 'LICENSE-tree-sitter-c'), 'utf8')];
  const entries = [...packageFolders(metafiles).map((folder) => licenceOf(root, folder)), grammar];
  const unique = new Map(entries);
  const text = [...unique]
    .map(([name, licence]) => `${name}\n\n${licence.trim()}\n`)
    .join(`\n${'-'.repeat(80)}\n\n`);
  writeFileSync(join(root, 'dist', 'THIRD-PARTY-LICENSES.txt'), text);
}
