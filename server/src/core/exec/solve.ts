/**
 * Looks for numbers that make all conditions of a path hold. With them an execution takes that path; finding none
 * proves nothing, and is not the same as a contradiction, which facts.ts finds. Deterministic: steps decide how much
 * is tried, never time.
 */
import { type Candidate, candidatesFor } from './candidates.js';
import { type Condition, type Facts, intervalOf, relatedTo } from './facts.js';
import { contains, type Interval } from './interval.js';
import { evaluateAll, type Model } from './model.js';
import type { Term } from './terms.js';

/** Numbers were found, or not within the steps. `steps` counts operators that were computed. */
export type Answer =
  | { readonly kind: 'satisfiable'; readonly model: Model; readonly steps: number }
  | { readonly kind: 'gave up'; readonly steps: number };

/** Changes one after the other from one start, and starts: other numbers may lead where the first ones do not. */
const mostRounds = 48;
const mostStarts = 6;

/**
 * Numbers for all conditions of the facts, as near to those of `start` as may be: a path that goes on from another one
 * mostly needs few of them changed. Symbols stay within what the facts confine them to.
 */
export function solve(facts: Facts, start: Model, mostSteps: number): Answer {
  const all: Search = { facts, conditions: facts.conditions, steps: 0, mostSteps };
  const broken = brokenIn(all, startingFrom(all, start, 0));
  const conditions = relatedTo(
    facts,
    broken.map(({ term }) => term),
  );
  const search: Search = { ...all, conditions };
  for (let attempt = 0; attempt < mostStarts && search.steps < mostSteps; attempt++) {
    const model = descend(search, startingFrom(search, start, attempt));
    if (model) return { kind: 'satisfiable', model, steps: search.steps };
  }
  return { kind: 'gave up', steps: search.steps };
}

/** Mends one condition after the other; null where that leads nowhere. */
function descend(search: Search, start: Model): Model | null {
  let model = start;
  let broken = brokenIn(search, model);
  for (let round = 0; broken.length > 0; round++) {
    const isOver = round >= mostRounds || search.steps >= search.mostSteps;
    const next = isOver ? null : improve(search, model, broken, round);
    if (!next) return null;
    ({ model, broken } = next);
  }
  return model;
}

interface Search {
  readonly facts: Facts;
  /** Those that have symbols in common with the ones that the start does not fulfil. */
  readonly conditions: readonly Condition[];
  steps: number;
  readonly mostSteps: number;
}

interface Attempt {
  readonly model: Model;
  readonly broken: readonly Condition[];
}

/** All symbols of the conditions, each within its bounds: as they were, then others of their numbers. */
function startingFrom({ facts, conditions }: Search, start: Model, attempt: number): Model {
  const model = new Map(start);
  const related = new Set(conditions.flatMap(({ term }) => [...facts.arena.symbols(term)]));
  for (const term of new Set([...related, ...facts.confined.keys()])) {
    if (facts.arena.node(term).kind !== 'symbol') continue;
    const interval = intervalOf(facts, term);
    const isOther = attempt > 0 && related.has(term);
    const value = isOther ? otherStart(interval, term, attempt) : (model.get(term) ?? 0n);
    model.set(term, within(interval, value));
  }
  return model;
}

function within(interval: Interval, value: bigint): bigint {
  if (contains(interval, value)) return value;
  return contains(interval, interval.bits.ones) ? interval.bits.ones : interval.umin;
}

/** The least, the greatest, then numbers in between that look like any. */
function otherStart({ width, umin, umax }: Interval, term: Term, attempt: number): bigint {
  if (attempt <= 2) return attempt === 1 ? umin : umax;
  const mixed = BigInt.asUintN(width, BigInt(term * 31 + attempt) * 0x9e3779b97f4a7c15n);
  return umin + (mixed % (umax - umin + 1n));
}

function brokenIn(search: Search, model: Model): readonly Condition[] {
  const { conditions, facts } = search;
  const terms = conditions.map(({ term }) => term);
  const values = evaluateAll(facts.arena, terms, model, (steps) => (search.steps += steps));
  return conditions.filter(({ term, truth }) => (values.get(term) !== 0n) !== truth);
}

/** The best of the changes that may mend one of the broken conditions; another one each round. */
function improve(search: Search, model: Model, broken: readonly Condition[], round: number): Attempt | null {
  const first = broken[round % broken.length];
  if (!first) return null;
  const attempts: Attempt[] = [];
  for (const { symbol, value } of changesFor(search, first, model)) {
    const changed = new Map(model).set(symbol, value);
    const attempt = { model: changed, broken: brokenIn(search, changed) };
    if (attempt.broken.length === 0) return attempt;
    if (!attempt.broken.includes(first)) attempts.push(attempt);
    if (search.steps >= search.mostSteps) return null;
  }
  attempts.sort((a, b) => a.broken.length - b.broken.length);
  // Where no change is an improvement, the second best is as good, and does not lead round in a circle.
  const best = attempts[0];
  return best && best.broken.length < broken.length ? best : (attempts[round % attempts.length] ?? null);
}

function changesFor(search: Search, condition: Condition, model: Model): readonly Candidate[] {
  const { facts } = search;
  const values = evaluateAll(facts.arena, [condition.term], model, (steps) => (search.steps += steps));
  const seen = new Set<string>();
  return candidatesFor(facts.arena, condition, values).filter(({ symbol, value }) => {
    const key = `${symbol}=${value}`;
    if (seen.has(key) || !isFree(facts, symbol, value)) return false;
    seen.add(key);
    return (model.get(symbol) ?? 0n) !== value;
  });
}

/** Only whoever runs the program can be made to bring another number. */
function isFree(facts: Facts, symbol: Term, value: bigint): boolean {
  return contains(intervalOf(facts, symbol), value);
}
