/**
 * Numbers that only running tells: which of them are the same, what tests and types say of their bounds, and
 * which tests come out one way for sure. The compiler and the verifier know such things, too, and skip what they
 * decide; whoever rests a refusal on a path asks here whether it is one.
 */
import { binary } from '../constants.js';
import { intType, type Type } from '../types.js';
import {
  arithmeticRange,
  compareRanges,
  isWithin,
  narrowed,
  narrowedBy,
  onlyIn,
  rangeAround,
  rangeFrom,
  rangeOfType,
  type Range,
} from './ranges.js';
import { constantsOf, type Typed, type Value } from './values.js';
import type { Walk } from './walk.js';

const longType: Type = { kind: 'integer', size: 8, signed: true };

/** Longer names would only cost time. */
const longestName = 160;
const deepest = 12;

/** Whether an operator compares: its outcome is 0 or 1. */
export function isComparison(op: string): boolean {
  return /^(?:==|!=|<=?|>=?)$/.test(op);
}

/** What is known of a number here; null for what is no number. */
export function rangeOf(walk: Walk, { value, type }: Typed): Range | null {
  if (value.kind === 'constant' || value.kind === 'choice') return rangeAround(constantsOf(value));
  if (value.kind !== 'unknown') return null;
  const own = value.range ?? rangeOfType(type);
  const learned = value.name === undefined ? null : walk.environment.known(value.name);
  return own && learned ? narrowedBy(own, learned) : (own ?? learned);
}

/** A number with the bounds that are known of it on this way, for where the way ends. */
export function bounded(walk: Walk, typed: Typed): Typed {
  const { value, type } = typed;
  const range = value.kind === 'unknown' ? rangeOf(walk, typed) : null;
  return value.kind === 'unknown' && range ? { value: { ...value, range }, type } : typed;
}

/** Whether a number is not 0, as far as that is known before the program runs. */
export function truthOf(walk: Walk, typed: Typed): boolean | null {
  const range = rangeOf(walk, typed);
  return range && compareRanges('!=', range, rangeFrom(0n, 0n));
}

/** A number that two others give, or one (`!`); `type` is what it is computed in. */
export function computed(walk: Walk, op: string, left: Typed, right: Typed | null, type: Type): Typed {
  const name = nameOf(op, left, right);
  const range = computedRange(walk, op, left, right, type);
  return {
    value: {
      kind: 'unknown',
      ...(name === null ? {} : { name }),
      ...(range ? { range } : {}),
      from: { op, left, right },
    },
    type,
  };
}

function nameOf(op: string, left: Typed, right: Typed | null): string | null {
  const [first, second] = [wordFor(left.value), right ? wordFor(right.value) : ''];
  if (first === null || second === null) return null;
  const name = `(${op} ${first} ${second})`;
  return name.length > longestName ? null : name;
}

function wordFor(value: Value): string | null {
  if (value.kind === 'constant') return String(value.value);
  return value.kind === 'unknown' ? (value.name ?? null) : null;
}

function computedRange(walk: Walk, op: string, left: Typed, right: Typed | null, type: Type): Range | null {
  if (op === '!' || op === '&&' || op === '||')
    return logicalRange(truthOf(walk, left), right && truthOf(walk, right), op);
  const [a, b] = [rangeOf(walk, left), right && rangeOf(walk, right)];
  const isSame =
    left.value.kind === 'unknown' &&
    left.value.name !== undefined &&
    right?.value.kind === 'unknown' &&
    left.value.name === right.value.name;
  if (isComparison(op)) {
    const isFair = a && b && areComparable(left, right, a, b);
    const outcome = isSame ? /=$/.test(op) && op !== '!=' : isFair ? compareRanges(op, a, b) : null;
    return outcome === null ? rangeFrom(0n, 1n) : boolRange(outcome);
  }
  if (isSame && (op === '-' || op === '^')) return rangeFrom(0n, 0n);
  const whole = rangeOfType(type);
  const range = a && b && (exactly(op, onlyIn(a), onlyIn(b)) ?? arithmeticRange(op, a, b));
  return range && whole && isWithin(range, whole) ? range : whole;
}

function exactly(op: string, a: bigint | null, b: bigint | null): Range | null {
  const value = a === null || b === null ? null : binary(op, a, b);
  return value === null ? null : rangeFrom(value, value);
}

function boolRange(outcome: boolean): Range {
  return outcome ? rangeFrom(1n, 1n) : rangeFrom(0n, 0n);
}

function logicalRange(left: boolean | null, right: boolean | null, op: string): Range {
  if (op === '!') return left === null ? rangeFrom(0n, 1n) : boolRange(!left);
  const absorbs = op === '||';
  if (left === absorbs || right === absorbs) return boolRange(absorbs);
  return left === null || right === null ? rangeFrom(0n, 1n) : boolRange(!absorbs);
}

/** The type of `left op right`; null where one of them is no integer. */
export function arithmeticType(op: string, left: Typed, right: Typed): Type | null {
  const common = commonType(left, right);
  if (common && isComparison(op)) return intType;
  return common && (op === '<<' || op === '>>') ? promoted(left) : common;
}

/** What C converts both operands to (the usual arithmetic conversions); null where one of them is no integer. */
export function commonType(left: Typed, right: Typed): Type | null {
  const [a, b] = [promoted(left), promoted(right)];
  if (a?.kind !== 'integer' || b?.kind !== 'integer') return null;
  if (a.size > b.size) return a;
  return b.size > a.size || !b.signed ? b : a;
}

/** A negative number that is compared with an unsigned one becomes a large one. */
function areComparable(left: Typed, right: Typed | null, a: Range, b: Range): boolean {
  const type = right && commonType(left, right);
  return type?.kind !== 'integer' || type.signed || (a.min >= 0n && b.min >= 0n);
}

/** Narrow integers become `int`; a constant that does not fit into one is a `long`. */
function promoted({ value, type }: Typed): Type | null {
  if (type.kind !== 'integer') return null;
  if (value.kind === 'constant' && BigInt.asIntN(32, value.value) !== value.value && type.signed)
    return longType;
  return type.size < 4 ? intType : type;
}

/** A number as it is in another integer type: the same where it fits. */
export function converted(walk: Walk, type: Type, from: Typed): Typed {
  const { value } = from;
  const whole = rangeOfType(type);
  if (value.kind !== 'unknown' || !whole) return { value, type };
  const range = rangeOf(walk, from);
  if (range && isWithin(range, whole)) return { value: value.range ? value : { ...value, range }, type };
  if (type.kind === 'integer' && type.isBool)
    return computed(walk, '!=', from, { value: { kind: 'constant', value: 0n }, type: intType }, type);
  const size = type.kind === 'integer' ? `${type.signed ? 's' : 'u'}${type.size}` : 'p';
  return computed(walk, size, from, null, type);
}

/** Notes what is sure of numbers once one of them was found to be 0, or not to be. */
export function learnTruth(walk: Walk, typed: Typed, outcome: boolean, depth = deepest): void {
  const { value } = typed;
  if (value.kind !== 'unknown' || depth === 0) return;
  narrow(walk, typed, outcome ? '!=' : '==', rangeFrom(0n, 0n));
  const { op, left, right } = value.from ?? { op: '', left: typed, right: null };
  const both = op === '&&' || op === '&' ? true : op === '||' || op === '|' ? false : null;
  if (op === '!') learnTruth(walk, left, !outcome, depth - 1);
  if (right && both === outcome) for (const each of [left, right]) learnTruth(walk, each, outcome, depth - 1);
  if (right && isComparison(op)) learnComparison(walk, outcome ? op : opposite(op), left, right, depth - 1);
}

function learnComparison(walk: Walk, op: string, left: Typed, right: Typed, depth: number): void {
  const [a, b] = [rangeOf(walk, left), rangeOf(walk, right)];
  if (!a || !b || !areComparable(left, right, a, b)) return;
  narrow(walk, left, op, b);
  narrow(walk, right, mirrored(op), a);
  for (const each of [left, right]) {
    const truth = truthOf(walk, each);
    if (truth !== null) learnTruth(walk, each, truth, depth);
  }
}

function narrow(walk: Walk, typed: Typed, op: string, other: Range): void {
  const name = typed.value.kind === 'unknown' ? typed.value.name : undefined;
  const range = name === undefined ? null : rangeOf(walk, typed);
  const left = range && narrowed(range, op, other);
  if (name !== undefined && left) walk.environment.learnNumber(name, left);
}

function opposite(op: string): string {
  return { '==': '!=', '!=': '==', '<': '>=', '>': '<=', '<=': '>', '>=': '<' }[op] ?? op;
}

function mirrored(op: string): string {
  return { '<': '>', '>': '<', '<=': '>=', '>=': '<=' }[op] ?? op;
}

/** A number that can be one only, as a constant; any other value as it is. */
export function settled(walk: Walk, typed: Typed): Typed {
  const value = decided(walk, typed);
  return value === null ? typed : { value: { kind: 'constant', value }, type: typed.type };
}

/** The one number that it can be though it is no constant; null where there are several. */
export function decided(walk: Walk, typed: Typed): bigint | null {
  const range = typed.value.kind === 'unknown' ? rangeOf(walk, typed) : null;
  return range && onlyIn(range);
}
