/** The runs of bpf2go in a project's Go files, wherever these lie. Looks at none where no module could run it. */
import { dirname, join } from 'node:path';
import { bpf2goRuns, type Bpf2goRun } from './go-generate.js';
import type { FolderTree } from './folder-tree.js';
import { foldersAbove } from './project-root.js';
import type { SmallFiles } from './small-files.js';

/** More Go files than this are not read. */
const mostFiles = 4000;

export interface FoundRun extends Bpf2goRun {
  /** The Go file that asks for it. */
  readonly file: string;
}

export class GoRuns {
  private readonly byRoot = new Map<string, readonly FoundRun[]>();
  /** What each file's last text asks for. */
  private readonly byText = new Map<string, { readonly text: string; readonly runs: readonly FoundRun[] }>();

  constructor(
    private readonly files: SmallFiles,
    private readonly tree: FolderTree,
  ) {}

  /** Files may have changed. */
  changed(): void {
    this.byRoot.clear();
  }

  /** All runs around a file of a project. */
  around(path: string, root: string): readonly FoundRun[] {
    const known = this.byRoot.get(root);
    if (known) return known;
    const modules = foldersAbove(path, root).map((folder) => this.files.read(join(folder, 'go.mod')) ?? '');
    if (!modules.some((text) => text.includes('github.com/cilium/ebpf'))) return [];
    const paths = this.tree
      .named('.go', dirname(path), root)
      .filter((each) => !/[\\/]vendor[\\/]/.test(each));
    const runs = paths.slice(0, mostFiles).flatMap((file) => this.runsIn(file));
    this.byRoot.set(root, runs);
    return runs;
  }

  /** The runs that compile a file; else those that compile one beside it. */
  compiling(path: string, root: string): readonly FoundRun[] {
    const runs = this.around(path, root);
    const own = runs.filter(({ source }) => source === path);
    return own.length > 0 ? own : runs.filter(({ source }) => dirname(source) === dirname(path));
  }

  private runsIn(file: string): readonly FoundRun[] {
    const text = this.files.read(file);
    if (text === null) return [];
    const known = this.byText.get(file);
    if (known?.text === text) return known.runs;
    const runs = /bpf2go/i.test(text) ? bpf2goRuns(text, file).map((run) => ({ ...run, file })) : [];
    this.byText.set(file, { text, runs });
    return runs;
  }
}
