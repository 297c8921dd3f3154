/**
 * Finds included files as a compiler does: beside the includer for quoted ones, then in the include paths; and where
 * that leads nowhere, where projects keep their headers. What does not really lie in a root or an include path is not
 * read, whatever links or `..` lead to it.
 */
import { dirname, join, relative, resolve } from 'node:path';
import type { IncludedFile, IncludeReader, Unread } from '../core/engine/headers.js';
import { isCompilerHeader } from '../core/syntax/known-headers.js';
import type { HeaderContent, HeaderFiles } from './header-files.js';
import { likelyPlaces, onlyMatch, type Project } from './likely-headers.js';
import { isWithin } from './project-root.js';

/** A folder to look up headers in. */
export interface IncludeFolder {
  /** Absolute. */
  readonly path: string;
  /** Whether only `#include "..."` looks here, as for `-iquote`. */
  readonly quotedOnly: boolean;
}

export interface IncludeSearch {
  readonly files: HeaderFiles;
  /** Absolute folders in which includers and the files beside them may be read. */
  readonly roots: readonly string[];
  readonly folders: readonly IncludeFolder[];
  /** As after `-D`. */
  readonly defines: readonly string[];
  /** Where to look for what is in none of the folders; null for nowhere. */
  readonly project: Project | null;
  /** A text that goes before the one on disk, by the path that the reader gives. */
  readonly edited: (path: string) => string | null;
}

export interface FileIncludeReader extends IncludeReader {
  /** The one path by which the reader knows a file, whatever links lead to it. */
  pathOf(path: string): string;
}

type Include = Parameters<IncludeReader['read']>[0];

interface Located {
  readonly path: string;
  /** Null for a file that is not on disk, only in `edited`. */
  readonly content: HeaderContent;
}

export function includeReader(search: IncludeSearch): FileIncludeReader {
  const { files, edited } = search;
  const allowed = [...search.roots, ...search.folders.map(({ path }) => path)].map((path) => resolve(path));
  const found = new Map<string, Located | null>();
  let generation = files.generation;
  const locate = (include: Include, from: string): Located | null => {
    if (generation !== files.generation) found.clear();
    generation = files.generation;
    const key = `${include.form} ${dirname(from)}\n${include.path}`;
    const known = found.get(key);
    if (known !== undefined) return known;
    const located =
      firstOf(candidates(include, from, search), (path) => locateFile(path, allowed, search)) ??
      guess(include, from, allowed, search);
    found.set(key, located);
    return located;
  };
  return {
    read(include, from): IncludedFile | Unread | null {
      const located = locate(include, from);
      if (!located) return null;
      const { path, content } = located;
      const text = edited(path);
      if (text !== null) return { path, text };
      return content === null || typeof content === 'string' ? content : { path, text: content.text };
    },
    defines: () => search.defines,
    pathOf: (path) => {
      const real = files.realPath(path);
      return (real === null ? null : underRoot(real, allowed, files)) ?? resolve(path);
    },
  };
}

/** Absolute paths that an include may mean, the first one first. */
function candidates(include: Include, from: string, { folders }: IncludeSearch): readonly string[] {
  const isQuoted = include.form === 'quoted';
  const quotedFirst = [...folders].sort((a, b) => Number(b.quotedOnly) - Number(a.quotedOnly));
  const searched = quotedFirst.filter(({ quotedOnly }) => isQuoted || !quotedOnly).map(({ path }) => path);
  return [...(isQuoted ? [dirname(from)] : []), ...searched].map((path) => resolve(path, include.path));
}

/** The compiler's own headers are in no project, whatever is called like them. */
function guess(
  include: Include,
  from: string,
  allowed: readonly string[],
  search: IncludeSearch,
): Located | null {
  const { project } = search;
  if (!project || isCompilerHeader(include)) return null;
  const locate = (path: string): Located | null => locateFile(path, allowed, search);
  const found = firstOf(likelyPlaces(include.path, from, project), locate);
  const match = found ? null : onlyMatch(include.path, from, project);
  return match === null ? found : locate(match);
}

function locateFile(
  path: string,
  allowed: readonly string[],
  { files, edited }: IncludeSearch,
): Located | null {
  if (!allowed.some((root) => isWithin(path, root))) return null;
  const real = files.realPath(path);
  if (real === null) return edited(path) === null ? null : { path, content: null };
  const place = underRoot(real, allowed, files);
  const content = place === null ? null : files.read(real);
  return place !== null && (content !== null || edited(place) !== null) ? { path: place, content } : null;
}

/** A real path as it reads below the first root that really holds it; null where none does. */
function underRoot(real: string, roots: readonly string[], files: HeaderFiles): string | null {
  return firstOf(roots, (root) => {
    const realRoot = files.realPath(root);
    return realRoot !== null && isWithin(real, realRoot) ? join(root, relative(realRoot, real)) : null;
  });
}

function firstOf<T, R>(items: readonly T[], find: (item: T) => R | null): R | null {
  for (const item of items) {
    const found = find(item);
    if (found !== null) return found;
  }
  return null;
}
