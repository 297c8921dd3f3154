/** Headers where there are no files to read: the ones that are open in the editor, looked for as a compiler would. */
import { URI } from 'vscode-uri';
import { headerFolders, type IncludeReader } from '../core/engine/headers.js';
import type { HeaderHost, HeaderRequest } from './host.js';

/** Keeps nothing: what is open is asked for each time. */
export function openHeaders(): HeaderHost {
  return {
    of: (request) => ({
      path: URI.parse(request.uri).path,
      reader: openReader(request),
      guessLoader: () => null,
    }),
    changed: () => undefined,
  };
}

function openReader({ uri, folders, includePaths, edited }: HeaderRequest): IncludeReader {
  const roots = folders.map((folder) => URI.parse(folder).path);
  const source = URI.parse(uri).path;
  return {
    read({ path, form }, from) {
      const likely = [from, source].flatMap((file) => likelyFolders(file, roots));
      const searched = [...(form === 'quoted' ? [folderOf(from)] : []), ...includePaths, ...likely];
      for (const folder of searched) {
        const place = joinPath(folder, path);
        const text = edited(place);
        if (text !== null) return { path: place, text };
      }
      return null;
    },
  };
}

/** Where projects keep headers: in each folder above a file up to the open one, and in folders of usual names there. */
function likelyFolders(file: string, roots: readonly string[]): readonly string[] {
  const root = roots.find((each) => file.startsWith(`${each.replace(/\/+$/, '')}/`));
  if (root === undefined) return [];
  const folders: string[] = [];
  for (let at = folderOf(file); at.length >= root.length && at !== ''; at = folderOf(at))
    folders.push(...headerFolders.map((name) => joinPath(at, name)));
  return folders;
}

/** The folder that a file's path names. */
export function folderOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}

/** `path` from `folder`, as the paths of addresses are written: absolute, with no `.` and no `..`. */
export function joinPath(folder: string, path: string): string {
  const whole = path.startsWith('/') ? path : `${folder}/${path}`;
  const parts: string[] = [];
  for (const part of whole.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  return `/${parts.join('/')}`;
}
