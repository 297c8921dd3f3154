/** Finds a program in the folders of PATH, but never in a workspace: `npm run` puts folders of the project there. */
import { accessSync, constants, realpathSync, statSync } from 'node:fs';
import { delimiter, isAbsolute, join } from 'node:path';
import { isWithin } from '../project-root.js';

/** The absolute path of the first of `names` that is there; null for none. `avoid` are folders that are not trusted. */
export function findProgram(names: readonly string[], avoid: readonly string[]): string | null {
  const folders = (process.env['PATH'] ?? '').split(delimiter).filter(isAbsolute);
  const candidates = names.flatMap((name) => folders.map((folder) => join(folder, name)));
  return candidates.find((path) => isTrusted(path, avoid) && isExecutable(path)) ?? null;
}

/** Whether a path lies outside of all these folders, by its name and in truth. */
export function isTrusted(path: string, avoid: readonly string[]): boolean {
  try {
    return [path, realpathSync(path)].every((each) => !avoid.some((folder) => isWithin(each, folder)));
  } catch {
    return false;
  }
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
