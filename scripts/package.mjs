/**
 * `npm run package`: makes the VSIX, ebpf-verdict.vsix or what `--out` names. VS Code's host for web extensions refuses
 * a package of `"type": "module"`, as this repository is one; so what .vscodeignore lets through is laid out in a
 * folder of its own, with a manifest that only says what an extension's must.
 */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { createVSIX, listFiles, PackageManager } from '@vscode/vsce';

const root = resolve(import.meta.dirname, '..');
/** For npm and for those who work on the source. */
const workshop = ['type', 'bin', 'private', 'scripts', 'devDependencies'];

function build() {
  const script = join(root, 'scripts', 'build.mjs');
  const { status } = spawnSync(process.execPath, [script, '--bundles'], { stdio: 'inherit' });
  if (status !== 0) throw new Error('the bundles cannot be built');
}

async function layOut(folder) {
  for (const file of await listFiles({ cwd: root, packageManager: PackageManager.None })) {
    cpSync(join(root, file), join(folder, file));
  }
  // Nothing more is to be left out; without the file vsce warns that everything goes in.
  writeFileSync(join(folder, '.vscodeignore'), '');
  const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  for (const key of workshop) delete manifest[key];
  writeFileSync(join(folder, 'package.json'), `${JSON.stringify(manifest, undefined, 2)}\n`);
}

const { values } = parseArgs({ options: { out: { type: 'string', default: 'ebpf-verdict.vsix' } } });
const folder = mkdtempSync(join(tmpdir(), 'ev-vsix-'));
try {
  build();
  await layOut(folder);
  await createVSIX({ cwd: folder, packagePath: resolve(values.out), dependencies: false });
} catch (error) {
  console.error(`package: ${error.message}`);
  process.exitCode = 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
