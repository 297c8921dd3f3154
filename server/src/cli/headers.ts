/** Where the checked files' headers may be read: in their repository, in the folder of the run, in include paths. */
import { statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type { LoaderGuess } from '../core/engine/settings.js';
import type { BuildKnowledge } from '../host/build-paths.js';
import type { FileIncludeReader } from '../host/includes.js';
import { ProjectFiles } from '../host/project-files.js';
import { isWithin, repositoryRoot } from '../host/project-root.js';

/** Makes a reader for each file of a run; they share what was read. */
export class HeaderReaders {
  /** Texts that fixes have changed, by the path that readers know them by. */
  readonly edited = new Map<string, string>();
  private readonly files = new ProjectFiles();
  private readonly includePaths = new Set<string>();

  constructor(private readonly cwd: string) {}

  /** For a file at `path`, which need not exist; `includePaths` are absolute. */
  readerFor(path: string, includePaths: readonly string[]): FileIncludeReader {
    const absolute = resolve(this.cwd, path);
    const root = this.rootOf(absolute);
    for (const each of includePaths) this.includePaths.add(each);
    return this.files.readerFor({
      path: absolute,
      root,
      roots: [root, this.cwd],
      includePaths,
      edited: (header) => this.edited.get(header) ?? null,
    });
  }

  /** Those of the include paths so far that are no folders. */
  missingFolders(): readonly string[] {
    return [...this.includePaths].filter(
      (path) => !(statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false),
    );
  }

  /** What the build files say of a file. */
  buildOf(path: string): BuildKnowledge {
    const absolute = resolve(this.cwd, path);
    return this.files.buildOf(absolute, this.rootOf(absolute));
  }

  /** Who loads the programs of a file, as far as its project shows it. */
  loaderOf(path: string): LoaderGuess | null {
    const absolute = resolve(this.cwd, path);
    return this.files.loaderOf(absolute, this.rootOf(absolute));
  }

  /** Who names a file that belongs nowhere means its folder, too. */
  private rootOf(path: string): string {
    const repository = repositoryRoot(dirname(path));
    return repository ?? (isWithin(path, this.cwd) ? this.cwd : dirname(path));
  }
}
