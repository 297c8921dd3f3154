/**
 * Our two programs in C: the loader, and the one that sets limits. They are built once with the user's compiler and
 * libbpf, and kept in a folder that only this user may change.
 */
import { createHash } from 'node:crypto';
import { chmodSync, readFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { isOurs, keptFolder } from './cache.js';
import { findProgram } from './find.js';
import { run } from './run.js';

/** Absolute paths of rules/probe's programs: `init` is the loader for virtual machines. */
export interface Tools {
  readonly limit: string;
  readonly load: string;
  readonly init: string;
  /** Whether they are there for the next run, too. */
  readonly areKept: boolean;
}

type Name = Exclude<keyof Tools, 'areKept'>;

interface Recipe {
  readonly sources: readonly string[];
  /** What it is linked with; the second is tried where the first does not do. */
  readonly linking: readonly (readonly string[])[];
}

const loader = [
  'load.c',
  'requests.c',
  'sizes.c',
  'visited.c',
  'confine.c',
  'programs.c',
  'guest.c',
  'json.c',
];
const libraries = ['-lbpf', '-lelf', '-lz'];

/** What is built of which sources. Newer libelfs need one library more to be linked statically. */
const programs: Readonly<Record<Name, Recipe>> = {
  limit: { sources: ['limit.c', 'confine.c'], linking: [[]] },
  load: { sources: loader, linking: [libraries] },
  init: {
    sources: loader,
    linking: [
      ['-static', ...libraries],
      ['-static', ...libraries, '-lzstd'],
    ],
  },
};

const headers = [
  'confine.h',
  'guest.h',
  'json.h',
  'requests.h',
  'sizes.h',
  'visited.h',
  'programs.h',
  'uapi.h',
];

export interface ToolRequest {
  /** The package's root. */
  readonly root: string;
  /** Where to build what cannot be kept. */
  readonly scratch: string;
  readonly avoid: readonly string[];
  readonly signal: AbortSignal;
}

/** These programs, built where they are not there yet; a string says what is missing and what to install. */
export async function buildTools(
  { root, scratch, avoid, signal }: ToolRequest,
  names: readonly Name[],
): Promise<Tools | string> {
  const compiler = findProgram(['cc', 'gcc', 'clang'], avoid);
  if (compiler === null)
    return 'a C compiler is needed to build the loader: apt-get install gcc libbpf-dev (Fedora: dnf install gcc libbpf-devel)';
  const sources = join(root, 'rules', 'probe');
  const kept = keptFolder(`verifier-${keyOf(sources, compiler)}`, avoid);
  const folder = kept ?? scratch;
  const tools: Tools = {
    limit: join(folder, 'limit'),
    load: join(folder, 'load'),
    init: join(folder, 'init'),
    areKept: kept !== null,
  };
  for (const name of names) {
    if (isOurs(tools[name])) continue;
    const failure = await build(name, tools[name], { compiler, sources, scratch, signal });
    if (failure !== null) return failure;
  }
  return tools;
}

/** Other sources or another compiler make other programs. */
function keyOf(sources: string, compiler: string): string {
  const hash = createHash('sha256').update(`${compiler} ${process.arch}`);
  const files = [...programs.limit.sources, ...loader, ...headers];
  for (const file of files) hash.update(readFileSync(join(sources, file)));
  return hash.digest('hex').slice(0, 16);
}

interface BuildFrom {
  readonly compiler: string;
  readonly sources: string;
  readonly scratch: string;
  readonly signal: AbortSignal;
}

async function build(name: Name, to: string, from: BuildFrom): Promise<string | null> {
  const made = `${to}.${process.pid}`;
  const { sources, linking } = programs[name];
  const files = sources.map((file) => join(from.sources, file));
  let failure = '';
  for (const libraries of linking) {
    const words = ['-O2', '-std=gnu11', '-o', made, ...files, ...libraries];
    const command = {
      program: from.compiler,
      arguments: words,
      folder: from.scratch,
      seconds: 60,
      user: null,
      signal: from.signal,
    };
    const { status, stderr, stopped } = await run(command);
    failure = status === 0 ? '' : missing(stopped ?? stderr);
    if (failure === '') break;
  }
  if (failure !== '') return failure;
  chmodSync(made, 0o700);
  renameSync(made, to);
  return null;
}

/** What a failed build lacks. */
function missing(errors: string): string {
  if (/\bbpf\/\w+\.h\b|-lbpf\b/.test(errors))
    return "libbpf's development files are needed to build the loader: apt-get install libbpf-dev (Fedora: dnf install libbpf-devel)";
  if (/-l(?:elf|z)\b/.test(errors))
    return 'libelf and zlib are needed to build the loader: apt-get install libelf-dev zlib1g-dev';
  const line = errors.split('\n').find((each) => /error|undefined/.test(each)) ?? errors.split('\n')[0] ?? '';
  return `the loader cannot be built, which takes libbpf 1.0 or newer: ${line.trim()}`;
}
