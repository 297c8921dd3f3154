/** Headers on the disk of the machine that the server runs on, for documents that lie there. */
import { dirname } from 'node:path';
import { URI } from 'vscode-uri';
import type { ProjectFiles } from '../host/project-files.js';
import { isWithin, repositoryRoot } from '../host/project-root.js';
import type { DocumentHeaders, HeaderHost, HeaderRequest } from './host.js';

/** Reads what lies in the open folders, and in the include paths that settings and builds name. */
export function nodeHeaders(files: ProjectFiles): HeaderHost {
  return {
    of: (request) => headersOf(request, files),
    changed: () => files.changed(),
  };
}

function headersOf(
  { uri, folders, includePaths, edited }: HeaderRequest,
  files: ProjectFiles,
): DocumentHeaders | null {
  const path = fileOf(uri);
  if (path === null) return null;
  const roots = folders.flatMap((folder) => fileOf(folder) ?? []);
  const root = rootOf(path, roots);
  const reader = files.readerFor({ path, root, roots, includePaths, edited });
  return { path: reader.pathOf(path), reader, guessLoader: () => files.loaderOf(path, root) };
}

/** The repository that holds the file, or of it what lies in an open folder; null for a file in none of them. */
export function rootOf(path: string, folders: readonly string[]): string | null {
  const open = folders.find((folder) => isWithin(path, folder));
  if (open === undefined) return null;
  const repository = repositoryRoot(dirname(path));
  return repository !== null && isWithin(repository, open) ? repository : open;
}

/** The path of a file's address; null for what is no file. */
export function fileOf(uri: string): string | null {
  const { scheme, fsPath } = URI.parse(uri);
  return scheme === 'file' ? fsPath : null;
}
