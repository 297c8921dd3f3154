/** Paths in what is told of a log, as they are shorter to read and as GitHub wants them: from the folder of the run. */
import { isAbsolute, relative, sep } from 'node:path';
import type { Explained } from '../core/log/explained.js';
import type { Loaded } from '../core/log/loaded.js';
import { isWithin } from '../host/project-root.js';

/** The same with every path shortened. */
export function withShortPaths<T extends Explained>(found: T, cwd: string): T {
  const nearer = <P extends { readonly file: string | null }>(place: P): P =>
    place.file === null ? place : { ...place, file: shortPath(place.file, cwd) };
  return {
    ...found,
    at: found.at && nearer(found.at),
    trail: found.trail.map(nearer),
    path: found.path.map(nearer),
  };
}

/** The same for what a loader tells. */
export function loadedWithShortPaths(found: Loaded, cwd: string): Loaded {
  const unverified = found.unverified.map((line) => ({ ...line, file: shortPath(line.file, cwd) }));
  return { ...withShortPaths(found, cwd), unverified };
}

/** A path in the folder of the run without that folder. */
export function shortPath(path: string, cwd: string): string {
  return isAbsolute(path) && isWithin(path, cwd) ? relative(cwd, path).split(sep).join('/') : path;
}
