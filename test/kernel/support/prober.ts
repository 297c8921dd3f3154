/**
 * Builds the project's prober (rules/probe) and asks the running kernel with it. Knows when a machine cannot be
 * asked, which is no failure: an ordinary user may not load BPF programs, and a container may have no compiler.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { cellsOfRanges, offsetsOf, type Answered, type Ranges } from './cells.js';

/** The reason that every test of this room gives when it is skipped. */
export const cannotLoad = 'cannot load BPF programs here';

/** What the verifier said of one program kind. */
export interface Answer {
  readonly programType: string;
  readonly attachType: string | null;
  /** Null where the kernel does not load the kind at all. */
  readonly context: Answered | null;
}

type Direction = Readonly<Record<string, { readonly accepted: string }>>;

interface Line {
  readonly section?: string;
  readonly programType: string;
  readonly attachType: string | null;
  readonly loads: unknown;
  readonly access?: readonly {
    readonly pointer: string;
    readonly probed?: string;
    readonly read?: Direction;
    readonly write?: Direction;
  }[];
}

/**
 * Asks about the kinds named, or about all. Null where this machine cannot be asked: no compiler, no privilege, or
 * a kernel that refuses even the plainest kind.
 */
export function ask(kinds: readonly string[] = []): ReadonlyMap<string, Answer> | null {
  const answers = withProber((prober) => run(prober, kinds));
  return answers && [...answers.values()].some((each) => each.context !== null) ? answers : null;
}

/** Null where this machine cannot be asked at all. */
function withProber<T>(use: (prober: string) => T | null): T | null {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return null;
  const folder = mkdtempSync(join(tmpdir(), 'ebpf-verdict-probe-'));
  try {
    const prober = join(folder, 'probe');
    return build(prober) ? use(prober) : null;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

type HelperAnswers = Readonly<Record<string, readonly number[]>>;

interface HelperLine {
  readonly section?: string;
  readonly helpers?: HelperAnswers;
  readonly targetsOf?: string;
  readonly groups?: readonly { readonly helpers?: HelperAnswers; readonly targets: readonly string[] }[];
}

/** What was said to helpers' numbers in plain kinds and at attach targets, by section; null as for `ask`. */
export function askHelpers(): ReadonlyMap<string, HelperAnswers> | null {
  return withProber((prober) => {
    const kinds = linesOf(prober, ['xdp', 'tc', 'syscall', 'netfilter', 'sk_lookup']);
    const lines = [...kinds, ...(kinds.length === 0 ? [] : linesOf(prober, ['targets']))];
    return lines.length === 0 ? null : new Map(lines.flatMap((line) => helpersOf(line as HelperLine)));
  });
}

/** What the verifier wants of each argument of a helper, and what it gives back. */
export interface Contract {
  readonly arguments: readonly { readonly number: string }[];
  readonly result?: string;
}

interface ContractLine {
  readonly contractsOf?: string;
  readonly helpers?: ContractsOf;
}

/** By the helper's number; the section of another program where it is the same. */
type ContractsOf = Readonly<Record<string, Contract | string>>;

/** The contracts of helpers, by section; null as for `ask`. */
export function askContracts(): ReadonlyMap<string, ContractsOf> | null {
  return withProber((prober) => {
    const lines = linesOf(prober, ['contracts']) as readonly ContractLine[];
    const said = lines.flatMap(({ contractsOf, helpers }) =>
      contractsOf === undefined || !helpers ? [] : [[contractsOf, helpers] as const],
    );
    return said.length === 0 ? null : new Map(said);
  });
}

function helpersOf({
  section,
  helpers,
  targetsOf,
  groups,
}: HelperLine): readonly (readonly [string, HelperAnswers])[] {
  if (section !== undefined) return helpers ? [[section, helpers]] : [];
  return (groups ?? []).flatMap(({ helpers: said, targets }) =>
    said ? targets.map((target) => [`${targetsOf ?? ''}/${target}`, said] as const) : [],
  );
}

function run(prober: string, kinds: readonly string[]): ReadonlyMap<string, Answer> | null {
  const lines = linesOf(prober, kinds) as readonly Line[];
  if (lines.length === 0) return null;
  return new Map(
    lines.flatMap((line) => (line.section === undefined ? [] : [[line.section, answerOf(line)] as const])),
  );
}

function build(prober: string): boolean {
  const made = spawnSync('make', ['-s', '-C', resolve('rules', 'probe'), `OUT=${prober}`], {
    stdio: 'ignore',
  });
  return made.status === 0;
}

/** What the prober writes; nothing where the kernel cannot be asked. */
function linesOf(prober: string, words: readonly string[]): readonly unknown[] {
  const { status, stdout } = spawnSync(prober, words, {
    encoding: 'utf8',
    maxBuffer: 1 << 28,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  if (status !== 0) return [];
  return stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as unknown);
}

function answerOf({ programType, attachType, loads, access }: Line): Answer {
  const context = access?.find((each) => each.pointer === 'ctx');
  if (loads !== true) return { programType, attachType, context: null };
  if (!context?.read || !context.write)
    throw new Error(`the prober says nothing of a context of ${programType}`);
  const cells = cellsOfRanges(accepted(context.read), accepted(context.write));
  return { programType, attachType, context: { cells, tried: offsetsOf(context.probed ?? '') } };
}

function accepted(direction: Direction): Ranges {
  return Object.fromEntries(Object.entries(direction).map(([size, cells]) => [size, cells.accepted]));
}
