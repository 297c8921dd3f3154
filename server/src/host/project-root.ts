/** Where a project begins. */
import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

/** The root of the repository that holds a folder: the nearest one upward with `.git` in it; null for none. */
export function repositoryRoot(folder: string): string | null {
  for (let at = resolve(folder); ; at = dirname(at)) {
    if (existsSync(join(at, '.git'))) return at;
    if (dirname(at) === at) return null;
  }
}
