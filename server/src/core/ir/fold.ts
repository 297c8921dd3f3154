/** Arithmetic on constants while lowering. What C leaves undefined is not computed, so that a run can find it. */
import type { BinaryOp, Predicate, Width } from './operator.js';

/** `left operator right`, both of `bits` bits; null where the result is undefined. */
export function foldBinary(
  operator: BinaryOp,
  bits: Width,
  left: bigint,
  right: bigint,
  wraps: boolean,
): bigint | null {
  const exact = exactly(operator, bits, left, right);
  if (exact === null) return null;
  return !wraps && BigInt.asIntN(bits, exact) !== exact ? null : BigInt.asUintN(bits, exact);
}

function exactly(operator: BinaryOp, bits: Width, left: bigint, right: bigint): bigint | null {
  const [a, b] = [BigInt.asIntN(bits, left), BigInt.asIntN(bits, right)];
  const isShort = right < BigInt(bits);
  switch (operator) {
    case 'add':
      return a + b;
    case 'sub':
      return a - b;
    case 'mul':
      return a * b;
    case 'udiv':
      return right === 0n ? null : left / right;
    case 'sdiv':
      return b === 0n ? null : a / b;
    case 'umod':
      return right === 0n ? null : left % right;
    case 'smod':
      return b === 0n || (b === -1n && BigInt.asIntN(bits, -a) === a && a !== 0n) ? null : a % b;
    case 'and':
      return left & right;
    case 'or':
      return left | right;
    case 'xor':
      return left ^ right;
    case 'shl':
      return isShort ? left << right : null;
    case 'lshr':
      return isShort ? left >> right : null;
    case 'ashr':
      return isShort ? a >> right : null;
  }
}

/** Whether a comparison holds. */
export function foldCompare(predicate: Predicate, bits: Width, left: bigint, right: bigint): boolean {
  const isSigned = predicate.startsWith('s');
  const [a, b] = isSigned ? [BigInt.asIntN(bits, left), BigInt.asIntN(bits, right)] : [left, right];
  switch (predicate) {
    case 'eq':
      return a === b;
    case 'ne':
      return a !== b;
    case 'ult':
    case 'slt':
      return a < b;
    case 'ule':
    case 'sle':
      return a <= b;
    case 'ugt':
    case 'sgt':
      return a > b;
    case 'uge':
    case 'sge':
      return a >= b;
  }
}
