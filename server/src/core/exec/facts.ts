/**
 * What is known on a path: conditions that came out one way, and the intervals of terms that follow. Values: to assume
 * something more gives new facts and leaves the old ones as they are. Knows terms and intervals; searches for no
 * numbers, so it may hold conditions that no numbers fulfil.
 */
import { confineOperands, intervalOfNode } from './bounds.js';
import { exactly, type Interval, isSame, meet } from './interval.js';
import { assume as assumePredicate } from './predicates.js';
import { type Arena, partsOf, type Term } from './terms.js';

/** A term that is not 0 on a path (`truth`), or is. */
export interface Condition {
  readonly term: Term;
  readonly truth: boolean;
}

export interface Facts {
  readonly arena: Arena;
  /** In the order in which they were assumed. */
  readonly conditions: readonly Condition[];
  /** What terms are confined to beyond what their operands tell. */
  readonly confined: ReadonlyMap<Term, Interval>;
  /** Intervals that were asked for; follows from the rest. */
  readonly computed: Map<Term, Interval>;
}

/** Nothing is known but what terms are made of. */
export function noFacts(arena: Arena): Facts {
  return { arena, conditions: [], confined: new Map(), computed: new Map() };
}

/** All that the term can be as far as is known. */
export function intervalOf(facts: Facts, term: Term): Interval {
  const known = facts.computed.get(term);
  if (known) return known;
  const { arena, computed } = facts;
  for (const part of partsOf(arena, [term]))
    if (!computed.has(part)) computed.set(part, compute(facts, part));
  return computed.get(term) ?? compute(facts, term);
}

function compute(facts: Facts, term: Term): Interval {
  const node = facts.arena.node(term);
  const own = intervalOfNode(node, (operand) => facts.computed.get(operand) ?? intervalOf(facts, operand));
  const confined = facts.confined.get(term);
  return (confined && meet(own, confined)) ?? own;
}

/** Whether the term is surely not 0, or surely 0; null where that is not known. */
export function truthOf(facts: Facts, term: Term): boolean | null {
  const { umin, umax } = intervalOf(facts, term);
  return umin > 0n ? true : umax === 0n ? false : excludesZero(facts, term);
}

function excludesZero(facts: Facts, term: Term): boolean | null {
  const interval = intervalOf(facts, term);
  return meet(interval, exactly(interval.width, 0n)) ? null : true;
}

/** The facts with a term in an interval; null where it cannot be. */
export function confine(facts: Facts, term: Term, interval: Interval): Facts | null {
  const now = learning(facts, facts.conditions);
  return learn(now, term, interval) ? settled(now) : null;
}

/** The facts once a term came out as not 0 (`truth`) or 0; null where it cannot come out so. */
export function assume(facts: Facts, term: Term, truth: boolean): Facts | null {
  const condition = { term, truth };
  const now = learning(facts, [...facts.conditions, condition]);
  return learnCondition(now, condition) && again(now, term, facts.conditions) ? settled(now) : null;
}

/** Facts that grow while one thing is assumed: what follows from it is noted in place. */
interface Learning extends Facts {
  readonly confined: Map<Term, Interval>;
}

function learning({ arena, confined }: Facts, conditions: readonly Condition[]): Learning {
  return { arena, conditions, confined: new Map(confined), computed: new Map() };
}

function settled(now: Learning): Facts {
  return { ...now, computed: new Map() };
}

/** False where the term cannot come out so. */
function learnCondition(now: Learning, { term, truth }: Condition): boolean {
  const interval = intervalOf(now, term);
  const [met] = assumePredicate(truth ? 'ne' : 'eq', interval, exactly(interval.width, 0n)) ?? [];
  return met !== undefined && learn(now, term, met);
}

/** What older conditions tell now: so many of those that share a symbol are looked at again. */
const mostAgain = 32;

function again(now: Learning, term: Term, conditions: readonly Condition[]): boolean {
  const symbols = now.arena.symbols(term);
  const related = conditions.filter((each) => share(now.arena.symbols(each.term), symbols));
  return related.slice(-mostAgain).every((condition) => learnCondition(now, condition));
}

function share(a: ReadonlySet<Term>, b: ReadonlySet<Term>): boolean {
  for (const each of a) if (b.has(each)) return true;
  return false;
}

/** The conditions that the numbers of terms depend on: those that share symbols with them, and so on. */
export function relatedTo({ arena, conditions }: Facts, terms: readonly Term[]): readonly Condition[] {
  const symbols = new Set(terms.flatMap((term) => [...arena.symbols(term)]));
  let rest = conditions;
  const related: Condition[] = [];
  for (let size = -1; size !== related.length;) {
    size = related.length;
    const near = rest.filter((each) => share(arena.symbols(each.term), symbols));
    rest = rest.filter((each) => !near.includes(each));
    related.push(...near);
    for (const each of near) for (const symbol of arena.symbols(each.term)) symbols.add(symbol);
  }
  return related;
}

/** So many operands are confined for one thing that became known. */
const mostConfined = 400;

/** Confines a term, then what it is made of; false where something cannot be. */
function learn(now: Learning, first: Term, within: Interval): boolean {
  const pending: (readonly [Term, Interval])[] = [[first, within]];
  let isNew = false;
  for (let done = 0; done < Math.min(pending.length, mostConfined); done++) {
    const [term, interval] = pending[done] ?? [first, within];
    const before = intervalOf(now, term);
    const met = meet(before, interval);
    if (!met) return false;
    const isChanged = !isSame(met, before);
    if (done > 0 && !isChanged) continue;
    if (isChanged || !now.confined.has(term)) now.confined.set(term, met);
    isNew ||= isChanged;
    now.computed.set(term, met);
    const operands = confineOperands(now.arena.node(term), met, (operand) => intervalOf(now, operand));
    if (!operands) return false;
    pending.push(...operands);
  }
  if (isNew) now.computed.clear();
  return true;
}
