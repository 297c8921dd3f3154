/** Everything that is read of projects besides their sources, shared by all sources and kept until files change. */
import type { LoaderGuess } from '../core/engine/settings.js';
import { BuildPaths, type BuildKnowledge } from './build-paths.js';
import { FolderTree } from './folder-tree.js';
import { HeaderFiles } from './header-files.js';
import { GoRuns } from './go-runs.js';
import { includeReader, type FileIncludeReader, type IncludeSearch } from './includes.js';
import { guessLoader } from './loader-guess.js';
import { SmallFiles } from './small-files.js';

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
  private readonly tree = new FolderTree();
  private readonly small = new SmallFiles();
  private readonly runs = new GoRuns(this.small, this.tree);
  private readonly builds = new BuildPaths(this.runs);

  /** Files may have changed, come or gone. */
  changed(): void {
    this.headers.changed();
    this.builds.changed();
    this.runs.changed();
    this.tree.changed();
  }

  /** What the build files say of a file at an absolute path; nothing where it lies in no project. */
  buildOf(path: string, root: string | null): BuildKnowledge {
    return root === null
      ? { folders: [], defines: [], flags: [], from: [] }
      : this.builds.knowledgeOf(path, root);
  }

  /** Who loads the programs of a file, as far as its project shows it. */
  loaderOf(path: string, root: string | null): LoaderGuess | null {
    return root === null ? null : guessLoader(path, root, this.small, this.runs);
  }

  readerFor({ path, root, roots, includePaths, edited }: SourcePlace): FileIncludeReader {
    const configured = includePaths.map((folder) => ({ path: folder, quotedOnly: false }));
    const { folders, defines } = this.buildOf(path, root);
    return includeReader({
      files: this.headers,
      roots,
      folders: [...configured, ...folders],
      defines,
      project: root === null ? null : { root, source: path, tree: this.tree },
      edited,
    });
  }
}
