/**
 * Numbers that only running tells, on one path: which of them are the same, what tests and types say of their
 * bounds, and which tests come out one way for sure. A walk without a path knows constants only.
 */
import { intType, type Type } from '../types.js';
import { binary } from '../constants.js';
import { commonType, isComparison } from '../arithmetic-types.js';
import { truncate } from './paths/evaluate.js';
import {
  arithmeticRange,
  compareRanges,
  isWithin,
  narrowedBy,
  onlyIn,
  rangeAround,
  rangeFrom,
  rangeOfType,
  type Range,
} from './ranges.js';
import { constantsOf, ofType, type Cell, type Computed, type Typed, type Value } from './values.js';
import type { Walk } from './walk.js';

/** Longer names would only cost time. */
const longestName = 240;

/** What is known of a number here; null for what is no number. */
export function rangeOf(walk: Walk, { value, type }: Typed): Range | null {
  if (value.kind === 'constant' || value.kind === 'choice') return rangeAround(constantsOf(value));
  if (value.kind !== 'unknown') return null;
  const own = value.range ?? rangeOfType(type);
  const learned = value.name === undefined ? undefined : walk.path?.known.get(value.name);
  return own && learned ? narrowedBy(own, learned) : (own ?? learned ?? null);
}

/** Whether a value is not 0, as far as that is known before the program runs. */
export function truthOf(walk: Walk, typed: Typed): boolean | null {
  const { value } = typed;
  if (value.kind === 'address') return true;
  if (value.kind === 'context') return truthOfPointer(walk, value);
  const range = rangeOf(walk, typed);
  const known = range && compareRanges('!=', range, rangeFrom(0n, 0n));
  return known ?? (value.kind === 'unknown' && value.from ? truthAgain(walk, value.from) : null);
}

/** What came of a comparison may be known by now, where it was not when it was computed. */
function truthAgain(walk: Walk, { op, left, right, type }: Computed): boolean | null {
  if (op !== '!' && !isComparison(op)) return null;
  const range = computedRange(walk, op, left, right, type);
  return range && compareRanges('!=', range, rangeFrom(0n, 0n));
}

function truthOfPointer(
  { path }: Walk,
  { region, nullable }: Extract<Value, { kind: 'context' }>,
): boolean | null {
  if (!nullable || path?.nonNull.has(region)) return true;
  return path?.nulls.has(region) ? false : null;
}

/** A number that two others give, or one (`!`); `type` is what it is computed in. */
export function computed(walk: Walk, op: string, left: Typed, right: Typed | null, type: Type): Typed {
  if (!walk.path) return ofType(type);
  if (right && isIdentity(op, right, type)) return converted(walk, type, left);
  const depth = 1 + Math.max(depthOf(left), right ? depthOf(right) : 0);
  if (depth > deepest) return ofType(type);
  const name = nameOf(op, left, right, type);
  const range = computedRange(walk, op, left, right, type);
  const only = range && onlyIn(range);
  if (only !== null) return { value: { kind: 'constant', value: only }, type };
  return {
    value: {
      kind: 'unknown',
      ...(name === null ? {} : { name }),
      ...(range ? { range } : {}),
      from: { op, left, right, type, depth },
    },
    type,
  };
}

/** Longer chains are not followed: evaluating them would take the stack. */
const deepest = 400;

function depthOf({ value }: Typed): number {
  return value.kind === 'unknown' ? (value.from?.depth ?? 0) : 0;
}

/** `x + 0`, `x & ~0` and their like are `x`. */
function isIdentity(op: string, { value }: Typed, type: Type): boolean {
  if (value.kind !== 'constant' || type.kind !== 'integer') return false;
  if (op === '&') return truncate(type, value.value) === truncate(type, -1n);
  return value.value === 0n && /^(?:[-+|^]|<<|>>)$/.test(op);
}

/** The type is part of it: `a + b` in 32 bits is another number than in 64. */
function nameOf(op: string, left: Typed, right: Typed | null, type: Type): string | null {
  const [first, second] = [wordFor(left.value), right ? wordFor(right.value) : ''];
  const common = right && commonType(left, right);
  if (first === null || second === null) return null;
  const name = `(${op}${typeWord(common ?? type)} ${first} ${second})`;
  return name.length > longestName ? null : name;
}

function typeWord(type: Type): string {
  return type.kind === 'integer' ? `${type.signed ? 's' : 'u'}${type.size}` : 'p';
}

function wordFor(value: Value): string | null {
  if (value.kind === 'constant') return String(value.value);
  if (value.kind === 'context') return value.offset === null ? null : `&${value.region}+${value.offset}`;
  if (value.kind === 'address') return null;
  return value.kind === 'unknown' ? (value.name ?? null) : null;
}

function computedRange(walk: Walk, op: string, left: Typed, right: Typed | null, type: Type): Range | null {
  if (op === '!') return boolRange(truthOf(walk, left), true);
  const [a, b] = [rangeOf(walk, left), right && rangeOf(walk, right)];
  const isSame =
    right !== null && wordFor(left.value) !== null && wordFor(left.value) === wordFor(right.value);
  if (right && isComparison(op)) {
    const isFair = a && b && areComparable(left, right, a, b);
    const ofPointers = nullComparison(walk, op, left, right) ?? addressComparison(op, left, right);
    const outcome = isSame
      ? /=$/.test(op) && op !== '!='
      : (ofPointers ?? (isFair ? compareRanges(op, a, b) : null));
    return boolRange(outcome, false);
  }
  if (isSame && (op === '-' || op === '^')) return rangeFrom(0n, 0n);
  const whole = rangeOfType(type);
  const range = a && b && (exactly(op, onlyIn(a), onlyIn(b), type) ?? arithmeticRange(op, a, b));
  return range && whole && isWithin(range, whole) ? range : whole;
}

/** `p == NULL` and `p != NULL` are decided by what is known of `p`. */
function nullComparison(walk: Walk, op: string, left: Typed, right: Typed): boolean | null {
  const pointer = isZero(right) ? left : isZero(left) ? right : null;
  const truth = pointer && (op === '==' || op === '!=') ? truthOf(walk, pointer) : null;
  return truth === null ? null : truth === (op === '!=');
}

/** Different objects have different addresses. */
function addressComparison(op: string, left: Typed, right: Typed): boolean | null {
  const [a, b] = [objectOf(left.value), objectOf(right.value)];
  if (a === null || b === null || (op !== '==' && op !== '!=') || a === b) return null;
  return op === '!=';
}

/** The variable that an address leads into, by what is its own; null for a pointer that came from elsewhere. */
function objectOf(value: Value): Cell | string | null {
  if (value.kind === 'address') return value.of;
  const name = value.kind === 'unknown' ? value.name : undefined;
  return /^\?&([^+]*)\+-?\d+$/.exec(name ?? '')?.[1] ?? null;
}

/** Whether it is the constant 0, as NULL is. */
export function isZero({ value }: Typed): boolean {
  return value.kind === 'constant' && value.value === 0n;
}

function exactly(op: string, a: bigint | null, b: bigint | null, type: Type): Range | null {
  const value =
    a === null || b === null ? null : binary(op, truncate(type, a), op.length > 1 ? b : truncate(type, b));
  return value === null ? null : rangeFrom(value, value);
}

function boolRange(outcome: boolean | null, isNegated: boolean): Range {
  if (outcome === null) return rangeFrom(0n, 1n);
  return outcome !== isNegated ? rangeFrom(1n, 1n) : rangeFrom(0n, 0n);
}

/** A negative number that is compared with an unsigned one becomes a large one. */
export function areComparable(left: Typed, right: Typed, a: Range, b: Range): boolean {
  const type = commonType(left, right);
  return type?.kind !== 'integer' || type.signed || (a.min >= 0n && b.min >= 0n);
}

/** A number as it is in another integer type: the same where it fits. */
export function converted(walk: Walk, type: Type, from: Typed): Typed {
  const { value } = from;
  const whole = rangeOfType(type);
  if (!walk.path || value.kind !== 'unknown' || !whole) return { value, type };
  const range = rangeOf(walk, from);
  if (range && isWithin(range, whole)) return { value: value.range ? value : { ...value, range }, type };
  if (type.kind === 'integer' && type.isBool)
    return computed(walk, '!=', from, { value: { kind: 'constant', value: 0n }, type: intType }, type);
  return computed(walk, 'as', from, null, type);
}

/** A number that can be one only, as a constant; any other value as it is. */
export function settled(walk: Walk, typed: Typed): Typed {
  const range = typed.value.kind === 'unknown' ? rangeOf(walk, typed) : null;
  const value = range && onlyIn(range);
  return value === null ? typed : { value: { kind: 'constant', value }, type: typed.type };
}
