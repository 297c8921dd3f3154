/** Tells once what several kernels say in the same words of the same program, with their names. */
import type { Loaded } from '../core/log/loaded.js';
import type { Told } from '../host/verifier/told.js';
import type { Reported } from './log-report/report.js';

/** What kernels say, each thing once, in the order in which it was first said; kernels are named where several were asked. */
export function merged(told: readonly Told[], isSeveral: boolean): readonly Reported[] {
  const groups = new Map<string, Reported>();
  for (const { run, programs } of told) {
    for (const found of programs) {
      const { kernels, figures } = groups.get(keyOf(found)) ?? { kernels: [], figures: [] };
      groups.set(keyOf(found), {
        ...(groups.get(keyOf(found)) ?? found),
        kernels: isSeveral ? [...kernels, run.release] : [],
        figures: [...figures, found.stats],
      });
    }
  }
  return [...groups.values()];
}

function keyOf({ program, verdict, id, at, why, message, unverified }: Loaded): string {
  return JSON.stringify([program, verdict, id, at?.file, at?.line, at?.column, why ?? message, unverified]);
}

/** What the same kernels say, together: a heading each, in the order in which they were first named. */
export function byKernels(
  all: readonly Reported[],
): readonly (readonly [kernels: string, programs: readonly Reported[]])[] {
  const names = [...new Set(all.map(({ kernels }) => kernels.join(', ')))];
  return names.map((name) => [name, all.filter(({ kernels }) => kernels.join(', ') === name)]);
}
