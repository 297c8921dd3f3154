/** What a complaint is about: the instruction, the register, and what the register holds. Reads the path, words nothing. */
import type { Location, Memory, Step, Value } from './log.js';
import type { Match, MessageRow, MessageTable } from './messages.js';
import type { KernelReport } from './report.js';
import { readValue } from './state.js';
import type { Complaint } from './verdict.js';

export interface Fault {
  readonly row: MessageRow | null;
  /** What the row's pattern caught, and what other lines of the message add. */
  readonly groups: Readonly<Record<string, string>>;
  /** Null where the refusal is of no single instruction, or the text holds none. */
  readonly pc: number | null;
  /** The same on the path; null where the path does not hold it. */
  readonly step: Step | null;
  /** Its place on the path, or the path's length. */
  readonly at: number;
  readonly register: Location | null;
  readonly value: Value | null;
  /** Whether the whole program is refused, for its size or its kind. */
  readonly isOfProgram: boolean;
}

/** Puts together what the message, the path and 7.3's report say. */
export function faultOf(
  complaint: Complaint | null,
  path: readonly Step[],
  report: KernelReport | null,
  table: MessageTable,
): Fault {
  const match = complaint?.match ?? null;
  const matches = [match, ...(complaint?.more ?? []).map((line) => table.match(line))].filter(
    (each) => each !== null,
  );
  const groups = Object.assign({}, ...matches.map((each) => each.groups).reverse()) as Fault['groups'];
  const isOfProgram = match?.row.about === 'program';
  const pc = isOfProgram ? null : pcOf(match, path, report);
  const at = pc === null ? path.length : path.findLastIndex((step) => step.instruction.pc === pc);
  const step = path[at] ?? null;
  const register = registerOf(groups, step);
  const value = valueOf(register, groups, step);
  return {
    row: match?.row ?? null,
    groups,
    pc,
    step,
    at: at < 0 ? path.length : at,
    register,
    value,
    isOfProgram,
  };
}

/** The register that a message names, by itself or as an argument; else the one that the instruction works on. */
function registerOf(groups: Fault['groups'], step: Step | null): Location | null {
  const { register, arg } = groups;
  if (register !== undefined) return register;
  const operation = step?.instruction.operation;
  if (arg !== undefined && operation?.kind === 'call') return `R${Number(arg) + 1}`;
  return memoryOf(step)?.base ?? (operation?.kind === 'math' ? operation.target : null);
}

/** What the register holds: the message knows better than the path, which does not follow what calls made void. */
function valueOf(register: Location | null, groups: Fault['groups'], step: Step | null): Value | null {
  const known = (register !== null && step?.before.get(register)) || null;
  const { type } = groups;
  if (type === undefined || !/^\w+$/.test(type)) return known;
  const told = readValue(`${type}()`);
  return told.kind === known?.kind ? known : told;
}

/** The instruction that a message names, else the last of the log. */
function pcOf(match: Match | null, path: readonly Step[], report: KernelReport | null): number | null {
  const named = match?.groups['insn'];
  if (named !== undefined) return Number(named);
  return path.at(-1)?.instruction.pc ?? report?.at?.pc ?? null;
}

/** The memory that an instruction touches; null where it touches none. */
export function memoryOf(step: Step | null): Memory | null {
  const operation = step?.instruction.operation;
  return operation && 'memory' in operation ? operation.memory : null;
}
