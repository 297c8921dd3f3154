/**
 * Bundles the suite into one CommonJS file that the extension host can load: every *.test.ts, and mocha.
 * The list of test files is read from the folder, so that none can be forgotten.
 */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';

const suite = join(import.meta.dirname, 'suite');

function entry() {
  const tests = readdirSync(suite)
    .filter((name) => name.endsWith('.test.ts'))
    .sort();
  const loaders = tests.map((name) => `() => import('./${name}')`).join(', ');
  return `import { runSuite } from './run';\nexport const run = () => runSuite([${loaders}]);\n`;
}

/** `require.resolve` warnings are about mocha's parallel runner, which the suite does not use. */
export async function buildSuite(outfile) {
  await build({
    stdin: { contents: entry(), resolveDir: suite, sourcefile: 'entry.ts', loader: 'ts' },
    outfile,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    external: ['vscode'],
    logLevel: 'warning',
    logOverride: { 'require-resolve-not-external': 'silent' },
  });
}
