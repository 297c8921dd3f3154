/** What C wants of a run: one that divides by zero is no run, and proves nothing of what comes before or after it. */
import { learnTruth } from '../learning.js';
import { truthOf } from '../numbers.js';
import type { Typed } from '../values.js';
import { pathOf, type Walk } from '../walk.js';
import { suppose } from './decide.js';
import { PathEnd } from './path.js';
import { mustBeAssumed } from './vague.js';

/** Whatever is divided by is not 0 on a path that counts. */
export function requireDefined(walk: Walk, op: string, right: Typed): void {
  if (/^[/%]=?$/.test(op)) requireTrue(walk, right);
}

/** The compiler takes it for granted: a path on which it does not hold is never executed. */
export function requireTrue(walk: Walk, tested: Typed): void {
  const path = pathOf(walk);
  if (!path) return;
  const known = truthOf(walk, tested);
  if (known === false) throw new PathEnd(true);
  if (known === null && (mustBeAssumed(tested) || !path.solver.add({ tested, outcome: true })))
    suppose(walk, path, `!${path.stages.length}`, true);
  learnTruth(walk, tested, true);
}
