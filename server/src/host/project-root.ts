/** Where a project begins, and whether a path lies in a folder. */
import { existsSync } from 'node:fs';
import { dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';

/** The root of the repository that holds a folder: the nearest one upward with `.git` in it; null for none. */
export function repositoryRoot(folder: string): string | null {
  for (let at = resolve(folder); ; at = dirname(at)) {
    if (existsSync(join(at, '.git'))) return at;
    if (dirname(at) === at) return null;
  }
}

/** The folder of a file and those above it, up to and including the root; none where the file lies elsewhere. */
export function foldersAbove(file: string, root: string): readonly string[] {
  const folders: string[] = [];
  for (let at = dirname(file); isWithin(at, root); at = dirname(at)) {
    folders.push(at);
    if (dirname(at) === at) break;
  }
  return folders;
}

/** Whether an absolute path is a folder or lies below it, by its name alone. */
export function isWithin(path: string, folder: string): boolean {
  const below = relative(folder, path);
  return below !== '..' && !below.startsWith(`..${sep}`) && !isAbsolute(below);
}
