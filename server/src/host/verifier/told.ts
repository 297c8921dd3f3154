/** What kernels said, explained: the loader's answers brought together with the object's line table. */
import { explainAnswer, isJudged, untried, type Loaded } from '../../core/log/loaded.js';
import type { MessageTable } from '../../core/log/messages.js';
import type { SourceText } from '../../core/log/sources.js';
import { lineTables } from '../../core/object/line-table.js';
import type { KernelRun } from './kernel-run.js';

/** A kernel, and what it says to each program. */
export interface Told {
  readonly run: KernelRun;
  readonly programs: readonly Loaded[];
}

export interface ExplainRuns {
  readonly messages: MessageTable;
  readonly sources: readonly SourceText[];
  readonly object: Uint8Array;
}

/** Explains each run that loaded something; paths are as the compiler wrote them. */
export function explainRuns(
  runs: readonly KernelRun[],
  { messages, sources, object }: ExplainRuns,
): readonly Told[] {
  const read = lineTables(object);
  const tables = typeof read === 'string' ? null : read;
  return runs
    .filter(({ failure }) => failure === null)
    .map((run) => {
      const context = {
        messages,
        sources,
        tables,
        isConfidential: run.isConfidential,
        hasModules: run.kind === 'host',
        isPermitted: run.programs.some(({ answer }) => typeof answer !== 'string' && isJudged(answer)),
      };
      const programs = run.programs.map(({ program, section, answer }) =>
        typeof answer === 'string' ? untried(program, section, `${answer}.`) : explainAnswer(answer, context),
      );
      return { run, programs };
    });
}
