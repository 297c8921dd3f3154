/** A compilation database: which flags a build compiles a file with. */
import { dirname, resolve } from 'node:path';
import { splitCommand } from './build-flags.js';

interface Command {
  readonly directory: string;
  readonly command: string | readonly string[];
}

/** The flags for a file with the folder that they are relative to. */
export interface FileFlags {
  readonly flags: readonly string[];
  readonly directory: string;
}

export interface CompilationDatabase {
  /** Those of the file, else of the first one in its folder; null where there is neither. */
  flagsFor(path: string): FileFlags | null;
}

/** Reads compile_commands.json; entries that make no sense are left out. `folder` is where the file lies. */
export function parseCompileCommands(text: string, folder: string): CompilationDatabase {
  const byFile = new Map<string, Command>();
  const byFolder = new Map<string, Command>();
  for (const entry of entriesOf(text)) {
    const read = readEntry(entry, folder);
    if (!read) continue;
    const { file, command } = read;
    if (!byFile.has(file)) byFile.set(file, command);
    if (!byFolder.has(dirname(file))) byFolder.set(dirname(file), command);
  }
  return {
    flagsFor(path) {
      const found = byFile.get(path) ?? byFolder.get(dirname(path));
      if (!found) return null;
      const { command, directory } = found;
      return { flags: typeof command === 'string' ? splitCommand(command) : command, directory };
    },
  };
}

function entriesOf(text: string): readonly unknown[] {
  try {
    const parsed: unknown = JSON.parse(text);
    return Array.isArray(parsed) ? parsed : [];
  } catch {
    return [];
  }
}

function readEntry(
  entry: unknown,
  folder: string,
): { readonly file: string; readonly command: Command } | null {
  if (typeof entry !== 'object' || entry === null) return null;
  const { file, directory, command, arguments: list } = entry as Readonly<Record<string, unknown>>;
  if (typeof file !== 'string') return null;
  const base = resolve(folder, typeof directory === 'string' ? directory : '.');
  const flags = Array.isArray(list) ? list.filter((each) => typeof each === 'string') : command;
  if (typeof flags !== 'string' && !Array.isArray(flags)) return null;
  return { file: resolve(base, file), command: { directory: base, command: flags } };
}
