/** Says for each wanted point of a function whether an execution gets there. Knows no path; search.ts follows them. */
import type { IrFunction } from '../ir/ir.js';
import { createCoverage } from './coverage.js';
import { distancesTo, type IsWanted, keyOfPoint, type Point, pointOf, reachableFunctions } from './points.js';
import type { Run } from './run.js';
import { initialState } from './start.js';
import { topOf } from './state.js';
import { type Limits, search } from './search.js';
import type { Value } from './values.js';
import { type Reachability, type Witness, witnessOf } from './witness.js';

export interface Exploration {
  /** The answer for a point of the functions that the start executes. */
  at(point: Point): Reachability;
  /** Instructions that were executed, and operators that the solver computed. */
  readonly steps: number;
}

/** Explores a function from its first block on, with these arguments. */
export function explore(
  run: Run,
  start: IrFunction,
  args: readonly Value[],
  isWanted: IsWanted,
  limits: Limits,
): Exploration {
  const distances = distancesTo(reachableFunctions(run.unit, start.name), isWanted);
  const coverage = createCoverage<Witness>();
  const first = initialState(run, start, args);
  const { doubt, steps } = search(
    run,
    first,
    distances,
    (state) => {
      const point = pointOf(topOf(state));
      if (distances.wants(point) && coverage.note(keyOfPoint(point), state.assumed, witnessOf(state)))
        distances.reached(point);
      return true;
    },
    limits,
  );
  return {
    steps,
    at(point) {
      const key = keyOfPoint(point);
      const witness = coverage.proof(key);
      if (witness) return { kind: 'reachable', witness };
      if (coverage.isSeen(key)) return { kind: 'unknown', why: 'unsolved' };
      return doubt ? { kind: 'unknown', why: doubt } : { kind: 'unreachable' };
    },
  };
}
