/**
 * The strategy `join`: visits all ways at once, and joins what is known where they meet. Linear but for loops, which
 * widen. Says which accesses may not be legal: what it does not name is legal on every run.
 */
import type { Instruction } from '../ir/instruction.js';
import { edgesInto, placesInOrder } from '../ir/graph.js';
import { decidingRegisters } from '../ir/deciding.js';
import type { BlockId, IrFunction, Terminator } from '../ir/ir.js';
import { liveAtStart } from '../ir/liveness.js';
import { accessesOf, accessesMemory } from './accesses.js';
import { call } from './calls.js';
import { joinStates, type Meeting } from './join-states.js';
import { questionsOf } from './legality.js';
import { keyOfPoint, pointOf } from './points.js';
import type { Run } from './run.js';
import { workOfStep } from './search.js';
import { fork, type State, topOf } from './state.js';
import { transfer, valueOf } from './transfer.js';
import { constantIn, unknown, type Value } from './values.js';
import { ways } from './ways.js';

/** What was found until the steps were used up. */
export interface Joined {
  /** Keys of points (points.ts) whose access may not be legal. */
  readonly candidates: ReadonlySet<string>;
  /** Instructions that were executed. */
  readonly steps: number;
}

/** Visits a function, and what it calls, from this state at its start; the state is used up. */
export function joinWays(run: Run, start: State, mostSteps: number): Joined {
  const visit = new Visit(run, mostSteps);
  start.model = null;
  visit.fromHere(start);
  return { candidates: visit.candidates, steps: visit.steps };
}

/** Behind so many visits of a block, numbers that still change are given up. */
const visitsToWiden = 3;

class Visit {
  readonly candidates = new Set<string>();
  steps = 0;

  constructor(
    private readonly run: Run,
    private readonly mostSteps: number,
  ) {}

  /** From the start of the innermost function to behind its call: a state for each answer that tells ways apart. */
  fromHere(start: State): readonly State[] {
    const { fn } = topOf(start);
    const place = placeOf(start);
    const order = placesInOrder(fn);
    const waiting = new Waiting(this.run, fn, place);
    const left = new Apart(this.run);
    waiting.add(start);
    for (let next = waiting.next(order); next; next = waiting.next(order))
      for (const state of this.block(next)) {
        const terminator = fn.blocks[topOf(state).block]?.terminator;
        if (!terminator || this.steps >= this.mostSteps) continue;
        const answer = terminator.op === 'return' ? answerOf(this.run, state, terminator) : '';
        for (const way of ways(this.run, state, terminator)) {
          if (terminator.op !== 'return') waiting.add(way);
          else left.add(answer, behind(place, way), way);
        }
      }
    return left.states();
  }

  /** Executes the instructions of a block; a call may come back in several states, or in none. */
  private block(start: State): readonly State[] {
    const { fn, block } = topOf(start);
    let states: readonly State[] = [start];
    fn.blocks[block]?.instructions.forEach((instruction, index) => {
      states = states.flatMap((state) => this.step(state, instruction, index));
    });
    const length = fn.blocks[block]?.instructions.length ?? 0;
    for (const state of states) topOf(state).index = length;
    return states;
  }

  private step(state: State, instruction: Instruction, index: number): readonly State[] {
    if (this.steps++ >= this.mostSteps) return [];
    this.run.spend(workOfStep);
    topOf(state).index = index;
    this.judge(state, instruction);
    if (instruction.op !== 'call') {
      transfer(this.run, state, instruction);
      return [state];
    }
    const depth = state.frames.length;
    call(this.run, state, instruction.callee, instruction.args, instruction.dst);
    return state.frames.length > depth ? this.fromHere(state) : [state];
  }

  private judge(state: State, instruction: Instruction): void {
    if (!accessesMemory(instruction)) return;
    const frame = topOf(state);
    const isOpen = accessesOf(this.run, frame, instruction).some(
      (access) => questionsOf(this.run, state, access).length > 0,
    );
    if (isOpen) this.candidates.add(keyOfPoint(pointOf(frame)));
  }
}

/** The calls that a state is in, and the function. */
function placeOf({ frames }: State): string {
  const calls = frames.slice(0, -1).map(({ fn, block, index }) => `${fn.name}@${block}.${index}`);
  return [...calls, frames.at(-1)?.fn.name ?? ''].join('/');
}

/** Where the ways out of a function meet, in its caller. */
function behind(place: string, state: State) {
  const caller = state.frames.at(-1);
  const live = new Set(caller ? caller.registers.keys() : []);
  return { name: `behind ${place}`, live, widens: false };
}

/** What tells the ways out of a function apart: the constant that it gives, or that it gives a pointer. */
function answerOf(run: Run, state: State, { value }: Extract<Terminator, { op: 'return' }>): string {
  if (value === null) return '';
  const frame = topOf(state);
  return shapeOf(run, valueOf(run, frame, value, frame.fn.returns ?? 64));
}

/** A constant by its number, other values by their kind. */
function shapeOf(run: Run, value: Value): string {
  if (value.kind !== 'number') return value.kind;
  return String(constantIn(run.arena, value) ?? 'number');
}

/** So many states are kept apart at one place; what comes later joins the rest. */
const mostApart = 4;

/** States that meet at one place, kept apart by a key. */
class Apart {
  private readonly kept = new Map<string, { state: State; visits: number }>();

  constructor(private readonly run: Run) {}

  states(): readonly State[] {
    return [...this.kept.values()].map(({ state }) => state);
  }

  /** The state of this key, to be changed. */
  take(key: string): State | null {
    const kept = this.kept.get(key);
    return kept ? fork(kept.state) : null;
  }

  /** Joins a state with those of its key; gives the key where that told something new, else null. */
  add(wanted: string, meeting: Meeting, state: State): string | null {
    const key = this.kept.has(wanted) || this.kept.size < mostApart ? wanted : rest;
    const before = this.kept.get(key);
    const visits = (before?.visits ?? 0) + 1;
    const named = {
      ...meeting,
      name: `${meeting.name} ${key}`,
      widens: meeting.widens && visits > visitsToWiden,
    };
    const joined = before ? joinStates(this.run, named, before.state, state) : state;
    if (joined === before?.state) return null;
    this.kept.set(key, { state: joined, visits });
    return key;
  }
}

const rest = 'rest';

/** States that wait at the starts of blocks; where only one edge leads to a block, nothing meets there. */
class Waiting {
  private readonly blocks = new Map<BlockId, Apart>();
  private readonly pending = new Map<BlockId, Set<string>>();
  private readonly alone = new Map<BlockId, State[]>();
  private readonly edges: readonly number[];

  constructor(
    private readonly run: Run,
    private readonly fn: IrFunction,
    private readonly place: string,
  ) {
    this.edges = edgesInto(fn);
  }

  add(state: State): void {
    const { block, registers } = topOf(state);
    if ((this.edges[block] ?? 0) < 2) {
      this.alone.set(block, [...(this.alone.get(block) ?? []), state]);
      return;
    }
    const apart = this.blocks.get(block) ?? new Apart(this.run);
    this.blocks.set(block, apart);
    const deciding = decidingRegisters(this.fn)[block] ?? [];
    const key = deciding.map((each) => shapeOf(this.run, registers[each] ?? unknown)).join();
    const live = liveAtStart(this.fn)[block] ?? new Set();
    const added = apart.add(key, { name: `${this.place}:${block}`, live, widens: true }, state);
    if (added !== null) this.pending.set(block, (this.pending.get(block) ?? new Set()).add(added));
  }

  /** The first block in this order, with a state that may be changed. */
  next(order: ReadonlyMap<BlockId, number>): State | null {
    let best: BlockId | null = null;
    for (const each of [...this.pending.keys(), ...this.alone.keys()])
      if (best === null || (order.get(each) ?? 0) < (order.get(best) ?? 0)) best = each;
    return best === null ? null : (this.takeAlone(best) ?? this.takeJoined(best));
  }

  private takeAlone(block: BlockId): State | null {
    const state = this.alone.get(block)?.pop() ?? null;
    if (state && this.alone.get(block)?.length === 0) this.alone.delete(block);
    return state;
  }

  private takeJoined(block: BlockId): State | null {
    const keys = this.pending.get(block);
    const [key] = keys ?? [];
    if (!keys || key === undefined) return null;
    keys.delete(key);
    if (keys.size === 0) this.pending.delete(block);
    return this.blocks.get(block)?.take(key) ?? null;
  }
}
