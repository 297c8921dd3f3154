/**
 * The strategy `fork`: follows single paths, the one first that is nearest to a point which is still wanted. Steps
 * decide how far it goes, never time. Knows no question: a visitor asks them on the way.
 */
import type { Instruction } from '../ir/instruction.js';
import type { Terminator } from '../ir/ir.js';
import { call } from './calls.js';
import { findNumbers } from './numbers.js';
import type { Distances } from './points.js';
import type { Run } from './run.js';
import { type State, topOf } from './state.js';
import { transfer } from './transfer.js';
import { ways } from './ways.js';
import type { Doubt } from './witness.js';

/** What an instruction costs, in steps of the watch. */
export const workOfStep = 8;

export interface Limits {
  /** Instructions that are executed, and operators that the solver computes, in all. */
  readonly steps: number;
  /** Operators that the solver computes for one path. */
  readonly solver: number;
}

/** Is asked before each instruction (null: the terminator); says whether the path goes on. May change the state. */
export type Visitor = (state: State, instruction: Instruction | null) => boolean;

/** What a search came to. */
export interface Searched {
  /** Why not all paths to what is wanted were followed; null where they were. */
  readonly doubt: Doubt | null;
  /** Instructions that were executed, and operators that the solver computed. */
  readonly steps: number;
}

/** Follows paths from this state on until nothing is wanted that they lead to. */
export function search(
  run: Run,
  start: State,
  distances: Distances,
  visitor: Visitor,
  limits: Limits,
): Searched {
  const following = new Following(run, distances, visitor, limits);
  following.all(start);
  return following;
}

class Following implements Searched {
  steps = 0;
  doubt: Doubt | null = null;
  private pending: State[] = [];

  constructor(
    private readonly run: Run,
    private readonly distances: Distances,
    private readonly visitor: Visitor,
    private readonly limits: Limits,
  ) {}

  all(start: State): void {
    this.pending.push(start);
    for (let state = this.next(); state; state = this.next()) {
      if (this.steps >= this.limits.steps) {
        this.doubt = 'steps';
        return;
      }
      const solved = findNumbers(state, this.limits.solver);
      this.steps += solved;
      this.run.spend(solved);
      this.follow(state);
    }
  }

  /** The state that is nearest to what is wanted, of equal ones the newest; states that lead to nothing wanted go. */
  private next(): State | null {
    let best: State | null = null;
    let least = Infinity;
    this.pending = this.pending.filter((state) => {
      const distance = this.distanceOf(state);
      if (distance !== null && distance <= least) [best, least] = [state, distance];
      return distance !== null;
    });
    this.pending = this.pending.filter((state) => state !== best);
    return best;
  }

  /** Over the frames: what is left of the callers counts, too. */
  private distanceOf({ frames }: State): number | null {
    let above = 0;
    for (const frame of frames.toReversed()) {
      const own = this.distances.from(frame.fn.name, frame.block);
      if (own !== null) return above + own;
      above += frame.fn.blocks.length;
    }
    return null;
  }

  /** Executes to the next fork, or to the end of the path. */
  private follow(state: State): void {
    while (this.steps++ < this.limits.steps) {
      this.run.spend(workOfStep);
      const frame = topOf(state);
      const block = frame.fn.blocks[frame.block];
      if (!block) return;
      const instruction = block.instructions[frame.index] ?? null;
      if (!this.visitor(state, instruction)) return;
      if (!instruction) {
        if (!this.leave(state, block.terminator)) return;
        continue;
      }
      frame.index++;
      if (instruction.op === 'call')
        call(this.run, state, instruction.callee, instruction.args, instruction.dst);
      else transfer(this.run, state, instruction);
    }
    this.doubt = 'steps';
  }

  /** Whether the path goes on in this state; where it forks, the ways wait. */
  private leave(state: State, terminator: Terminator): boolean {
    if (terminator.op === 'lost') this.doubt = 'lost';
    const taken = ways(this.run, state, terminator);
    if (taken.length === 1 && taken[0] === state && state.model) return state.frames.length > 0;
    this.pending.push(...taken);
    return false;
  }
}
