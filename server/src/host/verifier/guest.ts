/**
 * Loads an object into another kernel: one that QEMU emulates, without a network, a disk or a folder of this machine.
 * Its only process is our loader, which writes its answers on the second serial line.
 */
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { LoaderAnswer } from '../../core/log/loaded.js';
import { readElf } from '../../core/object/elf.js';
import { findProgram } from './find.js';
import { firstLine, unlessTooOld, type KernelChoice, type KernelRun, type LoadChoice } from './kernel-run.js';
import { loaderLines, type Line } from './load.js';
import { initialRamdisk } from './ramdisk.js';
import { run } from './run.js';
import { buildTools, type ToolRequest } from './tools.js';

export interface GuestLoading {
  readonly object: string;
  /** The program that sets limits. */
  readonly limit: string;
  readonly tools: ToolRequest;
  /** Absolute; null for the one on PATH. */
  readonly qemu: string | null;
}

/** What the kernel in an image says. */
export async function loadInImage(
  { path, release }: Extract<KernelChoice, { readonly kind: 'image' }>,
  loading: GuestLoading,
  choice: LoadChoice,
): Promise<KernelRun> {
  const base = {
    kind: 'image',
    release,
    libbpf: '',
    isConfidential: false,
    programs: [],
    remedy: null,
    declined: null,
  } as const;
  const object = readFileSync(loading.object);
  const kinds = kindsOf(object, choice);
  const lines = await boot(path, loading, object, wordsOf(kinds, choice));
  if (typeof lines === 'string') return { ...base, failure: lines };
  const unopened = lines.find((line) => 'unopened' in line);
  if (unopened)
    return { ...base, failure: `libbpf cannot open it: ${firstLine(String(unopened['libbpf']))}` };
  const answers = lines.filter((line) => 'error' in line) as unknown as readonly LoaderAnswer[];
  if (answers.length === 0)
    return {
      ...base,
      failure: choice.program === null ? 'holds no BPF program' : `has no program "${choice.program}"`,
    };
  const libbpf = String(lines[0]?.['loader']);
  const programs = answers.map((answer) => ({
    program: answer.program,
    section: answer.section,
    answer: unlessTooOld(answer, kinds.get(answer.program) ?? null, libbpf),
  }));
  return { ...base, libbpf, programs, failure: null };
}

/** The kinds of programs by our tables, of which the loader takes those that libbpf does not know. */
function kindsOf(object: Uint8Array, { sectionOf }: LoadChoice): ReadonlyMap<string, string> {
  const elf = readElf(object);
  if (typeof elf === 'string') return new Map();
  return new Map(
    elf.functions.flatMap(({ name, section }) => {
      const kind = sectionOf(elf.sections[section]?.name ?? '');
      return kind === null ? [] : [[name, kind] as const];
    }),
  );
}

/** A word a line. */
function wordsOf(kinds: ReadonlyMap<string, string>, { program }: LoadChoice): string {
  const as = [...kinds].flatMap(([name, kind]) => ['--as', `${name}=${kind}`]);
  return [...(program === null ? [] : ['--program', program]), ...as].map((word) => `${word}\n`).join('');
}

const seconds = 600;
/** An emulated processor's translated code takes a gigabyte. */
const memory = 8 * 1024 ** 3;
const largestAnswers = 64 * 1024 ** 2;

/** What the loader wrote as the only process of a kernel; a string says why it wrote nothing. */
async function boot(
  image: string,
  { limit, tools, qemu: named }: GuestLoading,
  object: Uint8Array,
  words: string,
): Promise<readonly Line[] | string> {
  const qemu = named ?? findProgram(['qemu-system-x86_64'], tools.avoid);
  if (qemu === null) return 'qemu-system-x86_64 is needed to boot it: apt-get install qemu-system-x86';
  const built = await buildTools(tools, ['init']);
  if (typeof built === 'string') return built;
  const [ramdisk, console, answers] = ['initrd.gz', 'console.txt', 'answers.jsonl'].map((name) =>
    join(tools.scratch, name),
  ) as [string, string, string];
  const files = { 'objects/program.bpf.o': object, words: Buffer.from(words) };
  rmSync(answers, { force: true });
  writeFileSync(ramdisk, initialRamdisk(readFileSync(built.init), files));
  const limits = [seconds, memory, largestAnswers].map(String);
  const { status, stderr, stopped } = await run({
    program: limit,
    arguments: [...limits, qemu, ...machine(image, ramdisk, console, answers)],
    folder: tools.scratch,
    seconds,
    user: null,
    signal: tools.signal,
  });
  if (stopped !== null) return `the virtual machine ${stopped}`;
  const lines = loaderLines(text(answers));
  if (status === 0 && lines.some((line) => line['done'] === true)) return lines;
  return `the kernel did not answer; it said last: ${lastWords(text(console), stderr)}`;
}

/** Emulated throughout: it needs no rights, and no hardware that a container lacks. */
function machine(image: string, ramdisk: string, console: string, answers: string): readonly string[] {
  return [
    ...['-accel', 'tcg,thread=multi', '-cpu', 'max', '-smp', '1', '-m', '1024'],
    ...['-display', 'none', '-no-reboot', '-nodefaults', '-no-user-config'],
    ...['-sandbox', 'on,obsolete=deny,elevateprivileges=deny,spawn=deny,resourcecontrol=deny'],
    ...['-kernel', image, '-initrd', ramdisk],
    ...['-append', 'console=ttyS0 loglevel=3 panic=-1 mitigations=off nokaslr'],
    ...['-serial', `file:${console}`, '-serial', `file:${answers}`],
  ];
}

function text(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

function lastWords(console: string, stderr: string): string {
  const lines = `${console}\n${stderr}`.split(/\r?\n/).filter((line) => line.trim() !== '');
  return lines.at(-1) ?? 'nothing';
}
