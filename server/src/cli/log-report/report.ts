/** What `explain-log` found, as every format reads it, and the small words they share. */
import type { Explained } from '../../core/log/explained.js';
import type { Statistics } from '../../core/log/log.js';
import type { MessageTable } from '../../core/log/messages.js';
import type { SourcePlace } from '../../core/log/place.js';
import type { SourceText } from '../../core/log/sources.js';
import type { CodeLine } from '../../core/log/unverified.js';
import type { Style } from '../report/report.js';

/** What is told of a program, and by whom. */
export interface Reported extends Explained {
  /** The kernels that say so, where several were asked; else none. */
  readonly kernels: readonly string[];
  /** What each of them counted. */
  readonly figures: readonly Statistics[];
  /** Lines of an accepted program that the verifier never came to; a log does not tell. */
  readonly unverified: readonly CodeLine[];
}

export interface LogReport {
  readonly programs: readonly Reported[];
  readonly sources: readonly SourceText[];
  readonly messages: MessageTable;
  readonly cwd: string;
}

/** Turns a report into text, with a final line end unless it is empty. */
export type LogReporter = (report: LogReport, style: Style) => string;

/** `a.bpf.c:31:11`, as far as it is known; null where there is no line. */
export function placeText({ file, line, column }: SourcePlace): string | null {
  if (file === null || line === null) return null;
  return `${file}:${line + 1}${column === null ? '' : `:${column + 1}`}`;
}

/** The one sentence that says most: the reason, else the verifier's words. */
export function headline({ why, message, verdict }: Explained): string {
  return why ?? message ?? `The program was ${verdict}.`;
}

/** ` (on 5.10.234, 6.1.128)`; empty where only one kernel was asked. */
export function onKernels({ kernels }: Reported): string {
  return kernels.length === 0 ? '' : ` (on ${kernels.join(', ')})`;
}

/** How grave it is: what nobody decided is no error of the program. */
export function levelOf({ verdict }: Explained): 'error' | 'warning' {
  return verdict === 'refused' || verdict === 'not loaded' ? 'error' : 'warning';
}

/** Programs with a fault, which is what most formats show. */
export function faults({ programs }: LogReport): readonly Reported[] {
  return programs.filter(({ verdict }) => verdict !== 'accepted');
}
