/**
 * Operators on concrete numbers, as the BPF machine computes them where C leaves them undefined. Knows which bits of
 * a result depend on bits that nothing was written to.
 */
import type { AtomicOp, BinaryOp, CastKind, Predicate, UnaryOp, Width } from '../ir/operator.js';
import type { Word } from './memory.js';
import type { Undefined } from './outcome.js';

/** A result, and what C has against it. */
export interface Computed {
  readonly word: Word;
  readonly undefined: Undefined['what'] | null;
}

/** The number that has these bits in two's complement. */
function signed(bits: Width, value: bigint): bigint {
  return BigInt.asIntN(bits, value);
}

/** All bits of a width. */
export function allBits(bits: Width): bigint {
  return (1n << BigInt(bits)) - 1n;
}

/** A number that is known. */
export function known(bits: Width, value: bigint): Word {
  return { value: BigInt.asUintN(bits, value), unknown: 0n };
}

/** `left operator right`. `wraps`: whether C lets the result leave the range of its type. */
export function binary(operator: BinaryOp, bits: Width, left: Word, right: Word, wraps: boolean): Computed {
  return {
    word: apply(operator, bits, left, right),
    undefined: complaint(operator, bits, left, right, wraps),
  };
}

function apply(operator: BinaryOp, bits: Width, left: Word, right: Word): Word {
  const value = BigInt.asUintN(bits, exactly(operator, bits, left.value, right.value));
  return { value, unknown: unknownOf(operator, bits, left, right) };
}

function exactly(operator: BinaryOp, bits: Width, left: bigint, right: bigint): bigint {
  const [a, b] = [signed(bits, left), signed(bits, right)];
  const count = right & BigInt(bits - 1);
  switch (operator) {
    case 'add':
      return a + b;
    case 'sub':
      return a - b;
    case 'mul':
      return a * b;
    case 'udiv':
      return right === 0n ? 0n : left / right;
    case 'sdiv':
      return b === 0n ? 0n : a / b;
    case 'umod':
      return right === 0n ? left : left % right;
    case 'smod':
      return b === 0n ? a : a % b;
    case 'and':
      return left & right;
    case 'or':
      return left | right;
    case 'xor':
      return left ^ right;
    case 'shl':
      return left << count;
    case 'lshr':
      return left >> count;
    case 'ashr':
      return a >> count;
  }
}

/** What C says of the operands. A remainder is undefined where its quotient is. */
function complaint(
  operator: BinaryOp,
  bits: Width,
  left: Word,
  right: Word,
  wraps: boolean,
): Undefined['what'] | null {
  const isDivision = /div$|mod$/.test(operator);
  if (isDivision && right.unknown !== 0n) return 'indeterminate value';
  if (isDivision && right.value === 0n) return 'division by zero';
  if (/sh[lr]$/.test(operator)) return right.value >= BigInt(bits) ? 'shift count' : null;
  const exact = exactly(operator === 'smod' ? 'sdiv' : operator, bits, left.value, right.value);
  return !wraps && signed(bits, exact) !== exact ? 'signed overflow' : null;
}

/** Masks and shifts move single bits; anything else makes all of them depend on each. */
function unknownOf(operator: BinaryOp, bits: Width, left: Word, right: Word): bigint {
  if (left.unknown === 0n && right.unknown === 0n) return 0n;
  const both = left.unknown | right.unknown;
  const count = right.value & BigInt(bits - 1);
  const isShift = right.unknown === 0n;
  switch (operator) {
    case 'and':
      return both & (left.value | left.unknown) & (right.value | right.unknown);
    case 'or':
      return both & ~((left.value & ~left.unknown) | (right.value & ~right.unknown));
    case 'xor':
      return both;
    case 'shl':
      return isShift ? BigInt.asUintN(bits, left.unknown << count) : allBits(bits);
    case 'lshr':
      return isShift ? left.unknown >> count : allBits(bits);
    case 'ashr':
      return isShift ? BigInt.asUintN(bits, signed(bits, left.unknown) >> count) : allBits(bits);
    default:
      return allBits(bits);
  }
}

/** `operator value`. */
export function unary(operator: UnaryOp, bits: Width, { value, unknown }: Word, wraps: boolean): Computed {
  if (operator === 'bswap')
    return { word: { value: reversed(bits, value), unknown: reversed(bits, unknown) }, undefined: null };
  if (operator === 'not') return { word: { value: value ^ allBits(bits), unknown }, undefined: null };
  const exact = -signed(bits, value);
  const overflows = !wraps && signed(bits, exact) !== exact;
  const word = { value: BigInt.asUintN(bits, exact), unknown: unknown === 0n ? 0n : allBits(bits) };
  return { word, undefined: overflows ? 'signed overflow' : null };
}

function reversed(bits: Width, value: bigint): bigint {
  let result = 0n;
  for (let i = 0; i < bits; i += 8) result = (result << 8n) | ((value >> BigInt(i)) & 255n);
  return result;
}

/** 1 or 0; not known where a bit of either side is not. */
export function compare(predicate: Predicate, bits: Width, left: Word, right: Word): Word {
  const isUnknown = left.unknown !== 0n || right.unknown !== 0n;
  return { value: holds(predicate, bits, left.value, right.value) ? 1n : 0n, unknown: isUnknown ? 1n : 0n };
}

function holds(predicate: Predicate, bits: Width, left: bigint, right: bigint): boolean {
  const [a, b] = [signed(bits, left), signed(bits, right)];
  switch (predicate) {
    case 'eq':
      return left === right;
    case 'ne':
      return left !== right;
    case 'ult':
      return left < right;
    case 'ule':
      return left <= right;
    case 'ugt':
      return left > right;
    case 'uge':
      return left >= right;
    case 'slt':
      return a < b;
    case 'sle':
      return a <= b;
    case 'sgt':
      return a > b;
    case 'sge':
      return a >= b;
  }
}

/** The number in another width. */
export function cast(kind: CastKind, from: Width, to: Width, { value, unknown }: Word): Word {
  if (kind === 'zext') return { value, unknown };
  const convert = (bits: bigint): bigint => BigInt.asUintN(to, kind === 'sext' ? signed(from, bits) : bits);
  return { value: convert(value), unknown: convert(unknown) };
}

/** What an atomic operation leaves in memory. */
export function atomic(operator: AtomicOp, bits: Width, before: Word, value: Word): Word {
  switch (operator) {
    case 'exchange':
      return value;
    case 'nand': {
      const both = apply('and', bits, before, value);
      return { value: both.value ^ allBits(bits), unknown: both.unknown };
    }
    default:
      return apply(operator, bits, before, value);
  }
}
