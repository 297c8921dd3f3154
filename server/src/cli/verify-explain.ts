/** What kernels said, explained, with paths as they are shorter to read. */
import type { Explained } from '../core/log/explained.js';
import { explainAnswer, isJudged, notTried } from '../core/log/loaded.js';
import type { MessageTable } from '../core/log/messages.js';
import type { SourceText } from '../core/log/sources.js';
import { lineTables } from '../core/object/line-table.js';
import type { KernelRun } from '../host/verifier/kernel-run.js';
import { withShortPaths } from './short-paths.js';

/** A kernel, and what it says to each program. */
export interface Told {
  readonly run: KernelRun;
  readonly programs: readonly Explained[];
}

export interface ExplainRuns {
  readonly messages: MessageTable;
  readonly sources: readonly SourceText[];
  readonly object: Uint8Array;
  readonly cwd: string;
}

/** Explains each run that loaded something. */
export function explainRuns(
  runs: readonly KernelRun[],
  { messages, sources, object, cwd }: ExplainRuns,
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
      const programs = run.programs.map(({ program, answer }) =>
        typeof answer === 'string' ? notTried(program, `${answer}.`) : explainAnswer(answer, context),
      );
      return { run, programs: programs.map((found) => withShortPaths(found, cwd)) };
    });
}
