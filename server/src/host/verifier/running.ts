/** Loads an object into the running kernel, each program by itself, if nothing speaks against it. */
import { release } from 'node:os';
import {
  firstLine,
  unlessTooOld,
  type KernelRun,
  type LoadChoice,
  type Question,
  type Tried,
} from './kernel-run.js';
import { listObject, loadProgram, type Contents, type Loading } from './load.js';
import { thisMachine } from './machine.js';

/** Bytes of maps that are created without asking. */
const mostMapBytes = 64 * 1024 ** 2;

/** What the running kernel says; nothing is created before it is known what is in the object. */
export async function loadHere(loading: Loading, choice: LoadChoice): Promise<KernelRun> {
  const { panicsOnWarnings, isConfidential } = thisMachine();
  const base = { kind: 'host', release: release(), libbpf: '', isConfidential, programs: [] } as const;
  const stopped = (failure: string, remedy: string | null = null): KernelRun => ({
    ...base,
    failure,
    remedy,
    declined: null,
  });
  const declined = ({ kind, text }: Question): KernelRun => ({
    ...base,
    failure: `nothing was loaded: ${text}`,
    remedy: null,
    declined: kind,
  });
  if (panicsOnWarnings && !(await choice.consents(panics))) return declined(panics);
  const contents = await listObject(loading);
  if (typeof contents === 'string') return stopped(contents);
  const obstacle = obstacleIn(contents, choice);
  if (obstacle !== null) return stopped(obstacle);
  if (contents.missing.length > 0) return stopped(forbidden(contents.missing, loading), remedyFor(loading));
  const large = largeMaps(contents.maps);
  if (large && !(await choice.consents(large))) return declined(large);
  const programs = await loadAll(contents, loading, choice);
  return { ...base, libbpf: contents.libbpf, programs, failure: null, remedy: null, declined: null };
}

const panics: Question = {
  kind: 'panic-on-warn',
  text: 'kernel.panic_on_warn is 1 here, so that a warning in the verifier would stop this machine',
};

/** Why nothing of an object is loaded; null where nothing speaks against it. */
function obstacleIn({ unopened, programs }: Contents, { program }: LoadChoice): string | null {
  if (unopened !== null) return `libbpf cannot open it: ${firstLine(unopened)}`;
  if (programs.length === 0) return 'holds no BPF program';
  const names = programs.map((each) => each.program);
  if (program !== null && !names.includes(program)) return `has no program "${program}": ${names.join(', ')}`;
  return null;
}

function forbidden(missing: readonly string[], loading: Loading): string {
  const remedy = remedyFor(loading);
  const otherwise =
    remedy === null
      ? 'have the loader kept, so that it can be given these rights: XDG_CACHE_HOME must name a folder outside of the project that only you may change'
      : `allow the loader once: ${remedy}`;
  return `loading takes ${missing.join(', ')}, which this user does not have: run it as root (sudo), or ${otherwise}`;
}

/** A loader that is built anew each time keeps no rights. */
function remedyFor({ load, isKept }: Loading): string | null {
  return isKept ? `sudo setcap cap_bpf,cap_perfmon,cap_net_admin+ep ${quoted(load)}` : null;
}

/** A word of a shell. */
function quoted(path: string): string {
  return /^[\w/.+-]+$/.test(path) ? path : `'${path.replaceAll("'", "'\\''")}'`;
}

/** Null where they may be created without asking. */
function largeMaps(maps: Contents['maps']): Question | null {
  const bytes = maps.reduce((sum, map) => sum + map.bytes, 0);
  if (bytes <= mostMapBytes) return null;
  const megabytes = (value: number): string => `${Math.ceil(value / 1024 / 1024).toLocaleString('en')} MB`;
  const [largest] = [...maps].sort((a, b) => b.bytes - a.bytes);
  const of = largest ? `, of which "${largest.map}" ${megabytes(largest.bytes)}` : '';
  return { kind: 'large-maps', text: `its maps would take ${megabytes(bytes)} of kernel memory${of}` };
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
