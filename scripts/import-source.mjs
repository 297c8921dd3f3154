/** Imports a TypeScript source into a script, bundled in memory: for scripts that need what the product knows. */
import { build } from 'esbuild';

/** The module's exports; `entry` is a path below `root`. */
export async function importSource(root, entry) {
  const options = { absWorkingDir: root, bundle: true, platform: 'node', format: 'esm', write: false };
  const { outputFiles } = await build({ ...options, entryPoints: [entry] });
  return import(`data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString('base64')}`);
}
