/**
 * The strategy `fork`: follows single paths, the one first that is nearest to a point which none has reached, and says
 * for each point whether an execution gets there. Steps decide how far it goes, never time.
 */
import type { Block, IrFunction, Terminator } from '../ir/ir.js';
import { call, enter } from './calls.js';
import { createCoverage } from './coverage.js';
import { noFacts } from './facts.js';
import type { Model } from './model.js';
import { type Distances, distancesTo, keyOfPoint, type Point, reachableFunctions } from './points.js';
import type { Run } from './run.js';
import { type Decision, type Given, type State, topOf } from './state.js';
import { solve } from './solve.js';
import { transfer } from './transfer.js';
import { ways } from './ways.js';
import type { Value } from './values.js';

/** Numbers with which an execution gets to a point, and the decisions on its way. */
export interface Witness {
  readonly model: Model;
  readonly decisions: readonly Decision[];
  /** What calls of functions outside of the program gave, in their order. */
  readonly given: readonly Given[];
  /** The calls in which the point stands, outermost first. */
  readonly calls: readonly Point[];
}

/** Why it is not known whether a point is reached. */
export type Doubt =
  /** The steps were used up. */
  | 'steps'
  /** No numbers were found for the paths that lead there, or nobody knows how a test comes out. */
  | 'unsolved'
  /** Control went on in a way that is not known. */
  | 'lost';

export type Reachability =
  | { readonly kind: 'reachable'; readonly witness: Witness }
  | { readonly kind: 'unreachable' }
  | { readonly kind: 'unknown'; readonly why: Doubt };

export interface Exploration {
  /** The answer for a point of the functions that the start executes. */
  at(point: Point): Reachability;
  /** Instructions that were executed, and operators that the solver computed. */
  readonly steps: number;
}

export interface Limits {
  readonly steps: number;
  /** Operators that the solver computes for one path. */
  readonly solver: number;
}

/** Explores a function from its first block on, with these arguments. */
export function explore(
  run: Run,
  start: IrFunction,
  args: readonly Value[],
  isWanted: (fn: IrFunction, block: Block, index: number) => boolean,
  limits: Limits,
): Exploration {
  const search = new Search(run, distancesTo(reachableFunctions(run.unit, start.name), isWanted), limits);
  search.explore(initialState(run, start, args));
  return search;
}

function initialState(run: Run, start: IrFunction, args: readonly Value[]): State {
  return {
    frames: [enter(run, start, args, null)],
    memory: new Map(),
    lost: new Set(),
    escaped: new Set(args.flatMap((each) => (each.kind === 'pointer' ? [each.region] : []))),
    facts: noFacts(run.arena),
    model: new Map(),
    assumed: new Map(),
    decisions: [],
    given: [],
    symbols: 0,
    packet: null,
  };
}

class Search implements Exploration {
  steps = 0;
  private pending: State[] = [];
  private readonly coverage = createCoverage<Witness>();
  private doubt: Doubt | null = null;

  constructor(
    private readonly run: Run,
    private readonly distances: Distances,
    private readonly limits: Limits,
  ) {}

  at(point: Point): Reachability {
    const key = keyOfPoint(point);
    const witness = this.coverage.proof(key);
    if (witness) return { kind: 'reachable', witness };
    if (this.coverage.isSeen(key)) return { kind: 'unknown', why: 'unsolved' };
    return this.doubt ? { kind: 'unknown', why: this.doubt } : { kind: 'unreachable' };
  }

  explore(start: State): void {
    this.pending.push(start);
    for (let state = this.next(); state; state = this.next()) {
      if (this.steps >= this.limits.steps) {
        this.doubt = 'steps';
        return;
      }
      this.findNumbers(state);
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

  private findNumbers(state: State): void {
    if (state.model) return;
    const answer = solve(state.facts, state.start ?? new Map<number, bigint>(), this.limits.solver);
    this.steps += Math.ceil(answer.steps / 8);
    if (answer.kind === 'satisfiable') state.model = answer.model;
    else state.assumed = new Map([...state.assumed, [`unsolved ${state.decisions.length}`, true]]);
    state.model ??= state.start ?? new Map();
  }

  /** Executes to the next fork, or to the end of the path. */
  private follow(state: State): void {
    while (this.steps++ < this.limits.steps) {
      const frame = topOf(state);
      const block = frame.fn.blocks[frame.block];
      if (!block) return;
      this.note(state);
      const instruction = block.instructions[frame.index];
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

  private note(state: State): void {
    const points = state.frames.map(({ fn, block, index }) => ({ fn: fn.name, block, index }));
    const point = points.at(-1);
    if (!point) return;
    const witness = {
      model: state.model ?? new Map<number, bigint>(),
      decisions: [...state.decisions],
      given: [...state.given],
      calls: points,
    };
    if (this.coverage.note(keyOfPoint(point), state.assumed, witness)) this.distances.reached(point);
  }

  /** Whether the path goes on in this state; where it forks, the ways wait. */
  private leave(state: State, terminator: Terminator): boolean {
    if (terminator.op === 'lost') this.doubt = 'lost';
    const taken = ways(this.run, state, terminator);
    if (taken.length === 1 && taken[0] === state) return state.frames.length > 0;
    this.pending.push(...taken);
    return false;
  }
}
