/** Bundles a program of the tests and runs it with this command's arguments. */
import { spawnSync } from 'node:child_process';
import { join, resolve } from 'node:path';
import { build } from 'esbuild';
import { forTests } from './bundles.mjs';

const root = resolve(import.meta.dirname, '..');

/** `entry` is a file below the root, `name` the folder of out/ that takes the bundle. */
export async function runBundled(entry, name) {
  const outfile = join(root, 'out', name, 'main.mjs');
  await build({ absWorkingDir: root, entryPoints: [entry], outfile, ...forTests });
  const { status } = spawnSync(
    process.execPath,
    ['--enable-source-maps', outfile, ...process.argv.slice(2)],
    { cwd: root, stdio: 'inherit' },
  );
  process.exitCode = status ?? 1;
}
