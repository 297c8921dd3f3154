/** Headers where there are no files to read: the ones that are open in the editor, looked for as a compiler would. */
import { URI } from 'vscode-uri';
import type { IncludeReader } from '../core/engine/headers.js';
import type { HeaderHost, HeaderRequest } from './host.js';

/** Keeps nothing: what is open is asked for each time. */
export function openHeaders(): HeaderHost {
  return {
    of: (request) => ({ path: URI.parse(request.uri).path, reader: openReader(request) }),
    changed: () => undefined,
  };
}

function openReader({ includePaths, edited }: HeaderRequest): IncludeReader {
  return {
    read({ path, form }, from) {
      const folders = [...(form === 'quoted' ? [folderOf(from)] : []), ...includePaths];
      for (const folder of folders) {
        const place = joinPath(folder, path);
        const text = edited(place);
        if (text !== null) return { path: place, text };
      }
      return null;
    },
  };
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
