/**
 * Makes the VSIX, the thing that users install, and unpacks it: the editor suite, the pictures and
 * `npm run serve` all work on this and never on the source tree. EBPF_VERDICT_VSIX names a finished one.
 */
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { cleanEnvironment, run } from '../test/editor/host/processes.mjs';
import { unzip } from './unzip.mjs';

const root = resolve(import.meta.dirname, '..');
const LIMIT_MS = 3 * 60_000;

/** The path of a VSIX of the present source, made in `folder`, or of the one the environment names. */
export async function makeVsix(folder) {
  const given = process.env.EBPF_VERDICT_VSIX;
  if (given) {
    if (!existsSync(given)) throw new Error(`EBPF_VERDICT_VSIX: there is no ${given}`);
    return resolve(given);
  }
  const file = join(folder, 'ebpf-verdict.vsix');
  await run('npm', ['run', 'package', '--', '--out', file], {
    cwd: root,
    env: cleanEnvironment(),
    limitMs: LIMIT_MS,
  });
  return file;
}

/** Unpacks a VSIX below `folder`; returns the folder of the extension and the names of its files. */
export function unpackVsix(vsix, folder) {
  const names = unzip(vsix, folder).filter((name) => name.startsWith('extension/'));
  if (!names.includes('extension/package.json')) throw new Error(`${vsix} holds no extension`);
  return { path: join(folder, 'extension'), names };
}
