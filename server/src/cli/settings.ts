/** The settings in force for a file: the command line's flags over the nearest configuration file over the defaults. */
import { dirname, join, relative, resolve, sep } from 'node:path';
import { defaultSettings, withLoader, type Settings } from '../core/engine/settings.js';
import type { KernelTypes } from '../core/btf/kernel-types.js';
import type { KernelFacts } from '../core/kernel/facts.js';
import { lineColumn, lineStarts } from '../core/text.js';
import {
  configFileName,
  findConfig,
  readConfig,
  type ConfigFile,
  type ConfigProblem,
} from '../host/config.js';
import { hostTypes, readTypes } from '../host/kernel-btf.js';
import { writeKernelTarget } from '../host/kernel-syntax.js';
import { didYouMean } from '../host/nearest.js';
import { reason } from '../host/source.js';
import type { HeaderReaders } from './headers.js';
import type { TargetOptions } from './target-options.js';
import { UsageError } from './usage-error.js';

export interface EffectiveSettings {
  readonly settings: Settings;
  /** Who says what the loader is, or what it was guessed from. */
  readonly loaderFrom: string;
  /** Absolute folders: the command line's first, then the file's. */
  readonly includePaths: readonly string[];
  /** The configuration file in force; null where there is none. */
  readonly config: string | null;
}

/** Finds, reads and merges configuration, each file once. */
export class SettingsResolver {
  /** One line per mistake in a configuration file, in the order in which they were met. */
  readonly problems: string[] = [];
  /** By the path of a configuration file; null for one that cannot be read. */
  private readonly files = new Map<string, Promise<ConfigFile | null>>();
  /** Of `--btf`. */
  private readonly types: KernelTypes | null;
  private readonly withHostTypes = hostTypes();

  constructor(
    private readonly flags: TargetOptions,
    private readonly cwd: string,
    private readonly knownRules: readonly string[],
    private readonly projects: Pick<HeaderReaders, 'loaderOf'>,
  ) {
    this.types = flags.btf === null ? null : namedTypes(flags.btf, cwd);
    for (const id of Object.keys(flags.severities)) {
      if (knownRules.includes(id)) continue;
      throw new UsageError(`--rule: there is no rule "${id}".${didYouMean(id, knownRules)}`, 'check');
    }
  }

  /** For a file at `path`, which need not exist. Throws a UsageError when `--config` names no readable file. */
  settingsFor(path: string): Promise<EffectiveSettings> {
    return this.settingsOf(resolve(this.cwd, path));
  }

  /** The same for any file in an absolute folder. */
  settingsIn(folder: string): Promise<EffectiveSettings> {
    return this.settingsOf(join(folder, 'any.bpf.c'));
  }

  private async settingsOf(path: string): Promise<EffectiveSettings> {
    const config = this.configPath(dirname(path));
    const file = config === null ? null : await this.readOnce(config);
    return { ...this.merge(file, path), includePaths: this.mergeIncludePaths(file), config: file && config };
  }

  private configPath(folder: string): string | null {
    if (this.flags.noConfig) return null;
    if (this.flags.config !== null) return resolve(this.cwd, this.flags.config);
    return findConfig(folder);
  }

  private readOnce(path: string): Promise<ConfigFile | null> {
    const known = this.files.get(path) ?? this.read(path);
    this.files.set(path, known);
    return known;
  }

  private async read(path: string): Promise<ConfigFile | null> {
    try {
      const file = await readConfig(path, this.knownRules);
      const lines = lineStarts(file.text);
      for (const problem of file.problems) this.problems.push(this.describe(problem, lines));
      return file;
    } catch (error) {
      if (this.flags.config !== null)
        throw new UsageError(`--config ${this.flags.config}: the file ${reason(error)}.`);
      this.problems.push(`${this.show(path)}: ${reason(error)}`);
      return null;
    }
  }

  private describe(problem: ConfigProblem, lines: readonly number[]): string {
    const { line, column } = lineColumn(lines, problem.span.start);
    return `${this.show(problem.path)}:${line + 1}:${column + 1}: ${problem.message}`;
  }

  /** Relative where that is shorter to read. */
  private show(path: string): string {
    const short = relative(this.cwd, path);
    return (short.startsWith('..') ? path : short).split(sep).join('/');
  }

  private merge(file: ConfigFile | null, path: string): Pick<EffectiveSettings, 'settings' | 'loaderFrom'> {
    const { kernel, loader, severities } = file?.settings ?? { ...defaultSettings, loader: null };
    const written = this.withHostTypes({
      kernel: this.flags.kernel ?? kernel,
      loader: this.flags.loader ?? loader,
      severities: { ...severities, ...this.flags.severities },
      ...(this.types && { types: this.types }),
    });
    if (written.loader !== null) {
      const loaderFrom = this.flags.loader === null ? configFileName : 'the command line';
      return { settings: withLoader(written, null), loaderFrom };
    }
    const guess = this.projects.loaderOf(path);
    return {
      settings: withLoader(written, guess),
      loaderFrom: guess ? `guessed: ${guess.because}` : 'assumed: nothing in the project shows it',
    };
  }

  private mergeIncludePaths(file: ConfigFile | null): readonly string[] {
    const flags = this.flags.includePaths.map((path) => resolve(this.cwd, path));
    return [...new Set([...flags, ...(file?.includePaths ?? [])])];
  }
}

/** The types in the file of `--btf`. Throws a UsageError where it holds none. */
function namedTypes(path: string, cwd: string): KernelTypes {
  const types = readTypes(resolve(cwd, path));
  if (typeof types === 'string') throw new UsageError(`--btf ${path}: the file ${types}.`);
  return types;
}

/** The target kernel as one writes it; the newest measured one where none is set. */
export function targetName(settings: Settings, facts: KernelFacts): string {
  return settings.kernel ? writeKernelTarget(settings.kernel) : (facts.kernels.at(-1) ?? '');
}
