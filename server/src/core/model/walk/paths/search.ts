/**
 * Looks for an execution of a program that does what a walk of all its ways found: with that, neither the compiler nor
 * the verifier can know better. Finding none proves nothing, for only so much is tried.
 */
import type { Watch } from '../../../syntax/watch.js';
import type { Located } from '../located.js';
import type { Walk } from '../walk.js';
import { doOther, neededUnder } from './needs.js';
import { doneOf, type Sought } from './done.js';
import { createLedger } from './ledger.js';
import { createPath, PathEnd, type Assumptions, type Path, type Test } from './path.js';

type Found = Walk['found'];

export interface Search {
  /** Whether an execution was found. Paths are tried when something is asked for, and all that they do is remembered. */
  isDone(sought: Sought): boolean;
  /** Whether all paths were tried, and none does it whatever is assumed. */
  isRuledOut(sought: Sought): boolean;
  /** Whether so much was asked for that the answers are no answers. */
  isExceeded(): boolean;
}

/** So many steps of the walker and the solver are spent on one question, whatever else is asked. */
const mostSteps = 12_000;

/** A guard beyond that: a program that asks so much is not judged, for no answer may depend on what was asked before. */
const mostStepsForAll = 240_000;

/** `walkAlong` walks the program along a path, to its end or to a `PathEnd`, and gives what it found. */
export function createSearch(
  walkAlong: (path: Path) => { readonly walk: Walk; readonly run: () => void },
  watch: Watch,
): Search {
  const done = createLedger();
  const asked = new Set<string>();
  const exhausted = new Set<string>();
  let spent = 0;
  let plain: Followed | null = null;
  const follow = (prefix: readonly number[], aims: readonly Located[]): Followed => {
    const path = createPath(prefix, aims, watch);
    const { walk, run } = walkAlong(path);
    const end = endOf(run);
    spent += walk.steps + path.solver.effort() / 8;
    return { path, found: walk.found, end };
  };
  /** A test matters if another way surely leads to something else that leaves the program. */
  const matters = ({ path }: Followed, { decision, at }: Test, aims: readonly Located[]): boolean => {
    const taken = path.decisions.map((each) => each.taken);
    return othersAt(path.decisions, decision).some((way) => {
      const other = follow([...taken.slice(0, decision), way, ...taken.slice(decision + 1)], aims);
      return other.end === 'whole' && doOther(path.effects.slice(at), other.path.effects.slice(at));
    });
  };
  const noteDone = (followed: Followed, aims: readonly Located[], sought: Sought): void => {
    if (followed.end === 'void') return;
    const { solver } = followed.path;
    const before = solver.effort();
    for (const assumed of timesOf(followed, sought, (test) => matters(followed, test, aims)))
      done.note(keyOf(sought), assumed);
    spent += (solver.effort() - before) / 8;
  };
  const search = (sought: Sought): void => {
    const key = keyOf(sought);
    // The path that is meant to lead nowhere in particular is one for all.
    noteDone((plain ??= follow([], [])), [], sought);
    const budget = spent + mostSteps;
    const aims = [...sought.calls, sought.at];
    const pending: (readonly number[])[] = [[]];
    let isWhole = true;
    for (let next = pending.shift(); next && spent < budget && !done.isSure(key); next = pending.shift()) {
      const followed = follow(next, aims);
      noteDone(followed, aims, sought);
      const { path, end } = followed;
      if (end === 'cut' || path.isPartial) isWhole = false;
      pending.push(...others(path.decisions, next.length));
    }
    if (isWhole && pending.length === 0 && spent < budget) exhausted.add(key);
  };
  const ask = (sought: Sought): string => {
    const key = keyOf(sought);
    if (!done.isSure(key) && !asked.has(key) && spent < mostStepsForAll) search(sought);
    asked.add(key);
    return key;
  };
  return {
    isExceeded: () => spent >= mostStepsForAll,
    isDone: (sought) => done.isSure(ask(sought)),
    isRuledOut(sought) {
      const key = ask(sought);
      return exhausted.has(key) && !done.isKnown(key);
    },
  };
}

interface Followed {
  readonly path: Path;
  readonly found: Found;
  readonly end: End;
}

/** How a path ended: where the program does, somewhere in the middle, or in what is never executed. */
type End = 'whole' | 'cut' | 'void';

function endOf(run: () => void): End {
  try {
    run();
    return 'whole';
  } catch (error) {
    if (!(error instanceof PathEnd)) throw error;
    return error.isVoid ? 'void' : 'cut';
  }
}

/** The paths that differ from one in a single decision behind its prefix. */
function others(decisions: Path['decisions'], from: number): readonly (readonly number[])[] {
  const taken = decisions.map((each) => each.taken);
  return decisions
    .slice(from)
    .flatMap((_, i) => othersAt(decisions, from + i).map((way) => [...taken.slice(0, from + i), way]));
}

function othersAt(decisions: Path['decisions'], at: number): readonly number[] {
  const decision = decisions[at];
  return Array.from({ length: decision?.ways ?? 0 }, (_, way) => way).filter(
    (way) => way !== decision?.taken,
  );
}

const contents = new WeakMap<object, number>();
let counted = 0;

function keyOf({ kind, at, detail }: Omit<Sought, 'calls'>): string {
  const content = contents.get(at.content) ?? ++counted;
  contents.set(at.content, content);
  return `${kind} ${content} ${at.start} ${at.end} ${detail}`;
}

/** So many times a path is asked whether it needs one load, which may stand in a loop. */
const mostAsked = 24;

/** Under which assumptions a path does what is sought; of loads, only those that are needed. */
function* timesOf(
  { found, path }: Followed,
  { kind, at, detail }: Sought,
  matters: (test: Test) => boolean,
): Iterable<Assumptions> {
  let asked = 0;
  for (const [i, each] of doneOf(found, kind).entries()) {
    if (!isSamePlace(each.at, at)) continue;
    const { details, load } = each.done();
    if (!details.includes(detail) || asked++ >= mostAsked) continue;
    const under = path.stages.find(({ counts }) => i < (counts.get(kind) ?? 0))?.assumed ?? path.assumed;
    const needed = load ? neededUnder(path, load, matters) : new Map<string, boolean>();
    if (needed) yield new Map([...under, ...needed]);
  }
}

function isSamePlace(a: Located, b: Located): boolean {
  return a.content === b.content && a.start === b.start && a.end === b.end;
}
