/**
 * The measured kernels as they lie in rules/kernels, and which of their programs a section of rules/programs.json
 * stands for. Written anew rather than shared with the generator of the tables, which is under test.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { cellsOfRanges, offsetsOf, type Answered, type Ranges } from './cells.js';

/** A row of rules/programs.json. */
export interface ProgramRow {
  readonly programType: string;
  readonly attachType: string | null;
  readonly context: string | null;
  readonly measuredAs?: string;
  readonly variantOf?: string;
}

interface Region {
  readonly sameAs?: readonly [string, string];
  readonly probed?: string;
  readonly read?: Ranges;
  readonly write?: Ranges;
}

/** What was said to a context handed to a global function, by the struct its parameter points to. */
export interface MeasuredArguments {
  readonly accepted: readonly string[];
  readonly refusal: string | null;
  readonly otherRefusals?: Readonly<Record<string, readonly string[]>>;
}

/** What was said to a call of each helper: numbers as ranges. */
export interface MeasuredHelpers {
  readonly allowed: string;
  readonly onlySleepable?: string;
  readonly sleepableRefusal?: string;
  readonly refusal: string | null;
  readonly otherRefusals?: Readonly<Record<string, string>>;
}

interface MeasuredTargets {
  readonly loading: readonly { readonly targets: string; readonly helpers: MeasuredHelpers }[];
}

interface MeasuredProgram {
  readonly programType: string;
  readonly attachType: string | null;
  readonly loads: true | { readonly errno: string; readonly message: string };
  readonly access?: Readonly<Record<string, Region>>;
  readonly globalArguments?: MeasuredArguments | { readonly sameAs: string };
  readonly helpers?: MeasuredHelpers | { readonly sameAs: string };
}

export interface MeasuredKernel {
  /** `6.1` */
  readonly release: string;
  readonly file: string;
  readonly programs: Readonly<Record<string, MeasuredProgram>>;
  readonly argumentStructs?: readonly string[];
  readonly targets?: Readonly<Record<string, MeasuredTargets>>;
  readonly helperNames: Readonly<Record<string, string>>;
}

/** Every section that a loader can name, with its row. */
export function sections(): readonly (readonly [string, ProgramRow])[] {
  const { programs } = readJson('rules/programs.json') as { programs: Record<string, ProgramRow> };
  return Object.entries(programs).filter(([, row]) => row.variantOf === undefined);
}

/** One file for each release; the file of the machine the prober was developed on only where there is no other. */
export function measuredKernels(): readonly MeasuredKernel[] {
  const names = readdirSync(resolve('rules/kernels')).filter((name) => name.endsWith('.json'));
  const files = names.map((file) => {
    const { kernel, ...data } = readJson(`rules/kernels/${file}`) as Omit<
      MeasuredKernel,
      'release' | 'file'
    > & {
      kernel: string;
    };
    return { ...data, release: kernel.split('.').slice(0, 2).join('.'), file };
  });
  const isHost = ({ file }: MeasuredKernel): boolean => file.endsWith('-host.json');
  return files.filter(
    (each) => !isHost(each) || files.every((other) => other === each || other.release !== each.release),
  );
}

const { access: byHand } = readJson('rules/handwritten/access.json') as {
  access: Readonly<Record<string, unknown>>;
};

/**
 * What that kernel accepts of a section's context: nothing where it does not load the program; null where that was
 * not measured: the machine refused the type, no kernel has it (rules/handwritten), or the context depends on the
 * program's target.
 */
export function measuredCells(
  { programs }: MeasuredKernel,
  section: string,
  row: ProgramRow,
): Answered | null {
  const program = programOf(programs, section, row);
  if (!program || isRefusalOfMachine(program)) return null;
  if (program.loads !== true) return section in byHand ? null : { cells: [], tried: [] };
  const region = follow(programs, program.access?.['ctx']);
  const cells = cellsOfRanges(region.read ?? {}, region.write ?? {});
  return { cells, tried: offsetsOf(region.probed ?? '') };
}

/** The program of that name, else the one of the same types; none where only samples with a target were probed. */
export function programOf<T extends Pick<ProgramRow, 'programType' | 'attachType'>>(
  programs: Readonly<Record<string, T>>,
  section: string,
  row: ProgramRow,
): T | undefined {
  const key = row.measuredAs ?? section;
  if (programs[key] || Object.keys(programs).some((name) => name.startsWith(`${key}/`))) return programs[key];
  return Object.values(programs).find(
    (each) => each.programType === row.programType && each.attachType === row.attachType,
  );
}

/** What was said to the context of a program handed to global functions; null where that was not measured. */
export function argumentsOf(
  { programs }: MeasuredKernel,
  section: string,
  row: ProgramRow,
): MeasuredArguments | null {
  const answer = programOf(programs, section, row)?.globalArguments ?? null;
  if (answer === null || !('sameAs' in answer)) return answer;
  const same = programs[answer.sameAs]?.globalArguments;
  if (same === undefined || 'sameAs' in same) throw new Error(`${section}: sameAs leads nowhere`);
  return same;
}

function follow(programs: MeasuredKernel['programs'], region: Region | undefined): Region {
  if (!region?.sameAs) return region ?? {};
  const [program, pointer] = region.sameAs;
  return follow(programs, programs[program]?.access?.[pointer]);
}

/** EPERM without a word says nothing about the verifier. */
function isRefusalOfMachine({ loads }: MeasuredProgram): boolean {
  return loads !== true && loads.errno === 'EPERM' && loads.message === '';
}

function readJson(path: string): unknown {
  return JSON.parse(readFileSync(resolve(path), 'utf8'));
}
