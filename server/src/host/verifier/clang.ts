/** Which clang compiles, and whether it can be run at all. Asks it for its version; compiles nothing. */
import { isAbsolute } from 'node:path';
import { findProgram } from './find.js';
import { run, type Finished, type User } from './run.js';

export interface Clang {
  /** Absolute. */
  readonly path: string;
  /** What keeps it from reading a configuration of its own. */
  readonly options: readonly string[];
}

export interface ClangRequest {
  /** As the user says it: an absolute path, or a name that PATH has; null for the first clang of PATH. */
  readonly named: string | null;
  /** Folders in which no program is looked for. */
  readonly avoid: readonly string[];
  readonly folder: string;
  readonly user: User | null;
  readonly signal: AbortSignal;
}

/** A clang that runs; a string says why there is none. */
export async function findClang({ named, avoid, ...where }: ClangRequest): Promise<Clang | string> {
  const path =
    named !== null && isAbsolute(named) ? named : findProgram(named === null ? names : [named], avoid);
  if (path === null) return named === null ? needed : `there is no program "${named}" on PATH`;
  const version = (options: readonly string[]): Promise<Finished> =>
    run({ program: path, arguments: [...options, '--version'], seconds: 30, ...where });
  // clang 14 and 15 read no configuration file by themselves, and do not know the option.
  const options = ['--no-default-config'];
  if (isClang(await version(options))) return { path, options };
  const plain = await version([]);
  return isClang(plain) ? { path, options: [] } : `${path} ${faultOf(plain)}`;
}

function isClang({ status, stdout }: Finished): boolean {
  return status === 0 && /\bclang version \d/.test(stdout);
}

function faultOf({ status, stdout, stderr, stopped }: Finished): string {
  if (stopped !== null) return stopped;
  const [words = ''] = (status === 0 ? stdout : stderr).trim().split('\n');
  if (status === 0) return `is no clang: asked for its version, it says "${words}"`;
  return `cannot be run${words === '' ? '' : `: ${words}`}`;
}

const needed = 'clang is needed to compile: apt-get install clang (Fedora: dnf install clang)';

/** Debian's names, newest first. */
const names = ['clang', ...Array.from({ length: 12 }, (_, index) => `clang-${22 - index}`)];
