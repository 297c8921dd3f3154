/** The JSON of `explain-log`, as rules/schema/explain-log.schema.json describes it: lines and columns from 1. */
import type { Explained } from '../../core/log/explained.js';
import type { SourcePlace } from '../../core/log/place.js';
import type { LogReporter } from './report.js';

/** One object, with a member for each program of the log. */
export const jsonLog: LogReporter = ({ programs }) =>
  `${JSON.stringify({ version: 1, programs: programs.map(programJson) }, null, 2)}\n`;

/** A program's member. */
export function programJson(found: Explained): object {
  const { at, trail, path, stats, logLine, kernelSays, ...plain } = found;
  return {
    program: plain.program,
    verdict: plain.verdict,
    id: plain.id,
    category: plain.category,
    message: plain.message,
    more: plain.more,
    at: at && { ...place(at), pc: at.pc, insn: at.insn },
    register: plain.register,
    value: plain.value,
    why: plain.why,
    fix: plain.fix,
    trail: trail.map(({ kind, pc, what, ...where }) => ({ kind, ...place(where), pc, what })),
    path: path.map(({ pc, jump, ...where }) => ({ ...place(where), pc, jump })),
    stats,
    notes: plain.notes,
    ...(kernelSays && { kernelSays }),
    logLine: logLine === null ? null : logLine + 1,
  };
}

function place({ file, line, column }: SourcePlace): object {
  return { file, line: line === null ? null : line + 1, column: column === null ? null : column + 1 };
}
