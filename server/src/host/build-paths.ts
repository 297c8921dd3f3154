/**
 * The include paths that a project's build knows: from the nearest compile_commands.json, compile_flags.txt and
 * .clangd upward. The system's own folders are left out, for the tables stand for what they hold.
 */
import { readFileSync, realpathSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { clangdFlags, flagLines, includeFolders } from './build-flags.js';
import { parseCompileCommands, type CompilationDatabase } from './compile-commands.js';
import type { IncludeFolder } from './includes.js';
import { isWithin } from './project-root.js';

/** The files that are looked at, for who watches them. */
export const buildFiles = ['compile_commands.json', 'compile_flags.txt', '.clangd'] as const;

/** Bytes; a kernel's database takes a third of this. */
const largestDatabase = 64 * 1024 * 1024;
const largestFlags = 64 * 1024;

const systemFolders = [
  '/usr/include',
  '/usr/local/include',
  '/usr/lib',
  '/usr/lib64',
  '/usr/src',
  '/lib/modules',
];

type FlagsFor = (path: string) => readonly IncludeFolder[];

interface Known {
  readonly stamp: string;
  readonly flagsFor: FlagsFor;
}

/** Reads each build file once, until its time or size changes. */
export class BuildPaths {
  private readonly known = new Map<string, Known | null>();
  private readonly nearest = new Map<string, string | null>();

  /** Build files may have changed, come or gone. */
  changed(): void {
    this.nearest.clear();
  }

  /** For a file at an absolute path, from build files between its folder and `root`, both included. */
  foldersFor(path: string, root: string): readonly IncludeFolder[] {
    const found = [
      this.find(dirname(path), root, ['compile_commands.json', join('build', 'compile_commands.json')]),
      this.find(dirname(path), root, ['compile_flags.txt']),
      this.find(dirname(path), root, ['.clangd']),
    ];
    const folders = found.flatMap((file) => (file === null ? [] : (this.read(file)?.flagsFor(path) ?? [])));
    return folders.filter(
      (folder) =>
        isWithin(folder.path, root) || !systemFolders.some((system) => isWithin(folder.path, system)),
    );
  }

  private find(folder: string, root: string, names: readonly string[]): string | null {
    if (!isWithin(folder, root)) return null;
    const key = `${names.join(' ')}\n${folder}\n${root}`;
    const known = this.nearest.get(key);
    if (known !== undefined) return known;
    const here = names.map((name) => join(folder, name)).find((path) => stampOf(path) !== null);
    const found =
      here ?? (resolve(folder) === resolve(root) ? null : this.find(dirname(folder), root, names));
    this.nearest.set(key, found);
    return found;
  }

  private read(file: string): Known | null {
    const stamp = stampOf(file);
    const known = this.known.get(file);
    if (known && known.stamp === stamp) return known;
    const flagsFor = stamp === null ? null : parse(file);
    const read = stamp !== null && flagsFor ? { stamp, flagsFor } : null;
    this.known.set(file, read);
    return read;
  }
}

function stampOf(file: string): string | null {
  try {
    const status = statSync(file);
    const largest = file.endsWith('.json') ? largestDatabase : largestFlags;
    return status.isFile() && status.size <= largest ? `${status.mtimeMs} ${status.size}` : null;
  } catch {
    return null;
  }
}

function parse(file: string): FlagsFor | null {
  const folder = dirname(file);
  const text = readText(file);
  if (text === null) return null;
  if (file.endsWith('.json')) return fromDatabase(parseCompileCommands(text, folder));
  const flags = file.endsWith('.txt') ? flagLines(text) : clangdFlags(text);
  const folders = includeFolders(flags, folder);
  return () => folders;
}

function fromDatabase(database: CompilationDatabase): FlagsFor {
  return (path) => {
    const found = database.flagsFor(path) ?? database.flagsFor(realPath(path));
    return found ? includeFolders(found.flags, found.directory) : [];
  };
}

/** Builds write down where files really lie. */
function realPath(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}

function readText(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return null;
  }
}
