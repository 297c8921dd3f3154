/**
 * Compiles the BPF C of test/kernel/programs in the ways that authors do, and lets the running kernel judge each
 * program of each object by itself.
 */
import { execFile, spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { promisify } from 'node:util';

const execute = promisify(execFile);
const folder = resolve('test', 'kernel', 'programs');

/** Where the context structs come from: the system's headers, or a vmlinux.h with CO-RE relocations. */
export const headers = ['uapi', 'core'] as const;
export type Headers = (typeof headers)[number];

/** The instruction sets that clang of today and of some years ago makes use of. */
export const processors = ['v2', 'v3'] as const;
export type Processor = (typeof processors)[number];

/** What the kernel said to one program: null when it loads, else all that libbpf and the verifier wrote. */
export interface Loaded {
  readonly program: string;
  readonly refusal: string | null;
}

/** The names of the sources, without `.bpf.c`. */
export function sources(): readonly string[] {
  const names = readdirSync(folder).filter((name) => name.endsWith('.bpf.c'));
  return names.map((name) => basename(name, '.bpf.c')).sort();
}

/** Writes a source for one kind of headers into `into`; the result is its path. */
export function writeSource(into: string, name: string, kind: Headers): string {
  const text = readFileSync(join(folder, `${name}.bpf.c`), 'utf8');
  const core = readFileSync(join(folder, 'core.h'), 'utf8');
  const path = join(into, `${name}.${kind}.bpf.c`);
  writeFileSync(path, kind === 'uapi' ? text : text.replace('#include <linux/bpf.h>\n', () => core));
  return path;
}

/** Whether clang can make BPF objects here with the headers that the sources include. */
export function hasCompiler(into: string): boolean {
  const path = join(into, 'nothing.c');
  writeFileSync(path, '#include <linux/bpf.h>\n#include <bpf/bpf_core_read.h>\n');
  return spawnSync('clang', [...flags('v3'), path, '-o', join(into, 'nothing.o')]).status === 0;
}

/** Compiles a source; the result is the object's path. Rejects with the compiler's words. */
export async function compile(source: string, processor: Processor): Promise<string> {
  const object = source.replace(/\.bpf\.c$/, `.${processor}.o`);
  await execute('clang', [...flags(processor), source, '-o', object]);
  return object;
}

/** Builds the loader into `into`; null where there is no compiler or no libbpf to build it with. */
export function buildLoader(into: string): string | null {
  const loader = join(into, 'loader');
  const source = resolve('test', 'kernel', 'support', 'loader.c');
  const { status } = spawnSync('cc', ['-O2', '-o', loader, source, '-lbpf'], { stdio: 'ignore' });
  return status === 0 ? loader : null;
}

/** Loads each program of an object by itself. */
export async function load(loader: string, object: string): Promise<readonly Loaded[]> {
  const { stdout } = await execute(loader, [object], { maxBuffer: 1 << 26 });
  return stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Loaded);
}

/** What clang is called with. Debian keeps `asm/` in a folder named after the machine, which clang does not search for a foreign target. */
export function flags(processor: Processor): readonly string[] {
  const machine = process.arch === 'arm64' ? 'aarch64' : 'x86_64';
  const include = `-I/usr/include/${machine}-linux-gnu`;
  return ['-target', 'bpf', `-mcpu=${processor}`, '-O2', '-g', '-Wno-everything', include, '-c'];
}
