/** Headers on the disk of the machine that the server runs on, for documents that lie there. */
import { URI } from 'vscode-uri';
import { BuildPaths } from '../host/build-paths.js';
import { HeaderFiles } from '../host/header-files.js';
import { includeReader, isWithin } from '../host/includes.js';
import type { DocumentHeaders, HeaderHost, HeaderRequest } from './host.js';

/** Reads what lies in the open folders, and in the include paths that settings and builds name. */
export function nodeHeaders(): HeaderHost {
  const files = new HeaderFiles();
  const builds = new BuildPaths();
  return {
    of: (request) => headersOf(request, files, builds),
    changed: () => {
      files.changed();
      builds.changed();
    },
  };
}

function headersOf(
  { uri, folders, includePaths, edited }: HeaderRequest,
  files: HeaderFiles,
  builds: BuildPaths,
): DocumentHeaders | null {
  const path = fileOf(uri);
  if (path === null) return null;
  const roots = folders.flatMap((folder) => fileOf(folder) ?? []);
  const root = roots.find((each) => isWithin(path, each));
  const configured = includePaths.map((folder) => ({ path: folder, quotedOnly: false }));
  const built = root === undefined ? [] : builds.foldersFor(path, root);
  const reader = includeReader({ files, roots, folders: [...configured, ...built], edited });
  return { path: reader.pathOf(path), reader };
}

function fileOf(uri: string): string | null {
  const { scheme, fsPath } = URI.parse(uri);
  return scheme === 'file' ? fsPath : null;
}
