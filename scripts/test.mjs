/**
 * Runs the built tests with Node's own runner. Files are named one by one, because Node 20 takes folders and
 * no globs and later ones take globs and no folders. Arguments pick rooms or files: `npm run test:unit -- lsp`.
 * The sums are left in out/results/unit.json, for .ci/run.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { globSync } from 'tinyglobby';

const root = resolve(import.meta.dirname, '..');
const wanted = process.argv.slice(2);
const files = globSync('out/test/**/*.test.mjs', { cwd: root })
  .filter((file) => wanted.length === 0 || wanted.some((part) => file.startsWith(`out/test/${part}`)))
  .sort();
if (files.length === 0) {
  console.error(`no built tests match ${wanted.join(' ') || 'out/test'}: run npm run build first`);
  process.exit(1);
}
const counts = join(root, 'out', 'results', 'unit.json');
mkdirSync(dirname(counts), { recursive: true });
const reporters = [
  '--test-reporter=spec',
  '--test-reporter-destination=stdout',
  `--test-reporter=${pathToFileURL(join(root, 'scripts', 'counting-reporter.mjs')).href}`,
  `--test-reporter-destination=${counts}`,
];
const { status } = spawnSync(
  process.execPath,
  ['--enable-source-maps', '--test', '--test-timeout=120000', ...reporters, ...files],
  {
    cwd: root,
    stdio: 'inherit',
  },
);
process.exit(status ?? 1);
