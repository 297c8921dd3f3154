/**
 * The include paths and macros that a project's build knows: from the nearest compile_commands.json,
 * compile_flags.txt and .clangd upward, and from what bpf2go is told. The system's own folders are left out, for the
 * tables stand for what they hold.
 */
import { readFileSync, realpathSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { clangdFlags, flagLines, includeFolders, macroDefinitions } from './build-flags.js';
import { parseCompileCommands, type CompilationDatabase, type FileFlags } from './compile-commands.js';
import type { GoRuns } from './go-runs.js';
import type { IncludeFolder } from './includes.js';
import { isWithin } from './project-root.js';

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

type FlagsFor = (path: string) => FileFlags | null;

/** What a build knows of one file. */
export interface BuildKnowledge {
  readonly folders: readonly IncludeFolder[];
  /** As after `-D`: `NAME` or `NAME=VALUE`. */
  readonly defines: readonly string[];
  /** All flags, for who compiles; of several runs of bpf2go those of the first. None of them is to be trusted. */
  readonly flags: readonly FileFlags[];
  /** The files that say so, by their absolute paths. */
  readonly from: readonly string[];
}

interface Known {
  readonly stamp: string;
  readonly flagsFor: FlagsFor;
}

/** Reads each build file once, until its time or size changes. */
export class BuildPaths {
  private readonly known = new Map<string, Known | null>();
  private readonly nearest = new Map<string, string | null>();

  constructor(private readonly runs: GoRuns) {}

  /** Build files may have changed, come or gone. */
  changed(): void {
    this.nearest.clear();
  }

  /** For a file at an absolute path, from build files between its folder and `root`, both included. */
  knowledgeOf(path: string, root: string): BuildKnowledge {
    const written = [
      this.find(dirname(path), root, ['compile_commands.json', join('build', 'compile_commands.json')]),
      this.find(dirname(path), root, ['compile_flags.txt']),
      this.find(dirname(path), root, ['.clangd']),
    ].flatMap((file) => {
      const flags = file === null ? null : (this.read(file)?.flagsFor(path) ?? null);
      return file !== null && flags ? [{ ...flags, file }] : [];
    });
    const runs = this.runs.compiling(path, root);
    const folders = [...written, ...runs].flatMap(({ flags, directory }) => includeFolders(flags, directory));
    return {
      folders: unique(folders).filter(
        (folder) =>
          isWithin(folder.path, root) || !systemFolders.some((system) => isWithin(folder.path, system)),
      ),
      defines: macroDefinitions([
        ...inAll(runs.map(({ flags }) => macroDefinitions(flags))),
        ...written.flatMap(({ flags }) => flags),
      ]),
      flags: [...written, ...runs.slice(0, 1)],
      from: [...new Set([...written, ...runs].map(({ file }) => file))],
    };
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

function unique(folders: readonly IncludeFolder[]): readonly IncludeFolder[] {
  const isSame = (a: IncludeFolder, b: IncludeFolder): boolean =>
    a.path === b.path && a.quotedOnly === b.quotedOnly;
  return folders.filter((each, at) => folders.findIndex((other) => isSame(each, other)) === at);
}

/** One source may be built several times: only what is defined each time is known. As `-D` flags. */
function inAll([first = [], ...others]: readonly (readonly string[])[]): readonly string[] {
  const common = first.filter((define) => others.every((other) => other.includes(define)));
  return common.map((define) => `-D${define}`);
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
  return () => ({ flags, directory: folder });
}

function fromDatabase(database: CompilationDatabase): FlagsFor {
  return (path) => database.flagsFor(path) ?? database.flagsFor(realPath(path));
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
