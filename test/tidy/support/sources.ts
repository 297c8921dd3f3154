/** The project's own files, as git lists them, and what they import. For tests that judge files as text. */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, posix, resolve } from 'node:path';

/** The repository's root: tests are run from there. */
export const root = resolve('.');

/** Paths of files that git tracks or would track, relative to the root, `/` between their parts. */
export function projectFiles(...patterns: readonly string[]): readonly string[] {
  const args = ['ls-files', '-z', '--cached', '--others', '--exclude-standard', '--', ...patterns];
  const listed = execFileSync('git', args, { cwd: root, encoding: 'utf8', maxBuffer: 1 << 26 });
  return [...new Set(listed.split('\0'))]
    .filter((path) => path !== '' && existsSync(resolve(root, path)))
    .sort();
}

export function read(path: string): string {
  return readFileSync(resolve(root, path), 'utf8');
}

/** What a file imports: package names as they are, its neighbours as paths from the root. */
export function importsOf(path: string): readonly string[] {
  const pattern =
    /(?:^|\n)\s*(?:import|export)\s[^;'"]*?from\s+'([^']+)'|import\(\s*'([^']+)'\s*\)|(?:^|\n)import '([^']+)'/g;
  const names = [...read(path).matchAll(pattern)].map((match) => match[1] ?? match[2] ?? match[3] ?? '');
  return names.map((name) => (name.startsWith('.') ? posix.join(posix.dirname(path), name) : name));
}

/** Folders that every machine has, and that a file may well name. */
const common =
  /^\/(?:tmp|var\/tmp|home|root|usr|usr\/src|usr\/local|opt|srv|mnt|src|app|builds|workspace)?\/?$/;

/** Whether a text names the checkout, or the folder it lies in where that is this machine's own. */
export function namesThisMachine(text: string): boolean {
  const folders = [root, dirname(root)].filter((folder) => !common.test(folder));
  return folders.some((folder) => {
    for (let at = text.indexOf(`${folder}/`); at >= 0; at = text.indexOf(`${folder}/`, at + 1)) {
      if (!/[\w.-]/.test(text.charAt(at - 1))) return true;
    }
    return false;
  });
}
