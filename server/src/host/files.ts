/** Which files a command line's paths stand for: files as they are, folders searched for C sources. */
import { readdir, realpath, stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { isTypeDump } from '../core/syntax/known-headers.js';
import { skippedFolders } from './folder-tree.js';
import { reason } from './source.js';

/** A file to look at. */
export interface SourcePath {
  /** As given, or the given folder's path with what was found below it. */
  readonly path: string;
  /** Whether the user named it, rather than a folder above it. */
  readonly named: boolean;
}

/** A path that could not be followed, with the reason as words that follow its name. */
export interface Unreadable {
  readonly path: string;
  readonly reason: string;
  /** Whether it is a link that was found and leads nowhere: nothing that could have been checked. */
  readonly isDangling: boolean;
}

export interface Expansion {
  /** In the order of the arguments, below a folder by name; no file twice, whatever links lead to it. */
  readonly files: readonly SourcePath[];
  readonly unreadable: readonly Unreadable[];
}

/** Expands paths, taken relative to `cwd`. Never throws. */
export async function expandPaths(paths: readonly string[], cwd: string): Promise<Expansion> {
  const expansion = new Expander(cwd);
  for (const path of paths) await expansion.addArgument(path);
  return expansion;
}

class Expander implements Expansion {
  readonly files: SourcePath[] = [];
  readonly unreadable: Unreadable[] = [];
  /** Real paths, so that neither a link nor a repeated argument adds a file twice. */
  private readonly seen = new Set<string>();

  constructor(private readonly cwd: string) {}

  async addArgument(path: string): Promise<void> {
    await this.guard(path, async () => {
      const status = await stat(resolve(this.cwd, path));
      if (status.isDirectory()) await this.addFolder(path);
      else await this.addFile(path, true);
    });
  }

  /** A linked folder below `folder` is not entered: its files belong to where it really lies. */
  private async addFolder(folder: string): Promise<void> {
    await this.guard(folder, async () => {
      const entries = await readdir(resolve(this.cwd, folder), { withFileTypes: true });
      for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
        const path = folder === '.' ? entry.name : below(folder, entry.name);
        if (entry.isDirectory()) {
          if (!skippedFolders.has(entry.name)) await this.addFolder(path);
        } else if (/\.[ch]$/.test(entry.name)) {
          await this.addFound(path);
        }
      }
    });
  }

  /** Pipes, devices and links to folders may be named like sources; they are left alone, and so are type dumps. */
  private async addFound(path: string): Promise<void> {
    await this.guard(path, async () => {
      const absolute = resolve(this.cwd, path);
      const status = await stat(absolute).catch(nullIfDangling);
      if (status === null)
        this.unreadable.push({ path, reason: 'is a link that leads nowhere', isDangling: true });
      else if (status.isFile() && !isTypeDump(path, status.size, '')) await this.addFile(path, false);
    });
  }

  private async addFile(path: string, named: boolean): Promise<void> {
    const absolute = resolve(this.cwd, path);
    const real = await realpath(absolute).catch(() => absolute);
    if (!this.seen.has(real)) this.files.push({ path, named });
    this.seen.add(real);
  }

  private async guard(path: string, action: () => Promise<void>): Promise<void> {
    try {
      await action();
    } catch (error) {
      this.unreadable.push({ path, reason: reason(error), isDangling: false });
    }
  }
}

/** A file that was listed and is not there is a link, or was removed meanwhile. */
function nullIfDangling(error: unknown): null {
  const code = error instanceof Error && 'code' in error ? error.code : null;
  if (code === 'ENOENT' || code === 'ELOOP') return null;
  throw error;
}

/** Keeps the folder as the user wrote it, `./` included, where `path.join` would tidy it. */
function below(folder: string, name: string): string {
  return `${folder.replace(/[/\\]+$/, '')}/${name}`;
}
