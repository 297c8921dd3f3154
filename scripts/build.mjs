/**
 * Builds what runs: the bundles in dist/ (the VS Code client, the language server, the command line) and the
 * tests in out/test/. Nothing in dist/ needs node_modules. `--dev` keeps names and adds source maps;
 * `--bundles` leaves the tests out.
 */
import { readdirSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { build } from 'esbuild';
import { globSync } from 'tinyglobby';
import { bundles, forTests } from './bundles.mjs';
import { writeLicences } from './licences.mjs';
import { writeWebFiles } from './web-files.mjs';

const root = resolve(import.meta.dirname, '..');
const tests = join(root, 'out', 'test');

/** Sources are bundled into each test. */
async function buildTests() {
  const entryPoints = globSync('test/*/**/*.test.ts', {
    cwd: root,
    ignore: ['test/editor/**', 'test/fixtures/**'],
  });
  const result = await build({
    absWorkingDir: root,
    entryPoints,
    outdir: tests,
    outbase: 'test',
    outExtension: { '.js': '.mjs' },
    ...forTests,
    sourcesContent: false,
    metafile: true,
  });
  removeStale(new Set(Object.keys(result.metafile.outputs).map((output) => resolve(root, output))));
}

/** A test that was deleted must not go on running; the folder itself stays, for another run may be reading it. */
function removeStale(written) {
  for (const entry of readdirSync(tests, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    if (entry.isFile() && !written.has(path)) rmSync(path);
  }
}

/** All bundles, and the licences of what is inside them. */
async function buildBundles() {
  const options = { root, dev: process.argv.includes('--dev') };
  const results = [];
  for (const group of bundles(options)) {
    results.push(...(await Promise.all(group.map((bundle) => build(bundle)))));
  }
  await writeWebFiles(root);
  writeLicences(
    root,
    results.map((result) => result.metafile),
  );
}

async function attempt(name, work) {
  try {
    await work();
    return true;
  } catch (error) {
    // esbuild has printed its own errors already.
    console.error(`build: ${name} failed${error.errors ? '' : `: ${error.stack}`}`);
    return false;
  }
}

const parts = [attempt('bundles', buildBundles)];
if (!process.argv.includes('--bundles')) parts.push(attempt('tests', buildTests));
process.exitCode = (await Promise.all(parts)).every(Boolean) ? 0 : 1;
