/** What an expression gives for numbers put in place of its unknowns, as C computes it; null where C leaves it undefined. */
import { binary } from '../../constants.js';
import type { Type } from '../../types.js';
import { commonType, isComparison, promoted } from '../../arithmetic-types.js';
import { isWithin, rangeFrom, rangeOfType } from '../ranges.js';
import type { Computed, Typed, Value } from '../values.js';

/** The number that stands for an unknown; null for what has none. */
export type Assignment = (unknown: Typed) => bigint | null;

/** Null also where a part of it is no number. */
export function evaluate(typed: Typed, numbers: Assignment): bigint | null {
  return evaluateOnce(typed, numbers, new Map());
}

/** The same for many expressions that have parts in common, while the numbers stay as they are. */
export function evaluator(numbers: Assignment): (typed: Typed) => bigint | null {
  const known: Known = new Map();
  return (typed) => evaluateOnce(typed, numbers, known);
}

/** What was computed before; a part may be used many times. */
type Known = Map<Value, bigint | null>;

function evaluateOnce({ value, type }: Typed, numbers: Assignment, known: Known): bigint | null {
  if (value.kind === 'constant') return value.value;
  if (value.kind === 'unknown' && value.from) {
    const before = known.get(value);
    if (before !== undefined) return before;
    const result = compute(value.from, numbers, known);
    known.set(value, result);
    return result;
  }
  const number = numbers({ value, type });
  return value.kind === 'context' && number !== null ? number + BigInt(value.offset ?? 0) : number;
}

function compute({ op, left, right, type }: Computed, numbers: Assignment, known: Known): bigint | null {
  const a = evaluateOnce(left, numbers, known);
  if (a === null) return null;
  if (right === null) return alone(op, a, left, type);
  const b = evaluateOnce(right, numbers, known);
  return b === null ? null : together(op, left, right, a, b, type);
}

function alone(op: string, a: bigint, operand: Typed, type: Type): bigint | null {
  if (op === '!') return a === 0n ? 1n : 0n;
  const swapped = /^swap(\d)$/.exec(op);
  if (swapped) return swap(a, Number(swapped[1]));
  const whole = truncate(promoted(operand) ?? type, a);
  if (op === '~') return truncate(type, ~whole);
  if (op === '-') return fitted(type, -whole);
  return op === 'as' ? truncate(type, a) : null;
}

function together(op: string, left: Typed, right: Typed, a: bigint, b: bigint, type: Type): bigint | null {
  const isShift = op === '<<' || op === '>>';
  const common = isShift ? null : commonType(left, right);
  const [x, y] = common ? [truncate(common, a), truncate(common, b)] : [a, b];
  if (isShift && (b < 0n || b >= bitsOf(type))) return null;
  const result = binary(op, x, y);
  return result === null || isComparison(op) ? result : fitted(type, result);
}

/** Signed numbers and pointers may not overflow; unsigned ones wrap. */
function fitted(type: Type, value: bigint): bigint | null {
  const whole = rangeOfType(type);
  if (whole && isWithin(rangeFrom(value, value), whole)) return value;
  return type.kind === 'integer' && !type.signed ? truncate(type, value) : null;
}

function bitsOf(type: Type): bigint {
  return type.kind === 'integer' ? BigInt(type.size * 8) : 64n;
}

/** A number as it is in an integer type: cut to its bits. */
export function truncate(type: Type, value: bigint): bigint {
  if (type.kind === 'pointer') return BigInt.asUintN(64, value);
  if (type.kind !== 'integer') return value;
  if (type.isBool) return value === 0n ? 0n : 1n;
  const bits = type.size * 8;
  return type.signed ? BigInt.asIntN(bits, value) : BigInt.asUintN(bits, value);
}

/** The bytes of a number in the other order. */
export function swap(value: bigint, size: number): bigint {
  let [from, to] = [BigInt.asUintN(size * 8, value), 0n];
  for (let i = 0; i < size; i++, from >>= 8n) to = (to << 8n) | (from & 255n);
  return to;
}
