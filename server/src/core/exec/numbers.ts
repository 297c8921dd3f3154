/** Gives a state numbers that fulfil its facts. */
import { lengthOf } from './chain.js';
import { solve } from './solve.js';
import type { State } from './state.js';

/**
 * Finds numbers where the state has none; where that fails, the rest of the path is assumed. Gives the steps that it
 * took.
 */
export function findNumbers(state: State, mostSolverSteps: number): number {
  if (state.model) return 0;
  const answer = solve(state.facts, state.start ?? new Map<number, bigint>(), mostSolverSteps);
  if (answer.kind === 'satisfiable') state.model = answer.model;
  else state.assumed = new Map([...state.assumed, [`unsolved ${lengthOf(state.decisions)}`, true]]);
  state.model ??= state.start ?? new Map();
  return Math.ceil(answer.steps / 8);
}
