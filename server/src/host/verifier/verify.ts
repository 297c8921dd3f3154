/**
 * A source or an object through compiler and loader, on the running kernel or on images of others: each program by
 * itself, nothing attached. Puts the parts of this room together; asks nobody, prints nothing.
 */
import { chmodSync, chownSync, copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FileFlags } from '../compile-commands.js';
import { readObject } from '../log-file.js';
import { findClang } from './clang.js';
import { compile } from './compile.js';
import { invoker } from './invoker.js';
import type { KernelChoice, KernelRun, LoadChoice } from './kernel-run.js';
import { loadOn } from './load-on.js';
import type { User } from './run.js';
import type { Machines } from './machines.js';
import { withScratch } from './scratch.js';
import { buildTools, type Tools } from './tools.js';

export type VerifyInput =
  | {
      readonly kind: 'source';
      /** Absolute. */
      readonly path: string;
      readonly flags: readonly FileFlags[];
      readonly includePaths: readonly string[];
    }
  | { readonly kind: 'object'; readonly bytes: Uint8Array };

export interface VerifyRequest extends LoadChoice {
  /** The package's root. */
  readonly root: string;
  readonly input: VerifyInput;
  /** clang as the user named it, an absolute path or a name; null for the first one on PATH. */
  readonly clang: string | null;
  /** The absolute path of qemu-system-x86_64; null for the one on PATH. */
  readonly qemu: string | null;
  /** Folders whose programs are not run. */
  readonly avoid: readonly string[];
  readonly kernels: readonly KernelChoice[];
  /** Those that are kept for the next run; null where there will be none. */
  readonly machines: Machines | null;
  readonly signal: AbortSignal;
  /** Told before each kernel is asked. */
  readonly onKernel: (kernel: KernelChoice) => void;
}

export interface Verified {
  /** Flags of the build that were not passed to clang. */
  readonly leftOut: readonly string[];
  readonly runs: readonly KernelRun[];
  readonly object: Uint8Array;
}

/** Why nothing was loaded: a sentence, and what clang said where it was clang. */
export interface NotVerified {
  readonly failure: string;
  readonly clang: string;
  readonly leftOut: readonly string[];
}

/** Compiles where that is needed, loads, and leaves nothing behind but the machines that are kept. */
export function verifyOn(request: VerifyRequest): Promise<Verified | NotVerified> {
  return withScratch(async (scratch) => {
    const toolRequest = { root: request.root, scratch, avoid: request.avoid, signal: request.signal };
    const tools = await buildTools(toolRequest, ['limit', 'load']);
    if (typeof tools === 'string') return fail(tools);
    const made = await objectOf(request, tools, scratch);
    if ('failure' in made) return made;
    const runs: KernelRun[] = [];
    for (const kernel of request.kernels) {
      request.onKernel(kernel);
      const isTrusted = request.input.kind === 'source';
      runs.push(await loadOn(kernel, made.object, { toolRequest, tools }, { ...request, isTrusted }));
    }
    const read = await readObject(made.object);
    return { leftOut: made.leftOut, runs, object: 'bytes' in read ? read.bytes : new Uint8Array() };
  });
}

function fail(failure: string, clang = '', leftOut: readonly string[] = []): NotVerified {
  return { failure, clang, leftOut };
}

interface Made {
  /** A path. */
  readonly object: string;
  readonly leftOut: readonly string[];
}

async function objectOf(
  { input, clang: named, avoid, signal }: VerifyRequest,
  tools: Tools,
  scratch: string,
): Promise<Made | NotVerified> {
  if (input.kind === 'object') {
    const object = join(scratch, 'program.bpf.o');
    writeFileSync(object, input.bytes);
    return { object, leftOut: [] };
  }
  const user = invoker();
  const { folder, limit } = user === null ? { folder: scratch, ...tools } : placeFor(user, scratch, tools);
  const clang = await findClang({ named, avoid, folder, user, signal });
  if (typeof clang === 'string') return fail(clang);
  const { path, flags, includePaths } = input;
  const made = await compile({ path, clang, limit, folder, flags, includePaths, user, signal });
  if (made.object === null) return fail('clang does not compile it', made.words, made.leftOut);
  return { object: made.object, leftOut: made.leftOut };
}

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
