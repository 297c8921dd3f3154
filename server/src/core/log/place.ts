/**
 * At which line of the source an instruction stands: by the compiler's own table where an object is given, else by
 * what the log says, else by the text of the line. Says nothing where the log does not tell; never guesses.
 */
import type { Annotation, Step } from './log.js';
import type { KernelReport } from './report.js';
import type { Sources } from './sources.js';

/** Lines and columns from 0, columns in bytes; null where they are not known. */
export interface SourcePlace {
  readonly file: string | null;
  readonly line: number | null;
  readonly column: number | null;
}

/** Instructions that the compiler made of one line, from this one to the next run. */
export interface LineRun {
  readonly from: number;
  readonly file: string;
  /** -1 for what is of no line. */
  readonly line: number;
}

/** A program's instructions and their places, from an object file. */
export interface LineTable {
  /** Null for an instruction that the compiler gave no place. */
  at(pc: number): SourcePlace | null;
  /** All instructions, those of the functions that it calls included. */
  runs(): readonly LineRun[];
}

/** The tables of an object's programs. */
export interface LineTables {
  /** By a program's name; `opcodes` are those of the log by their pc, which a table that is not of this log contradicts. */
  of(program: string | null, opcodes: ReadonlyMap<number, number>): LineTable | null;
}

export interface Whereabouts {
  readonly sources: Sources;
  readonly table: LineTable | null;
  readonly report: KernelReport | null;
  /** The program's name, to look for lines in its own text first. */
  readonly program: string | null;
}

/** Where the log does not tell, and why. */
export interface Located extends SourcePlace {
  readonly why: 'known' | 'end of function' | 'not told' | 'no source' | 'ambiguous' | 'other source';
  /** The lines that have the same text, where there is more than one. */
  readonly candidates: readonly number[];
}

export const nowhere: SourcePlace = { file: null, line: null, column: null };

/** The place of a step of the path. */
export function placeOfStep(step: Step, where: Whereabouts): Located {
  const place = placeOfPc(step.instruction.pc, step.annotation, where);
  const end = place.why === 'not told' ? endOfProgram(step, where) : null;
  return end ? { ...end, why: 'end of function', candidates: [] } : place;
}

/** clang gives the exit of a function with several returns the line of its closing bracket. */
function endOfProgram({ instruction, frame }: Step, { sources, program }: Whereabouts): SourcePlace | null {
  const end =
    instruction.operation.kind === 'exit' && frame === 0 && program !== null && sources.sharedExit(program);
  return end ? { file: end.path, line: end.line, column: null } : null;
}

/** The place of an instruction, which may not be on the path. */
export function placeOfPc(pc: number, annotation: Annotation | null, where: Whereabouts): Located {
  const exact = where.table?.at(pc) ?? reported(pc, where.report);
  if (exact) return known({ ...exact, file: nameOf(exact.file, where.sources) });
  if (!annotation) return { ...nowhere, why: 'not told', candidates: [] };
  if (annotation.line !== null)
    return known({ file: nameOf(annotation.file, where.sources), line: annotation.line, column: null });
  return byText(annotation.text, where);
}

function known(place: SourcePlace): Located {
  return { ...place, why: 'known', candidates: [] };
}

/** What 7.3 says of the same instruction; only the program's own numbers are meant. */
function reported(pc: number, report: KernelReport | null): SourcePlace | null {
  const place = [report?.at, ...(report?.causes ?? [])].find((each) => each?.pc === pc);
  return place ? { file: place.file, line: place.line, column: place.column } : null;
}

/** The given source that a name means, else the name. */
function nameOf(name: string | null, sources: Sources): string | null {
  return name === null ? null : (sources.fileNamed(name) ?? name);
}

/** A line's text is no place where it stands more than once, or nowhere. */
function byText(text: string, { sources, program }: Whereabouts): Located {
  const found = sources.linesWith(text, program);
  const [first] = found;
  if (!first) return { ...nowhere, why: sources.isEmpty ? 'no source' : 'other source', candidates: [] };
  if (found.length === 1) return known({ file: first.path, line: first.line, column: null });
  return { ...nowhere, why: 'ambiguous', candidates: found.map(({ line }) => line) };
}
