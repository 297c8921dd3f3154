/**
 * One way through a program, taken test by test as an execution takes it: what was decided, what holds because of
 * it, and what came of it. A walk that has a path follows it alone; one that has none looks at all ways at once.
 */
import type { Expr } from '../../../syntax/ast.js';
import type { Watch } from '../../../syntax/watch.js';
import type { Located } from '../located.js';
import type { Range } from '../ranges.js';
import type { RecordedAccess, RecordedUnchecked } from '../recorded.js';
import type { Typed, Value } from '../values.js';
import { createMemory, type Bytes, type Memory } from './memory.js';
import type { Kind } from './done.js';
import { createSolver, type Solver } from './solve.js';

/** What a test came out as. */
export interface Condition {
  readonly tested: Typed;
  readonly outcome: boolean;
}

/**
 * How tests came out for which no numbers were found: others than we may know how they do. A path counts together
 * with paths for which they came out otherwise.
 */
export type Assumptions = ReadonlyMap<string, boolean>;

/** A number that leaves the program's locals, and what had been assumed by then. */
export interface Effect {
  readonly typed: Typed;
  readonly assumed: Assumptions;
  /** Where it goes: into memory, to a function, back to the kernel. */
  readonly to: string;
  /** Which memory; null where nobody can say, absent for what goes elsewhere, where somebody may look at memory. */
  readonly bytes?: Bytes | null | undefined;
  /** Bytes beside it in memory that were stored to before anybody could look. */
  readonly over: Bytes[];
  /** Whether such stores replaced it. */
  isReplaced: boolean;
}

/** A number that decided which way the path goes. */
export interface Test {
  readonly typed: Typed;
  readonly assumed: Assumptions;
  readonly decision: number;
  /** How many effects came before it. */
  readonly at: number;
}

/** What a recorded read gave. */
export interface ReadNumber {
  readonly name: string;
  readonly effects: number;
  readonly tests: number;
}

/** How much had been found when something was assumed, and what had been assumed before. */
interface Stage {
  readonly counts: ReadonlyMap<Kind, number>;
  readonly assumed: Assumptions;
}

/** Where control goes when a statement does not fall through. */
export interface Leaving {
  readonly kind: 'break' | 'continue' | 'return' | 'goto';
  readonly label: string | null;
}

/** Which way each undecided test took, in order: 0 is the one that is liked best. */
export interface Decision {
  readonly ways: number;
  readonly taken: number;
}

export interface Path {
  readonly decisions: Decision[];
  /** Numbers that went where they matter: into memory, to a helper, back to the kernel. */
  /** All that leaves the program's locals, in order. */
  readonly effects: Effect[];
  readonly tests: Test[];
  assumed: Assumptions;
  readonly stages: Stage[];
  /** Bounds of numbers, by their names. */
  readonly known: Map<string, Range>;
  /** Regions whose pointer is known not to be NULL, or to be NULL. */
  readonly nonNull: Set<string>;
  readonly nulls: Set<string>;
  readonly memory: Memory;
  /** The number that each recorded read gave, and how many effects and tests came before it. */
  readonly numberOf: Map<RecordedAccess | RecordedUnchecked, ReadNumber>;
  /** The pointer that a recorded read gave, where it gave no number. */
  readonly pointerOf: Map<RecordedAccess | RecordedUnchecked, Value>;
  /** How a test should come out, so that the path leads where it is meant to. */
  readonly wishes: WeakMap<Expr, boolean>;
  readonly solver: Solver;
  /** Whether one of the places that the path is meant to lead to lies in a part of the text. */
  isAim(part: Located): boolean;
  /** How many numbers came from outside so far. */
  results: number;
  /** Whether something that an execution does was left out. */
  isPartial: boolean;
  leaving: Leaving | null;
  /** A label that control is on its way to. */
  seeking: string | null;
  /** The way to take of so many. */
  choose(ways: number): number;
}

/** Thrown where a path ends in the middle of things. */
export class PathEnd extends Error {
  /** `isVoid`: no execution takes it, so that nothing on it counts. */
  constructor(readonly isVoid = false) {
    super();
  }
}

/** A path that first takes the ways of `prefix`, and from there on the liked ones. */
export function createPath(prefix: readonly number[], aims: readonly Located[], watch: Watch): Path {
  const decisions: Decision[] = [];
  return {
    decisions,
    effects: [],
    tests: [],
    assumed: new Map(),
    stages: [],
    known: new Map(),
    nonNull: new Set(),
    nulls: new Set(),
    memory: createMemory(),
    numberOf: new Map(),
    pointerOf: new Map(),
    wishes: new WeakMap(),
    solver: createSolver(watch),
    isAim: ({ content, start, end }) =>
      aims.some((aim) => aim.content === content && start <= aim.start && aim.end <= end),
    results: 0,
    isPartial: false,
    leaving: null,
    seeking: null,
    choose(ways) {
      const taken = prefix[decisions.length] ?? 0;
      decisions.push({ ways, taken });
      return taken;
    },
  };
}
