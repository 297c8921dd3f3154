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

/** The checkout's parent folder with a trailing slash: a path that only this machine has. */
export const machinePath = `${dirname(root)}/`;
