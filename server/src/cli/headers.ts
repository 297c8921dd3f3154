/** Where the checked files' headers may be read: in their repository, in the folder of the run, in include paths. */
import { dirname, resolve } from 'node:path';
import { BuildPaths } from '../host/build-paths.js';
import { HeaderFiles } from '../host/header-files.js';
import { includeReader, isWithin, type FileIncludeReader } from '../host/includes.js';
import { repositoryRoot } from '../host/project-root.js';

/** Makes a reader for each file of a run; they share what was read. */
export class HeaderReaders {
  /** Texts that fixes have changed, by the path that readers know them by. */
  readonly edited = new Map<string, string>();
  private readonly files = new HeaderFiles();
  private readonly builds = new BuildPaths();

  constructor(private readonly cwd: string) {}

  /** For a file at `path`, which need not exist; `includePaths` are absolute. */
  readerFor(path: string, includePaths: readonly string[]): FileIncludeReader {
    const absolute = resolve(this.cwd, path);
    const root = this.rootOf(absolute);
    return includeReader({
      files: this.files,
      roots: [root, this.cwd],
      folders: [
        ...includePaths.map((folder) => ({ path: folder, quotedOnly: false })),
        ...this.builds.foldersFor(absolute, root),
      ],
      edited: (header) => this.edited.get(header) ?? null,
    });
  }

  /** Who names a file that belongs nowhere means its folder, too. */
  private rootOf(path: string): string {
    const repository = repositoryRoot(dirname(path));
    return repository ?? (isWithin(path, this.cwd) ? this.cwd : dirname(path));
  }
}
