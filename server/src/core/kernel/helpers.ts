/** Which helpers a program may call, and which of them may sleep: a view over rules/tables/helpers.json. */
import { parseOffsets, type OffsetSet } from './offsets.js';
import { measuredKey, type ProgramSpec } from './sections.js';
import { rowOn, type KernelSet } from './versions.js';

export interface RawHelpers {
  /** Id to name. */
  readonly names: Readonly<Record<string, string>>;
  /** The newest helper's id of each kernel. */
  readonly last: Readonly<Record<string, number>>;
  /** `[first kernel, the verifier's words]` with `#` for the helper, oldest first. */
  readonly refusals: readonly (readonly [string, string])[];
  /** The words for a helper that may sleep in a program that may not. */
  readonly sleeping: readonly (readonly [string, string])[];
  /** Other words of the verifier. */
  readonly words: readonly string[];
  /** Lists of attach targets, as they stand behind the slash of a section, with a space between two. */
  readonly targets: readonly string[];
  readonly answers: readonly RawAnswer[];
  /** Of helpers built into no measured kernel, the program type that has them where they are. */
  readonly onlyIn: Readonly<Record<string, string>>;
  /** Program, then `[first kernel, index into answers]`, oldest first; null where nothing was measured. */
  readonly programs: Readonly<Record<string, readonly (readonly [string, number | null])[]>>;
}

/** Ids as ranges, and the list of targets at which they are so; null where a section does not tell its target. */
type SomeTargets = readonly (readonly [string, number | null])[];

/** What one kernel said to programs of one kind. */
export interface RawAnswer {
  /** Ids that may be called whatever the program attaches to. */
  readonly allowed: string;
  /** Ids that could be if the program were sleepable. */
  readonly sleepable?: string;
  /** The same where it depends on the target; of `most` those that refuse it are listed. */
  readonly some?: SomeTargets;
  readonly most?: SomeTargets;
  readonly someSleepable?: SomeTargets;
  /** Set where other targets than those listed may differ. */
  readonly open?: true;
  /** The words for making such a program sleepable, where that is refused: an index into words. */
  readonly never?: number;
  /** `[index into words, ids]`: refusals in other words than the usual ones. */
  readonly other?: readonly (readonly [number, string])[];
}

/** `sleeps`: the helper may sleep, and would be allowed in a sleepable program of this kind. */
export type HelperVerdict = 'allowed' | 'sleeps' | 'refused' | 'unknown';

export interface HelperTable {
  /** The names of all helpers, by their numbers. */
  readonly names: readonly string[];
  /** The helper's id, as in include/uapi/linux/bpf.h; null for what is no helper. */
  id(name: string): number | null;
  /** Whether a kernel has the helper at all. */
  exists(id: number, kernel: string): boolean;
  /** What was measured of a call; `unknown` where nothing was, or where it depends on a target that is not known. */
  verdict(id: number, program: ProgramSpec, kernel: string): HelperVerdict;
  /** The kernels among `kernels` with that verdict. */
  kernelsThat(verdict: HelperVerdict, id: number, program: ProgramSpec, kernels: KernelSet): KernelSet;
  /** The verifier's words where it is refused, or sleeps. */
  message(id: number, program: ProgramSpec, kernel: string): string;
  /** The words with which a kernel refuses to make such a program sleepable; null where it does not. */
  neverSleeps(program: ProgramSpec, kernel: string): string | null;
  /** Whether some helper's permission depends on what such programs attach to. */
  dependsOnTarget(program: ProgramSpec): boolean;
}

export function helperTable(raw: RawHelpers): HelperTable {
  const ids = new Map(Object.entries(raw.names).map(([id, name]) => [name, Number(id)]));
  const answers = raw.answers.map((answer) => ({ answer, parsed: null as Answer | null }));
  const parsed = (index: number): Answer | null => {
    const entry = answers[index];
    return entry ? (entry.parsed ??= parse(entry.answer, raw)) : null;
  };
  const rowsOf = (program: ProgramSpec) =>
    raw.programs[program.section] ?? raw.programs[measuredKey(program)] ?? [];
  const answerOn = (program: ProgramSpec, kernel: string): Answer | null => {
    const index = rowOn(rowsOf(program), kernel)?.[1] ?? null;
    return index === null ? null : parsed(index);
  };
  const exists = (id: number, kernel: string): boolean => id <= (raw.last[kernel] ?? 0);
  const verdict = (id: number, program: ProgramSpec, kernel: string): HelperVerdict => {
    const answer = exists(id, kernel) ? answerOn(program, kernel) : null;
    const isElsewhere = raw.onlyIn[id] === program.programType || program.takesOver === true;
    if (!answer || (raw.onlyIn[id] !== undefined && isElsewhere)) return 'unknown';
    return verdictOf(id, answer, program.target);
  };
  return {
    names: [...ids.keys()],
    id: (name) => ids.get(name) ?? null,
    exists,
    verdict,
    kernelsThat: (wanted, id, program, kernels) =>
      kernels.filter((kernel) => verdict(id, program, kernel) === wanted),
    message(id, program, kernel) {
      const isSleeping = verdict(id, program, kernel) === 'sleeps';
      const other = answerOn(program, kernel)?.other.find((each) => each.ids.has(id))?.words;
      const usual = rowOn(isSleeping ? raw.sleeping : raw.refusals, kernel)?.[1] ?? '';
      const words = isSleeping ? usual : (other ?? usual);
      return words.replace('#', `${raw.names[id] ?? 'unknown'}#${id}`);
    },
    neverSleeps: (program, kernel) => answerOn(program, kernel)?.never ?? null,
    dependsOnTarget: (program) =>
      rowsOf(program).some(
        ([, index]) => index !== null && (parsed(index)?.varied.some(({ at }) => at) ?? false),
      ),
  };
}

/** What holds for these targets only; `at` null where a section does not tell its target. */
interface Varied {
  readonly verdict: 'allowed' | 'sleeps' | 'refused';
  readonly ids: OffsetSet;
  readonly at: ReadonlySet<string> | null;
}

interface Answer {
  readonly allowed: OffsetSet;
  readonly sleepable: OffsetSet;
  readonly varied: readonly Varied[];
  readonly isOpen: boolean;
  readonly never: string | null;
  readonly other: readonly { readonly words: string; readonly ids: OffsetSet }[];
}

function parse(answer: RawAnswer, raw: RawHelpers): Answer {
  const [allowed, sleepable] = [parseOffsets(answer.allowed), parseOffsets(answer.sleepable)];
  const varied = [
    ...variedBy('sleeps', answer.someSleepable ?? [], raw.targets),
    ...variedBy('allowed', answer.some ?? [], raw.targets),
    ...variedBy('refused', answer.most ?? [], raw.targets),
  ];
  const other = (answer.other ?? []).map(([index, ids]) => ({
    words: raw.words[index] ?? '',
    ids: parseOffsets(ids),
  }));
  const never = answer.never === undefined ? null : (raw.words[answer.never] ?? '');
  return { allowed, sleepable, varied, isOpen: answer.open === true, never, other };
}

function variedBy(
  verdict: Varied['verdict'],
  rows: SomeTargets,
  targets: readonly string[],
): readonly Varied[] {
  return rows.map(([ids, list]) => ({
    verdict,
    ids: parseOffsets(ids),
    at: list === null ? null : new Set((targets[list] ?? '').split(' ')),
  }));
}

function verdictOf(id: number, answer: Answer, target: string | undefined): HelperVerdict {
  if (answer.allowed.has(id)) return 'allowed';
  if (answer.sleepable.has(id)) return 'sleeps';
  const varied = answer.varied.filter(({ ids }) => ids.has(id));
  if (varied.length === 0) return 'refused';
  const isTold = target !== undefined && varied.every(({ at }) => at !== null);
  const own = isTold ? varied.find(({ at }) => at?.has(target)) : undefined;
  if (own) return own.verdict;
  const isSleeping = varied.every(({ verdict }) => verdict === 'sleeps');
  if (!isTold) return isSleeping && !answer.isOpen ? 'sleeps' : 'unknown';
  if (varied.some(({ verdict }) => verdict === 'refused')) return 'allowed';
  return answer.isOpen ? 'unknown' : 'refused';
}
