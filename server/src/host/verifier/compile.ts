/** Compiles one BPF source with the author's clang, by a command line of our own, under limits. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { FileFlags } from '../compile-commands.js';
import type { Clang } from './clang.js';
import { safeFlags } from './flags.js';
import { run, type User } from './run.js';

export interface CompileRequest {
  /** The source, absolute. */
  readonly path: string;
  readonly clang: Clang;
  /** The program that sets limits. */
  readonly limit: string;
  readonly folder: string;
  /** Flags of the project's build. */
  readonly flags: readonly FileFlags[];
  /** Absolute folders, looked at first. */
  readonly includePaths: readonly string[];
  readonly user: User | null;
  readonly signal: AbortSignal;
}

export interface Compiled {
  /** Path of the object; null where there is none. */
  readonly object: string | null;
  /** What clang says, without colours. */
  readonly words: string;
  readonly leftOut: readonly string[];
}

const seconds = 30;
const memory = 4 * 1024 ** 3;
const largestObject = 64 * 1024 ** 2;

/** Compiles to an object in the folder; what clang says of the source is for the author to read. */
export async function compile(request: CompileRequest): Promise<Compiled> {
  const { clang, limit, folder, user, signal } = request;
  const { options, leftOut } = safeFlags(request.flags);
  const object = join(folder, 'program.bpf.o');
  const limits = [seconds, memory, largestObject].map(String);
  const words = [
    ...limits,
    clang.path,
    ...clang.options,
    ...commandLine(request, options),
    '-o',
    object,
    '-x',
    'c',
    request.path,
  ];
  const { status, stderr, stopped } = await run({
    ...{ program: limit, arguments: words, folder, seconds, user, signal },
  });
  if (stopped !== null) return { object: null, words: `clang ${stopped}`, leftOut };
  return { object: status === 0 && existsSync(object) ? object : null, words: withoutDump(stderr), leftOut };
}

/** What the compiler's back end cannot do, such as a signed division, it says before it dumps its own stack. */
function withoutDump(words: string): string {
  return words.replace(/^PLEASE submit a bug report[^]*?(?=^clang\S*: error:|(?![^]))/m, '');
}

/** The architecture as libbpf's bpf_tracing.h and Debian's folders call it. */
const machines: Readonly<Record<string, readonly [string, string]>> = {
  x64: ['x86', 'x86_64-linux-gnu'],
  arm64: ['arm64', 'aarch64-linux-gnu'],
  arm: ['arm', 'arm-linux-gnueabihf'],
  ppc64: ['powerpc', 'powerpc64le-linux-gnu'],
  s390x: ['s390', 's390x-linux-gnu'],
  riscv64: ['riscv', 'riscv64-linux-gnu'],
};

function commandLine({ includePaths }: CompileRequest, options: readonly string[]): readonly string[] {
  const [machine = 'x86', triplet = ''] = machines[process.arch] ?? [];
  const isDefined = options.some((option) => option.startsWith('-D__TARGET_ARCH_'));
  return [
    ...['-target', 'bpf', '-g', '-c', '-O2', '-fno-color-diagnostics', '-fno-crash-diagnostics'],
    ...(isDefined ? [] : [`-D__TARGET_ARCH_${machine}`]),
    ...includePaths.map((path) => `-I${path}`),
    ...options,
    // Where Debian keeps <asm/types.h>, which clang looks for only when it compiles for the machine itself.
    ...(existsSync(`/usr/include/${triplet}`) ? [`-idirafter/usr/include/${triplet}`] : []),
  ];
}
