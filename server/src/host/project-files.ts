/** Everything that is read of projects besides their sources, shared by all sources and kept until files change. */
import { BuildPaths } from './build-paths.js';
import { FolderTree } from './folder-tree.js';
import { HeaderFiles } from './header-files.js';
import { includeReader, type FileIncludeReader, type IncludeSearch } from './includes.js';

/** A source, and where it may look around. */
export interface SourcePlace {
  /** Absolute; need not exist. */
  readonly path: string;
  /** The project that it lies in; null where it lies in none, so that nothing is looked for. */
  readonly root: string | null;
  /** Absolute folders in which files may be read. */
  readonly roots: readonly string[];
  /** Absolute, from the configuration. */
  readonly includePaths: readonly string[];
  readonly edited: IncludeSearch['edited'];
}

export class ProjectFiles {
  private readonly headers = new HeaderFiles();
  private readonly builds = new BuildPaths();
  private readonly tree = new FolderTree();

  /** Files may have changed, come or gone. */
  changed(): void {
    this.headers.changed();
    this.builds.changed();
    this.tree.changed();
  }

  readerFor({ path, root, roots, includePaths, edited }: SourcePlace): FileIncludeReader {
    const configured = includePaths.map((folder) => ({ path: folder, quotedOnly: false }));
    const built = root === null ? [] : this.builds.foldersFor(path, root);
    return includeReader({
      files: this.headers,
      roots,
      folders: [...configured, ...built],
      project: root === null ? null : { root, source: path, tree: this.tree },
      edited,
    });
  }
}
