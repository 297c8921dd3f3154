/**
 * Where an object is loaded: into the running kernel by a process of this machine, into an image in a virtual machine,
 * or into the kernel of a host over ssh. Knows what each of them takes, and nothing of compiling.
 */
import { readFileSync } from 'node:fs';
import { release, tmpdir } from 'node:os';
import { findProgram } from './find.js';
import { invoker } from './invoker.js';
import { judge, type Place } from './judge.js';
import type { KernelChoice, KernelRun, LoadChoice } from './kernel-run.js';
import { localLoader } from './local.js';
import { Machines } from './machines.js';
import { remoteLoader } from './remote.js';
import { buildTools, type ToolRequest, type Tools } from './tools.js';
import { shellWord } from './words.js';

export interface LoadRequest extends LoadChoice {
  /** The absolute path of qemu-system-x86_64; null for the one on PATH. */
  readonly qemu: string | null;
  /** Folders whose programs are not run. */
  readonly avoid: readonly string[];
  /** Those that are kept for the next run; null where there will be none. */
  readonly machines: Machines | null;
  /** Whether the object is the user's own source, compiled; an object that was handed in may be from anywhere. */
  readonly isTrusted: boolean;
  readonly signal: AbortSignal;
}

/** What is there to load with. */
export interface Built {
  readonly toolRequest: ToolRequest;
  readonly tools: Tools;
}

/** What one kernel says; it is reached in the way of its kind. */
export function loadOn(
  kernel: KernelChoice,
  object: string,
  built: Built,
  request: LoadRequest,
): Promise<KernelRun> {
  if (kernel.kind === 'image') return loadInImage(kernel, object, built, request);
  if (kernel.kind === 'ssh') return loadOnHost(kernel, object, built, request);
  const { load, areKept } = built.tools;
  const { scratch: folder, signal } = built.toolRequest;
  const place: Place = {
    ...{ kind: 'host', release: release(), machine: 'this machine' },
    // A loader that is built anew each time keeps no rights.
    remedy: areKept ? `sudo setcap cap_bpf,cap_perfmon,cap_net_admin+ep ${shellWord(load)}` : null,
    otherwise:
      'have the loader kept, so that it can be given these rights: XDG_CACHE_HOME must name a folder outside of the project that only you may change',
  };
  return judge(localLoader({ load, object, folder, user: invoker(), signal }), place, request);
}

async function loadInImage(
  { path: image, release: named }: Extract<KernelChoice, { readonly kind: 'image' }>,
  object: string,
  { toolRequest, tools }: Built,
  request: LoadRequest,
): Promise<KernelRun> {
  const qemu = request.qemu ?? findProgram(['qemu-system-x86_64'], request.avoid);
  if (qemu === null)
    return notReached(
      'image',
      named,
      'qemu-system-x86_64 is needed to boot it: apt-get install qemu-system-x86',
    );
  const built = await buildTools(toolRequest, ['init']);
  if (typeof built === 'string') return notReached('image', named, built);
  const bytes = readFileSync(object);
  const place: Place = { kind: 'image', release: named, machine: null, remedy: null, otherwise: '' };
  // What may come from anywhere is not let near a kernel that judges other programs.
  const shared = request.isTrusted ? request.machines : null;
  const machines = shared ?? new Machines();
  const folder = shared ? tmpdir() : toolRequest.scratch;
  try {
    const machine = machines.for({ image, qemu, init: built.init, limit: tools.limit, folder });
    return await judge(machine.loaderOf(bytes, request.signal), place, request);
  } finally {
    if (!shared) machines.endAll();
  }
}

async function loadOnHost(
  { host }: Extract<KernelChoice, { readonly kind: 'ssh' }>,
  object: string,
  { toolRequest }: Built,
  request: LoadRequest,
): Promise<KernelRun> {
  const built = await buildTools(toolRequest, ['init']);
  if (typeof built === 'string') return notReached('ssh', host, built);
  const { scratch: folder, avoid, signal } = toolRequest;
  const loader = remoteLoader({ host, load: built.init, object, folder, avoid, signal });
  if (typeof loader === 'string') return notReached('ssh', host, loader);
  const otherwise = `log in there as root: ssh:root@${host.replace(/^.*@/, '')}`;
  return judge(loader, { kind: 'ssh', release: host, machine: host, remedy: null, otherwise }, request);
}

function notReached(kind: KernelRun['kind'], named: string, failure: string): KernelRun {
  return {
    ...{ kind, release: named, libbpf: '', isConfidential: false, programs: [] },
    ...{ failure, remedy: null, declined: null },
  };
}
