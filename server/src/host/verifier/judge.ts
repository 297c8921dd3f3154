/** Has a kernel judge an object's programs, each by itself, if nothing speaks against it. */
import {
  firstLine,
  unlessTooOld,
  type KernelRun,
  type LoadChoice,
  type Question,
  type Tried,
} from './kernel-run.js';
import { listObject, loadProgram, type Contents, type Loader } from './load.js';

/** The kernel that a loader runs on. */
export interface Place {
  readonly kind: KernelRun['kind'];
  /** What it is called before the loader tells. */
  readonly release: string;
  /** `this machine`; null for a kernel that has nothing to lose. */
  readonly machine: string | null;
  /** A command that gives the loader its rights; null where there is none. */
  readonly remedy: string | null;
  /** What else to do where rights are missing, as words that follow "or". */
  readonly otherwise: string;
}

/** What the kernel says; nothing is created before it is known what is in the object. */
export async function judge(loader: Loader, place: Place, choice: LoadChoice): Promise<KernelRun> {
  const { kind } = place;
  const base = { kind, release: place.release, libbpf: '', isConfidential: false, programs: [] };
  const contents = await listObject(loader);
  if (typeof contents === 'string') return { ...base, failure: contents, remedy: null, declined: null };
  const { release, libbpf, isConfidential, missing } = contents;
  const told = { ...base, release, libbpf, isConfidential, remedy: null, declined: null };
  const obstacle = obstacleIn(contents, choice);
  if (obstacle !== null) return { ...told, failure: obstacle };
  if (missing.length > 0) return { ...told, failure: forbidden(missing, place), remedy: place.remedy };
  for (const question of questions(contents, place))
    if (!(await choice.consents(question)))
      return { ...told, failure: `nothing was loaded: ${question.text}`, declined: question.kind };
  return { ...told, programs: await loadAll(contents, loader, choice), failure: null };
}

/** Why nothing of an object is loaded; null where nothing speaks against it. */
function obstacleIn({ unopened, programs }: Contents, { program }: LoadChoice): string | null {
  if (unopened !== null) return `libbpf cannot open it: ${firstLine(unopened)}`;
  if (programs.length === 0) return 'holds no BPF program';
  const names = programs.map((each) => each.program);
  if (program !== null && !names.includes(program)) return `has no program "${program}": ${names.join(', ')}`;
  return null;
}

function forbidden(missing: readonly string[], { remedy, otherwise }: Place): string {
  const advice = remedy === null ? otherwise : `allow the loader once: ${remedy}`;
  return `loading takes ${missing.join(', ')}, which this user does not have: run it as root (sudo), or ${advice}`;
}

/** Bytes of maps that are created without asking. */
const mostMapBytes = 64 * 1024 ** 2;

/** What the user has to say to, before anything is loaded into a kernel that matters to somebody. */
function questions({ panicsOnWarnings, maps }: Contents, { machine }: Place): readonly Question[] {
  if (machine === null) return [];
  const panics: Question = {
    kind: 'panic-on-warn',
    text: `kernel.panic_on_warn is 1, so that a warning in the verifier would stop ${machine}`,
  };
  return [...(panicsOnWarnings ? [panics] : []), ...largeMaps(maps, machine)];
}

function largeMaps(maps: Contents['maps'], machine: string): readonly Question[] {
  const bytes = maps.reduce((sum, map) => sum + map.bytes, 0);
  if (bytes <= mostMapBytes) return [];
  const megabytes = (value: number): string => `${Math.ceil(value / 1024 / 1024).toLocaleString('en')} MB`;
  const [largest] = [...maps].sort((a, b) => b.bytes - a.bytes);
  const of = largest ? `, of which "${largest.map}" ${megabytes(largest.bytes)}` : '';
  return [
    {
      kind: 'large-maps',
      text: `its maps would take ${megabytes(bytes)} of kernel memory on ${machine}${of}`,
    },
  ];
}

async function loadAll(
  { programs, libbpf }: Contents,
  loader: Loader,
  choice: LoadChoice,
): Promise<readonly Tried[]> {
  const tried: Tried[] = [];
  for (const { program, section, typed } of programs) {
    if (choice.program !== null && program !== choice.program) continue;
    const as = typed ? null : choice.sectionOf(section);
    const answer = await loadProgram(loader, program, as);
    tried.push({ program, section, answer: unlessTooOld(answer, as, libbpf) });
  }
  return tried;
}
