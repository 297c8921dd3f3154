/** Loads an object into the running kernel, each program by itself, if nothing speaks against it. */
import { release } from 'node:os';
import { firstLine, unlessTooOld, type KernelRun, type LoadChoice, type Tried } from './kernel-run.js';
import { listObject, loadProgram, type Contents, type Loading } from './load.js';
import { thisMachine } from './machine.js';

/** What the running kernel says; nothing is created before it is known what is in the object. */
export async function loadHere(loading: Loading, choice: LoadChoice): Promise<KernelRun> {
  const machine = thisMachine();
  const base = {
    kind: 'host',
    release: release(),
    libbpf: '',
    isConfidential: machine.isConfidential,
    programs: [],
  } as const;
  if (machine.panicsOnWarnings && !choice.mayPanic) return { ...base, failure: panics };
  const contents = await listObject(loading);
  const failure = typeof contents === 'string' ? contents : obstacleIn(contents, choice, loading);
  if (typeof contents === 'string' || failure !== null) return { ...base, failure };
  const programs = await loadAll(contents, loading, choice);
  return { ...base, libbpf: contents.libbpf, programs, failure: null };
}

const panics =
  'kernel.panic_on_warn is 1 here: a warning in the verifier would stop this machine. Nothing was loaded; --allow-panic-on-warn loads all the same';

/** Why nothing of an object is loaded; null where nothing speaks against it. */
function obstacleIn(
  { unopened, missing, maps, programs }: Contents,
  { program, mostMapBytes }: LoadChoice,
  loading: Loading,
): string | null {
  if (unopened !== null) return `libbpf cannot open it: ${firstLine(unopened)}`;
  if (programs.length === 0) return 'holds no BPF program';
  const names = programs.map((each) => each.program);
  if (program !== null && !names.includes(program)) return `has no program "${program}": ${names.join(', ')}`;
  if (missing.length > 0)
    return `loading takes ${missing.join(', ')}, which this user does not have: run it as root (sudo), or ${allowing(loading)}`;
  const bytes = maps.reduce((sum, map) => sum + map.bytes, 0);
  return bytes > mostMapBytes ? tooLarge(bytes, maps) : null;
}

/** A loader that is built anew each time keeps no rights. */
function allowing({ load, isKept }: Loading): string {
  if (isKept)
    return `allow the loader once: sudo setcap cap_bpf,cap_perfmon,cap_net_admin+ep ${quoted(load)}`;
  return 'have the loader kept, so that it can be given these rights: XDG_CACHE_HOME must name a folder outside of the project that only you may change';
}

/** A word of a shell. */
function quoted(path: string): string {
  return /^[\w/.+-]+$/.test(path) ? path : `'${path.replaceAll("'", "'\\''")}'`;
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
  choice: LoadChoice,
): Promise<readonly Tried[]> {
  const tried: Tried[] = [];
  for (const { program, section, typed } of programs) {
    if (choice.program !== null && program !== choice.program) continue;
    const as = typed ? null : choice.sectionOf(section);
    const answer = await loadProgram(loading, program, as);
    tried.push({ program, section, answer: unlessTooOld(answer, as, libbpf) });
  }
  return tried;
}
