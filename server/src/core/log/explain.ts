/**
 * A text as people paste it to an explanation of every program in it. Puts the parts of this room together; pure, and
 * never fails: a text that holds no verifier log explains nothing.
 */
import { blocksOf, type Block } from './blocks.js';
import { cleanLines } from './clean.js';
import type { Explained, FaultPlace, LogVerdict } from './explained.js';
import { faultOf, type Fault } from './fault.js';
import { isInstruction } from './instruction.js';
import type { LogLine, Step } from './log.js';
import type { MessageTable } from './messages.js';
import { notesOf } from './notes.js';
import { placeOfPc, placeOfStep, type LineTables, type Whereabouts } from './place.js';
import { replay } from './replay.js';
import { splitReport, type KernelReport } from './report.js';
import { sourcesOf, type SourceText } from './sources.js';
import { explainedTrail, pathOf } from './story.js';
import { complaintOf, statisticsOf, type Complaint } from './verdict.js';
import { reasonFor } from './why.js';
import { inWords } from './words.js';

/** What a log may be held against. */
export interface LogContext {
  readonly messages: MessageTable;
  readonly sources: readonly SourceText[];
  /** Null where no object was given. */
  readonly tables: LineTables | null;
}

/** Explains every program in a text; empty where the text holds no verifier log. */
export function explainLog(text: string, context: LogContext): readonly Explained[] {
  const sources = sourcesOf(context.sources);
  const blocks = blocksOf(cleanLines(text), (line) => context.messages.knows(line));
  return blocks.map((block) => explainBlock(block, context, sources)).filter(isTelling);
}

/** Nothing is known of a program that is only mentioned. */
function isTelling({ verdict, message, stats, at }: Explained): boolean {
  return verdict !== 'unknown' || message !== null || at !== null || Object.keys(stats).length > 0;
}

/** Characters from the end of a log that are read: the path of a longer one is told by its end. */
const mostRead = 500_000;

function explainBlock(block: Block, context: LogContext, sources: Whereabouts['sources']): Explained {
  const { lines, report } = splitReport(block.lines);
  const path = replay(lastPart(lines));
  const complaint = complaintOf(block, lines, context.messages);
  const opcodes = new Map(path.map(({ instruction }) => [instruction.pc, instruction.opcode]));
  const table = context.tables?.of(block.program, opcodes) ?? null;
  const where: Whereabouts = { sources, table, report, program: block.program };
  const stats = statisticsOf(lines);
  const base = {
    ...nothing,
    program: block.program,
    verdict: verdictOf(block, complaint, report, stats),
    stats,
  };
  if (!complaint && !report)
    return block.refused === true ? { ...base, notes: notesOf(null, block, null, false) } : base;
  const fault = faultOf(complaint, path, report, context.messages);
  return { ...base, ...tell(fault, complaint, { path, where, report, lines, block }, context.messages) };
}

/** What is told where nothing is known but the verdict. */
export const nothing: Omit<Explained, 'program' | 'verdict' | 'stats'> = {
  ...{ id: null, category: null, message: null, more: [], at: null, register: null, value: null, why: null },
  ...{ fix: null, trail: [], path: [], notes: [], kernelSays: null, logLine: null },
};

interface Material {
  readonly path: readonly Step[];
  readonly where: Whereabouts;
  readonly report: KernelReport | null;
  readonly lines: readonly LogLine[];
  readonly block: Block;
}

/** All that is told of a refusal. */
function tell(
  fault: Fault,
  complaint: Complaint | null,
  material: Material,
  table: MessageTable,
): Partial<Explained> {
  const { path, where, report, lines, block } = material;
  const { row, register, value } = fault;
  const trail = explainedTrail(fault, path, where, table);
  const at = placeOfFault(fault, where);
  const member = at.place && where.sources.memberAt(at.place);
  return {
    id: row?.id ?? null,
    category: row?.category ?? categoryOf(report),
    message: complaint?.text ?? null,
    more: complaint?.more ?? [],
    at: at.place,
    register,
    value: value && inWords(value),
    why: reasonFor(fault, trail, lines, member) ?? (report?.reason || null),
    fix: row?.fix ?? (report?.suggestion || null),
    trail,
    path: pathOf(path, where),
    notes: notesOf(at.located, block, complaint, fault.isOfProgram),
    kernelSays: report && {
      title: `${report.category}: ${report.problem}`,
      reason: report.reason,
      suggestion: report.suggestion,
    },
    logLine: complaint?.line ?? lines.at(-1)?.line ?? null,
  };
}

function verdictOf(
  block: Block,
  complaint: Complaint | null,
  report: KernelReport | null,
  stats: Explained['stats'],
): LogVerdict {
  if (complaint?.match?.row.category === 'Loader' && !block.lines.some(({ text }) => isInstruction(text)))
    return 'not loaded';
  if (complaint && block.reason === complaint.text) return 'not loaded';
  if (complaint || report || block.refused === true) return 'refused';
  if (block.refused === false || stats.instructions !== undefined) return 'accepted';
  return 'unknown';
}

function categoryOf(report: KernelReport | null): Explained['category'] {
  return (report?.category || null) as Explained['category'];
}

interface FoundPlace {
  readonly place: FaultPlace | null;
  /** Null where there is no instruction to look for. */
  readonly located: ReturnType<typeof placeOfPc> | null;
}

/** The instruction that is refused; for a refusal of the whole program, the line of its name. */
function placeOfFault({ pc, step, isOfProgram }: Fault, where: Whereabouts): FoundPlace {
  if (isOfProgram) return { place: placeOfProgram(where), located: null };
  if (pc === null) return { place: placeOfReport(where.report), located: null };
  const located = step ? placeOfStep(step, where) : placeOfPc(pc, null, where);
  const { file, line, column } = located;
  return { place: { file, line, column, pc, insn: step === null ? null : step.instruction.text }, located };
}

function placeOfProgram({ program, sources }: Whereabouts): FaultPlace | null {
  const declared = program === null ? null : sources.definition(program);
  return declared && { file: declared.path, line: declared.line, column: null, pc: null, insn: null };
}

function placeOfReport(report: KernelReport | null): FaultPlace | null {
  if (!report?.at) return null;
  const { file, line, column, pc } = report.at;
  return { file, line, column, pc, insn: null };
}

/** The lines at the end that are read. */
function lastPart(lines: readonly LogLine[]): readonly LogLine[] {
  let size = 0;
  const tooEarly = lines.findLastIndex(({ text }) => (size += text.length + 1) > mostRead);
  return tooEarly < 0 ? lines : lines.slice(tooEarly + 1);
}
