/**
 * Which headers and Go files lie below a folder, within a budget. A folder is listed again only when its time changed
 * since someone said that files may have; links are not followed, so that there is no way round in circles or out.
 */
import { readdirSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Folders that hold other people's files, or none. */
export const skippedFolders: ReadonlySet<string> = new Set(['node_modules', '.git']);

/** How much of one tree is looked at: folders, and files and folders together. */
export interface TreeBudget {
  readonly folders: number;
  readonly entries: number;
}

const usualBudget: TreeBudget = { folders: 4000, entries: 40_000 };

const wanted = /\.(?:h|hh|hpp|hxx|inc|def|c|go)$/i;

interface Listing {
  readonly time: number;
  readonly files: readonly string[];
  readonly folders: readonly string[];
  readonly size: number;
}

/** Everything wanted below a folder: absolute paths by the last part of their names. */
type Index = ReadonlyMap<string, readonly string[]>;

export class FolderTree {
  private readonly listings = new Map<string, Listing | null>();
  /** Null for a folder that holds more than the budget. */
  private readonly indexes = new Map<string, Index | null>();
  private readonly fresh = new Set<string>();

  constructor(private readonly budget: TreeBudget = usualBudget) {}

  /** Files or folders may have come or gone. */
  changed(): void {
    this.indexes.clear();
    this.fresh.clear();
  }

  /**
   * The files whose paths end in `ending`, whose parts are parted by `/`: below `root`, or where that is too large,
   * below the outermost folder above `from` that is not.
   */
  ending(ending: string, from: string, root: string): readonly string[] {
    const name = ending.slice(ending.lastIndexOf('/') + 1);
    const index = this.indexAround(from, root);
    return index?.get(name)?.filter((path) => path.replaceAll('\\', '/').endsWith(`/${ending}`)) ?? [];
  }

  /** The files around `from` whose names have an ending, e.g. `.go`. */
  named(suffix: string, from: string, root: string): readonly string[] {
    const index = this.indexAround(from, root) ?? new Map<string, readonly string[]>();
    return [...index].flatMap(([name, paths]) => (name.endsWith(suffix) ? paths : []));
  }

  private indexAround(from: string, root: string): Index | null {
    const whole = this.indexOf(root);
    if (whole) return whole;
    let best: Index | null = null;
    for (let at = from; at !== root && dirname(at) !== at; at = dirname(at)) {
      const index = this.indexOf(at);
      if (!index) break;
      best = index;
    }
    return best;
  }

  private indexOf(folder: string): Index | null {
    const known = this.indexes.get(folder);
    if (known !== undefined) return known;
    const index = this.walk(folder);
    this.indexes.set(folder, index);
    return index;
  }

  /** Breadth first, so that what lies deep is what a budget leaves out. */
  private walk(top: string): Index | null {
    const index = new Map<string, string[]>();
    const queue = [top];
    let entries = 0;
    for (let at = 0; at < queue.length; at++) {
      const folder = queue[at] ?? top;
      const listing = this.list(folder);
      entries += listing?.size ?? 0;
      if (at >= this.budget.folders || entries > this.budget.entries) return null;
      for (const name of listing?.files ?? []) {
        const paths = index.get(name);
        if (paths) paths.push(join(folder, name));
        else index.set(name, [join(folder, name)]);
      }
      for (const name of listing?.folders ?? []) queue.push(join(folder, name));
    }
    return index;
  }

  /** Null for what may not be read. */
  private list(folder: string): Listing | null {
    const known = this.listings.get(folder);
    if (known !== undefined && this.fresh.has(folder)) return known;
    const listing = listFolder(folder, known ?? null);
    this.listings.set(folder, listing);
    this.fresh.add(folder);
    return listing;
  }
}

function listFolder(folder: string, before: Listing | null): Listing | null {
  try {
    const time = statSync(folder).mtimeMs;
    if (before?.time === time) return before;
    const entries = readdirSync(folder, { withFileTypes: true });
    const folders = entries.filter((entry) => entry.isDirectory() && !skippedFolders.has(entry.name));
    const files = entries.filter((entry) => !entry.isDirectory() && wanted.test(entry.name));
    const names = (some: typeof entries): readonly string[] => some.map(({ name }) => name);
    return { time, files: names(files), folders: names(folders), size: entries.length };
  } catch {
    return null;
  }
}
