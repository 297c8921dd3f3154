/**
 * Looks for runs that access memory which is not theirs: first all ways at once for the accesses that may (join.ts),
 * then single paths for one that does (search.ts). Knows what was found; whether it is believed is for who asks.
 */
import type { Instruction } from '../ir/instruction.js';
import type { IrFunction } from '../ir/ir.js';
import { type Access, accessesMemory, accessesOf } from './accesses.js';
import { assume, truthOf } from './facts.js';
import { joinWays } from './join.js';
import { type Question, questionsOf } from './legality.js';
import { evaluate } from './model.js';
import { findNumbers } from './numbers.js';
import {
  type Distances,
  distancesTo,
  keyOfPoint,
  type Point,
  pointOf,
  reachableFunctions,
} from './points.js';
import type { Run } from './run.js';
import { type Limits, search } from './search.js';
import { initialState } from './start.js';
import { fork, type State, topOf } from './state.js';
import type { Value } from './values.js';
import { isAssumed } from './ways.js';

/** One path that gets to an access and breaks it. */
export interface Violation {
  readonly point: Point;
  readonly access: Access;
  readonly question: Question;
  /** At the access, with numbers with which it is not legal. */
  readonly state: State;
  /** Whether tests on the way leave nothing else, as where a pointer was found to be NULL. */
  readonly isDecided: boolean;
  /** Whether the numbers fulfil all tests of the path, and all of them come from outside of the program. */
  readonly isProved: boolean;
}

/** An access that a path breaks. */
export interface Broken {
  readonly violation: Violation;
  /** Whether another run gets to the same place and is legal there. */
  readonly hasLegalRun: boolean;
}

/** What was found, and the instructions that were executed for it. */
export interface Searched {
  readonly broken: readonly Broken[];
  readonly steps: number;
}

/** Whether a violation is what was looked for: then no other one is, at this place, once it is a proved one. */
export type Believes = (violation: Violation) => boolean;

/** How far the search goes. */
export interface ViolationLimits extends Limits {
  /** Instructions of the visit of all ways. */
  readonly join: number;
}

/** The accesses of a function, and of what it calls, that a run breaks: one violation of each, a proved one where there is any. */
export function violationsOf(
  run: Run,
  start: IrFunction,
  args: readonly Value[],
  believes: Believes,
  limits: ViolationLimits,
): Searched {
  const { candidates, steps } = joinWays(run, initialState(run, start, args), limits.join);
  if (candidates.size === 0) return { broken: [], steps };
  const distances = distancesTo(reachableFunctions(run.unit, start.name), (point) =>
    candidates.has(keyOfPoint(point)),
  );
  const checks = new Checks(run, distances, believes, limits);
  const first = initialState(run, start, args);
  const searched = search(
    run,
    first,
    distances,
    (state, instruction) => checks.pass(state, instruction),
    limits,
  );
  return { broken: checks.broken(), steps: steps + searched.steps };
}

/** So often a violation is looked for at one place, and so often paths may come by that are legal there. */
const mostAttempts = 12;
const mostLegal = 24;

class Checks {
  private readonly found = new Map<string, Violation>();
  /** Those that are not proved. */
  private readonly weaker = new Map<string, Violation>();
  private readonly legal = new Set<string>();
  private readonly legalVisits = new Map<string, number>();
  private readonly attempts = new Map<string, number>();

  constructor(
    private readonly run: Run,
    private readonly distances: Distances,
    private readonly believes: Believes,
    private readonly limits: Limits,
  ) {}

  broken(): readonly Broken[] {
    const all = new Map([...this.weaker, ...this.found]);
    return [...all].map(([key, violation]) => ({ violation, hasLegalRun: this.legal.has(key) }));
  }

  /** Whether the path goes on: the access is then legal on it. */
  pass(state: State, instruction: Instruction | null): boolean {
    if (!instruction || !accessesMemory(instruction)) return true;
    const frame = topOf(state);
    const point = pointOf(frame);
    const isLegal = accessesOf(this.run, frame, instruction).every((access) =>
      questionsOf(this.run, state, access).every((question) => this.ask(state, point, access, question)),
    );
    if (isLegal && this.distances.wants(point)) this.noteLegal(state, point);
    return isLegal;
  }

  private noteLegal(state: State, point: Point): void {
    const key = keyOfPoint(point);
    const visits = (this.legalVisits.get(key) ?? 0) + 1;
    this.legalVisits.set(key, visits);
    if (state.assumed.size === 0) this.legal.add(key);
    if (visits >= mostLegal || (this.found.has(key) && this.legal.has(key))) this.distances.reached(point);
  }

  private ask(state: State, point: Point, access: Access, question: Question): boolean {
    if (this.distances.wants(point)) this.attempt(state, point, access, question);
    return question.illegal !== null && this.isLegalFromHere(state, question.illegal);
  }

  private attempt(state: State, point: Point, access: Access, question: Question): void {
    const key = keyOfPoint(point);
    const attempts = (this.attempts.get(key) ?? 0) + 1;
    this.attempts.set(key, attempts);
    if (attempts >= mostAttempts) this.distances.reached(point);
    if (this.found.has(key)) return;
    const violating = this.violating(state, question);
    if (!violating) return;
    const violation = { point, access, question, ...violating };
    if (!violation.isProved && this.weaker.has(key)) return;
    if (!this.believes(violation)) return;
    (violation.isProved ? this.found : this.weaker).set(key, violation);
    if (!violation.isProved) return;
    if (question.danger !== 'null' || this.legal.has(key)) this.distances.reached(point);
  }

  private violating(
    state: State,
    { illegal }: Question,
  ): Pick<Violation, 'state' | 'isDecided' | 'isProved'> | null {
    const way = fork(state);
    if (illegal !== null) {
      const facts = assume(way.facts, illegal, true);
      if (!facts) return null;
      way.facts = facts;
      if (!way.model || evaluate(this.run.arena, illegal, way.model) === 0n) way.model = null;
      way.start = state.model ?? new Map<number, bigint>();
    }
    findNumbers(way, this.limits.solver);
    const isSolved = illegal === null || evaluate(this.run.arena, illegal, way.model ?? new Map()) !== 0n;
    if (!isSolved) return null;
    const isInput = illegal === null || !isAssumed(this.run, illegal);
    const isDecided = illegal === null || truthOf(state.facts, illegal) === true;
    return { state: way, isDecided, isProved: isInput && way.assumed.size === 0 };
  }

  /** Takes it that the access is legal; false where it cannot be. */
  private isLegalFromHere(state: State, illegal: number): boolean {
    const facts = assume(state.facts, illegal, false);
    if (!facts) return false;
    state.facts = facts;
    if (state.model && evaluate(this.run.arena, illegal, state.model) === 0n) return true;
    state.start = state.model ?? new Map<number, bigint>();
    state.model = null;
    findNumbers(state, this.limits.solver);
    return true;
  }
}
