/**
 * A source or an object through compiler and loader on the running kernel: each program by itself, nothing attached.
 * Puts the parts of this room together; asks nobody, prints nothing.
 */
import { chmodSync, chownSync, copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { LoaderAnswer } from '../../core/log/loaded.js';
import type { FileFlags } from '../compile-commands.js';
import { readObject } from '../log-file.js';
import { compile } from './compile.js';
import { findProgram } from './find.js';
import { listObject, loadProgram, type Contents, type Loading } from './load.js';
import { thisMachine, type Machine } from './machine.js';
import type { User } from './run.js';
import { withScratch } from './scratch.js';
import { buildTools, type Tools } from './tools.js';

export interface VerifyRequest {
  /** The package's root. */
  readonly root: string;
  readonly input:
    | {
        readonly kind: 'source';
        readonly path: string;
        readonly flags: readonly FileFlags[];
        readonly includePaths: readonly string[];
      }
    | { readonly kind: 'object'; readonly bytes: Uint8Array };
  /** clang as the user named it, absolute; null for the one on PATH. */
  readonly clang: string | null;
  /** Folders whose programs are not run. */
  readonly avoid: readonly string[];
  /** One program's name; null for all. */
  readonly program: string | null;
  /** Bytes of maps that may be created. */
  readonly mostMapBytes: number;
  readonly mayPanic: boolean;
  /** The section of rules/programs.json that a section of the object means; null where none is known. */
  readonly sectionOf: (section: string) => string | null;
}

/** A program with what was said of it; a string says why it was not tried. */
export interface Tried {
  readonly program: string;
  readonly section: string;
  readonly answer: LoaderAnswer | string;
}

export interface Verified {
  readonly release: string;
  readonly libbpf: string;
  readonly machine: Machine;
  /** Flags of the build that were not passed to clang. */
  readonly leftOut: readonly string[];
  readonly programs: readonly Tried[];
  readonly object: Uint8Array;
}

/** Why nothing was loaded: a sentence, and what clang said where it was clang. */
export interface NotVerified {
  readonly failure: string;
  readonly clang: string;
  readonly leftOut: readonly string[];
}

/** Compiles where that is needed, loads, and leaves nothing behind. */
export function verifyHere(request: VerifyRequest): Promise<Verified | NotVerified> {
  const machine = thisMachine();
  if (machine.panicsOnWarnings && !request.mayPanic) return Promise.resolve(fail(panics));
  return withScratch(async (scratch) => {
    const tools = await buildTools({ root: request.root, scratch, avoid: request.avoid });
    if (typeof tools === 'string') return fail(tools);
    const made = await objectOf(request, tools, scratch);
    if ('failure' in made) return made;
    const loading = { load: tools.load, object: made.object, folder: scratch, user: invoker() };
    const contents = await listObject(loading);
    const refusal = typeof contents === 'string' ? contents : obstacleIn(contents, request, tools);
    if (typeof contents === 'string' || refusal !== null)
      return { ...fail(refusal ?? ''), leftOut: made.leftOut };
    const programs = await loadAll(contents, loading, request);
    const read = await readObject(made.object);
    const object = 'bytes' in read ? read.bytes : new Uint8Array();
    const { release, libbpf } = contents;
    return { release, libbpf, machine, leftOut: made.leftOut, programs, object };
  });
}

function fail(failure: string, clang = '', leftOut: readonly string[] = []): NotVerified {
  return { failure, clang, leftOut };
}

const panics =
  'kernel.panic_on_warn is 1 here: a warning in the verifier would stop this machine. Nothing was loaded; --allow-panic-on-warn loads all the same';

/** Who typed sudo: the compiler runs as they are, and the loader becomes them. */
function invoker(): User | null {
  const [uid, gid] = [Number(process.env['SUDO_UID']), Number(process.env['SUDO_GID'])];
  return process.getuid?.() === 0 && uid > 0 && gid > 0 ? { uid, gid } : null;
}

interface Made {
  /** A path. */
  readonly object: string;
  readonly leftOut: readonly string[];
}

async function objectOf(request: VerifyRequest, tools: Tools, scratch: string): Promise<Made | NotVerified> {
  const { input } = request;
  if (input.kind === 'object') {
    const object = join(scratch, 'program.bpf.o');
    writeFileSync(object, input.bytes);
    return { object, leftOut: [] };
  }
  const clang = request.clang ?? findProgram(['clang', ...versions], request.avoid);
  if (clang === null)
    return fail('clang is needed to compile: apt-get install clang (Fedora: dnf install clang)');
  const user = invoker();
  const { folder, limit } = user === null ? { folder: scratch, ...tools } : placeFor(user, scratch, tools);
  const { path, flags, includePaths } = input;
  const { object, words, leftOut } = await compile({ path, clang, limit, folder, flags, includePaths, user });
  return object === null ? fail('clang does not compile it', words, leftOut) : { object, leftOut };
}

/** Debian's names, newest first. */
const versions = Array.from({ length: 12 }, (_, index) => `clang-${22 - index}`);

/** A folder that another user may write to, and the program that sets limits where that user may run it. */
function placeFor(
  user: User,
  scratch: string,
  tools: Tools,
): { readonly folder: string; readonly limit: string } {
  const [folder, limit] = [join(scratch, 'compile'), join(scratch, 'limit-for-user')];
  chmodSync(scratch, 0o711);
  mkdirSync(folder, { mode: 0o700 });
  chownSync(folder, user.uid, user.gid);
  copyFileSync(tools.limit, limit);
  chmodSync(limit, 0o755);
  return { folder, limit };
}

/** Why nothing of an object is loaded; null where nothing speaks against it. */
function obstacleIn(
  { unopened, missing, maps, programs }: Contents,
  request: VerifyRequest,
  tools: Tools,
): string | null {
  if (unopened !== null) return `libbpf cannot open it: ${firstLine(unopened)}`;
  if (programs.length === 0) return 'holds no BPF program';
  if (request.program !== null && !programs.some(({ program }) => program === request.program))
    return `has no program "${request.program}": ${programs.map(({ program }) => program).join(', ')}`;
  if (missing.length > 0)
    return (
      `loading takes ${missing.join(', ')}, which this user does not have: run it as root (sudo), or allow the loader once: ` +
      `sudo setcap cap_bpf,cap_perfmon,cap_net_admin+ep ${tools.load}`
    );
  const bytes = maps.reduce((sum, map) => sum + map.bytes, 0);
  return bytes > request.mostMapBytes ? tooLarge(bytes, maps) : null;
}

function tooLarge(bytes: number, maps: Contents['maps']): string {
  const megabytes = (value: number): string => `${Math.ceil(value / 1024 / 1024).toLocaleString('en')} MB`;
  const [largest] = [...maps].sort((a, b) => b.bytes - a.bytes);
  const of = largest ? `, of which "${largest.map}" ${megabytes(largest.bytes)}` : '';
  return `its maps would take ${megabytes(bytes)} of kernel memory${of}. Nothing was loaded; --yes loads all the same`;
}

async function loadAll(
  { programs, libbpf }: Contents,
  loading: Loading,
  request: VerifyRequest,
): Promise<readonly Tried[]> {
  const tried: Tried[] = [];
  for (const { program, section, typed } of programs) {
    if (request.program !== null && program !== request.program) continue;
    const as = typed ? null : request.sectionOf(section);
    const answer = await loadProgram(loading, program, as);
    tried.push({ program, section, answer: as === null ? answer : unlessTooOld(answer, libbpf) });
  }
  return tried;
}

/** A section that only newer ones know is no fault of the program. */
function unlessTooOld(answer: Tried['answer'], libbpf: string): Tried['answer'] {
  const isUnknown = typeof answer !== 'string' && answer.libbpf.includes('missing BPF prog type');
  return isUnknown ? `libbpf ${libbpf} of this machine is too old for its section` : answer;
}

function firstLine(words: string): string {
  return (words.split('\n').find((line) => line.trim() !== '') ?? 'it does not say why').replace(
    /^libbpf: /,
    '',
  );
}
