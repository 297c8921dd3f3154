/**
 * Looks for numbers that make all conditions of a path hold: with such numbers the program takes that path, so that
 * neither the compiler nor the verifier may rule it out. Finding none proves nothing.
 */
import { isComparison } from '../numbers.js';
import { bothOf, isWithin, rangeFrom, rangeOfType, type Range } from '../ranges.js';
import type { Computed, Typed } from '../values.js';
import { evaluate, swap, type Assignment } from './evaluate.js';
import type { Condition } from './path.js';
import { isVague } from './vague.js';

export interface Solver {
  /** Whether numbers were found for all of the conditions; they may only grow from call to call. */
  holds(conditions: readonly Condition[]): boolean;
  /** The numbers that were found last. */
  numbers(): Assignment;
  /** Values of the unknown of a name for which a number may become 0, or another one. */
  turning(tested: Typed, name: string): readonly bigint[];
}

/** What the vague numbers are taken for, one after the other. */
const assumptions = 4;
const mostRepairs = 48;

/** Unknowns get their names here where they have none: pointers of the kernel, pointers to sockets. */
export function createSolver(): Solver {
  const identities = new WeakMap<object, string>();
  let counted = 0;
  const nameOf = ({ value }: Typed): string | null => {
    if (value.kind === 'unknown') return value.name ?? null;
    if (value.kind === 'context') return value.offset === null ? null : `&${value.region}`;
    if (value.kind !== 'kernel' && value.kind !== 'dereferenced' && value.kind !== 'address') return null;
    const key = value.kind === 'address' ? value.of : value;
    const known =
      identities.get(key) ?? `${value.kind === 'kernel' && value.trusted ? '?' : ''}*${++counted}`;
    identities.set(key, known);
    return known;
  };
  const found = Array.from({ length: assumptions }, () => new Map<string, bigint>());
  let [solved, last] = [0, true];
  const numbers = (): Assignment => assignmentOf(found[0] ?? new Map<string, bigint>(), 0, nameOf);
  return {
    numbers,
    turning: (tested, name) =>
      [true, false]
        .flatMap((outcome) => changesFor({ tested, outcome }, numbers(), nameOf))
        .filter((change) => change.name === name)
        .map((change) => change.value),
    holds(conditions) {
      if (last && solved === conditions.length) return true;
      solved = conditions.length;
      last = found.every((numbers, assumption) => repair(conditions, numbers, assumption, nameOf));
      return last;
    },
  };
}

type NameOf = (unknown: Typed) => string | null;

function assignmentOf(numbers: Map<string, bigint>, assumption: number, nameOf: NameOf): Assignment {
  return (unknown) => {
    const name = nameOf(unknown);
    if (name === null) return null;
    const known = numbers.get(name);
    if (known !== undefined) return isWithin(rangeFrom(known, known), domainOf(unknown)) ? known : null;
    const value = firstGuess(unknown, isVague(name) ? assumption : 0, name);
    numbers.set(name, value);
    return value;
  };
}

function domainOf({ value, type }: Typed): Range {
  if (value.kind === 'context' || value.kind === 'address') return rangeFrom(0n, (1n << 48n) - 1n);
  const own = value.kind === 'unknown' ? value.range : undefined;
  const isCalled = value.kind === 'unknown' && value.name?.startsWith('#call');
  if (isCalled) return own ? (bothOf(own, likelyResults) ?? own) : likelyResults;
  return own ?? rangeOfType(type) ?? rangeFrom(-(1n << 63n), (1n << 63n) - 1n);
}

function firstGuess(unknown: Typed, assumption: number, name: string): bigint {
  const { value } = unknown;
  if (value.kind === 'context' || value.kind === 'address') return BigInt(0x10000 + 0x1000 * hashOf(name));
  // Constants of headers, whose types are not seen here, are small more often than not.
  const { min, max } = unknown.type.kind === 'unknown' ? rangeFrom(-1n, 127n) : domainOf(unknown);
  const wanted = [0n, 1n, BigInt(2 + hashOf(name)), max][assumption] ?? 0n;
  return wanted < min ? min : wanted > max ? max : wanted;
}

/** What a function whose declaration is not seen may well return: an error, a small number, something behind a pointer. */
const likelyResults = rangeFrom(-4095n, 0xffffn);

function hashOf(name: string): number {
  let hash = 7;
  for (const char of name) hash = (hash * 31 + char.charCodeAt(0)) % 97;
  return hash;
}

/** Changes one number at a time, each time the one that leaves the fewest conditions broken. */
function repair(
  conditions: readonly Condition[],
  numbers: Map<string, bigint>,
  assumption: number,
  nameOf: NameOf,
): boolean {
  const assignment = assignmentOf(numbers, assumption, nameOf);
  const isBroken = ({ tested, outcome }: Condition): boolean => {
    const value = evaluate(tested, assignment);
    return value === null || (value !== 0n) !== outcome;
  };
  for (let round = 0; round < mostRepairs; round++) {
    const broken = conditions.filter(isBroken);
    const first = broken[round % Math.max(broken.length, 1)];
    if (!first) return true;
    const changes = changesFor(first, assignment, nameOf);
    if (changes.length === 0) return false;
    let best: { change: Change; broken: number } | null = null;
    for (const change of changes) {
      const before = numbers.get(change.name);
      if (before === change.value) continue;
      numbers.set(change.name, change.value);
      const left = isBroken(first) ? Infinity : conditions.filter(isBroken).length;
      if (left < (best?.broken ?? Infinity)) best = { change, broken: left };
      if (before === undefined) numbers.delete(change.name);
      else numbers.set(change.name, before);
      if (left === 0) break;
    }
    // One that repairs nothing by itself may be what the next round needs.
    const { change } = best ?? { change: changes[round % changes.length] };
    if (change) numbers.set(change.name, change.value);
  }
  return false;
}

interface Change {
  readonly name: string;
  readonly value: bigint;
}

/** Numbers of single unknowns that may make a condition hold. */
function changesFor({ tested, outcome }: Condition, numbers: Assignment, nameOf: NameOf): readonly Change[] {
  const changes: Change[] = [];
  const reach = (typed: Typed, target: bigint): void => {
    const { value } = typed;
    if (changes.length >= 40) return;
    if (value.kind === 'unknown' && value.from) return reachComputed(value.from, target);
    const name = nameOf(typed);
    const isFixed = name === null || isVague(name) || (value.kind === 'context' && !value.nullable);
    if (isFixed || value.kind === 'address' || !bothOf(domainOf(typed), rangeFrom(target, target))) return;
    changes.push({ name, value: target });
  };
  const reachComputed = ({ op, left, right, type }: Computed, target: bigint): void => {
    if (op === '!' || isComparison(op))
      return void (/^[01]$/.test(String(target)) && come({ op, left, right, type }, target === 1n));
    if (right === null) return reachThrough(op, left, target);
    const [a, b] = [evaluate(left, numbers), evaluate(right, numbers)];
    for (const each of b === null ? [] : inverted(op, target, b, a, false)) reach(left, each);
    for (const each of a === null ? [] : inverted(op, target, a, b, true)) reach(right, each);
  };
  const reachThrough = (op: string, operand: Typed, target: bigint): void => {
    const size = /^swap(\d)$/.exec(op)?.[1];
    if (size) return reach(operand, swap(target, Number(size)));
    if (op === '~') return reach(operand, ~target);
    if (op === '-') return reach(operand, -target);
    reach(operand, target);
    const domain = rangeOfType(operand.type);
    if (domain && !isWithin(rangeFrom(target, target), domain))
      reach(operand, BigInt.asUintN(64, target) & domain.max);
  };
  const come = ({ op, left, right, type }: Computed, wanted: boolean): void => {
    if (op === '!') return truth(left, !wanted);
    if (!right || !isComparison(op)) {
      const from = { op, left, right, type };
      for (const target of wanted ? truths : [0n]) reachComputed(from, target);
      return;
    }
    const [a, b] = [evaluate(left, numbers), evaluate(right, numbers)];
    for (const target of b === null ? [] : targets(op, wanted, b)) reach(left, target);
    for (const target of a === null ? [] : targets(mirrored(op), wanted, a)) reach(right, target);
  };
  const truth = (typed: Typed, wanted: boolean): void => {
    const { value } = typed;
    if (value.kind === 'unknown' && value.from) return come(value.from, wanted);
    for (const target of wanted ? truths : [0n]) reach(typed, target);
  };
  truth(tested, outcome);
  return changes;
}

/** Numbers that are not 0, in one bit or in several. */
const truths = [1n, 2n, 4n, 8n, 16n, 0x80n, 0x100n, 0xffn, 0xffffn, 0x10000n, 0xffffffffn, -1n];

/**
 * What `x` must be so that `x op b` is `target` (`b op x` where it is the right operand), as far as that can be said.
 * Where only some bits of it matter, the others stay as they are in `now`.
 */
function inverted(
  op: string,
  target: bigint,
  b: bigint,
  now: bigint | null,
  isRight: boolean,
): readonly bigint[] {
  const kept = now ?? 0n;
  switch (op) {
    case '+':
      return [target - b];
    case '-':
      return [isRight ? b - target : target + b];
    case '^':
      return [target ^ b];
    case '|':
      return [target, target & ~b];
    case '&':
      return [target, (kept & ~b) | (target & b), target | ~b, b];
    case '*':
      return b !== 0n && target % b === 0n ? [target / b] : [];
    case '<<':
      return isRight || b < 0n || b > 63n ? [] : [target >> b];
    case '>>':
      return isRight || b < 0n || b > 63n ? [] : [(target << b) | (kept & ((1n << b) - 1n)), target << b];
    case '/':
      return isRight ? [] : [target * b];
    case '%':
      return isRight || b === 0n ? [] : [kept - (kept % b) + target, target, target + b];
    default:
      return [];
  }
}

/** Numbers for which `x op b` comes out as wanted, and some that are likely to in other conditions, too. */
function targets(op: string, wanted: boolean, b: bigint): readonly bigint[] {
  switch (wanted ? op : opposite(op)) {
    case '==':
      return [b];
    case '!=':
      return [b + 1n, b - 1n, 0n, 1n, b ^ 0x80n, b + 64n, 0xffffn];
    case '<':
      return [b - 1n, 0n, 1n, b - 2n, b / 2n, -1n];
    case '<=':
      return [b, b - 1n, 0n, 1n, b / 2n, -1n];
    case '>':
      return [b + 1n, b + 2n, b + 64n, b * 2n, 0xffffn];
    default:
      return [b, b + 1n, b + 64n, b * 2n, 0xffffn];
  }
}

/** The operator that holds where this one does not. */
export function opposite(op: string): string {
  return { '==': '!=', '!=': '==', '<': '>=', '>': '<=', '<=': '>', '>=': '<' }[op] ?? op;
}

/** The operator for the operands in the other order. */
export function mirrored(op: string): string {
  return { '<': '>', '>': '<', '<=': '>=', '>=': '<=' }[op] ?? op;
}
