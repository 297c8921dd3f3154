/** The project's ebpf-verdict.jsonc on disk: where it lies, and what it says there. */
import { existsSync } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { parseConfigText, type ConfigText, type ConfigTextProblem } from './config-text.js';
import { hostKernel } from './kernel-target.js';

/** The file's name in every project. */
export const configFileName = 'ebpf-verdict.jsonc';

/** Bytes; a pipe or a device in the file's place is not read at all. */
const largestConfig = 8 * 1024 * 1024;

/** A mistake in a configuration file. */
export interface ConfigProblem extends ConfigTextProblem {
  readonly path: string;
}

export interface ConfigFile extends ConfigText {
  readonly path: string;
  /** The text that the problems' spans refer to. */
  readonly text: string;
  readonly problems: readonly ConfigProblem[];
}

/**
 * The configuration file that governs a folder: the nearest one upward, up to and including the root of the
 * repository (the folder that holds `.git`) or of the file system. Null when there is none.
 */
export function findConfig(folder: string): string | null {
  for (let at = resolve(folder); ; at = dirname(at)) {
    const candidate = join(at, configFileName);
    if (existsSync(candidate)) return candidate;
    if (existsSync(join(at, '.git')) || dirname(at) === at) return null;
  }
}

/** Reads and checks a configuration file. Throws when it cannot be read; mistakes inside are `problems`. */
export async function readConfig(path: string, knownRules: readonly string[]): Promise<ConfigFile> {
  const status = await stat(path);
  if (!status.isFile()) throw new Error('is no regular file');
  if (status.size > largestConfig) throw new Error('is too large for a configuration file');
  return parseConfig(await readFile(path, 'utf8'), path, knownRules);
}

/** The same for a text at hand, e.g. an editor's unsaved one. Relative include paths start at `path`'s folder. */
export function parseConfig(text: string, path: string, knownRules: readonly string[]): ConfigFile {
  const folder = dirname(resolve(path));
  const surroundings = { knownRules, hostKernel: hostKernel(), resolve: (to: string) => resolve(folder, to) };
  const { problems, ...rest } = parseConfigText(text, surroundings);
  return { path, text, ...rest, problems: problems.map((problem) => ({ path, ...problem })) };
}
