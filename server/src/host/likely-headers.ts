/**
 * Where a project keeps its headers, where no build says so: beside the includer and in every folder above it, and in
 * folders of the usual names there; else wherever below the root just one file ends in the included path.
 */
import { dirname, isAbsolute, join, posix } from 'node:path';
import { headerFolders } from '../core/engine/headers.js';
import type { FolderTree } from './folder-tree.js';
import { foldersAbove, isWithin } from './project-root.js';

/** A project in which headers may be looked for. */
export interface Project {
  /** Absolute; nothing outside of it is looked at. */
  readonly root: string;
  /** The source whose compilation it is about: what a header includes is looked for from here, too. */
  readonly source: string;
  readonly tree: FolderTree;
}

/** Absolute paths that an include in `from` may mean, the likeliest first. Lists no folder. */
export function likelyPlaces(include: string, from: string, { root, source }: Project): readonly string[] {
  if (isAbsolute(include)) return [];
  const above = new Set([from, source].flatMap((file) => foldersAbove(file, root)));
  return [...above].flatMap((folder) => headerFolders.map((name) => join(folder, name, include)));
}

/** The one file below the root whose path ends in the include's; null for none, and where several do. */
export function onlyMatch(include: string, from: string, { root, source, tree }: Project): string | null {
  if (isAbsolute(include)) return null;
  const ending = posix.normalize(include.replaceAll('\\', '/')).replace(/^(?:\.\.\/)+/, '');
  const start = isWithin(from, root) ? from : source;
  const found = tree.ending(ending, dirname(start), root);
  return found.length === 1 ? (found[0] ?? null) : null;
}
