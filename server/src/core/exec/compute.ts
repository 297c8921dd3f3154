/**
 * What the operators of the machine compute from single numbers, unsigned and less than 2 ** width. Division by zero
 * gives 0, the remainder of it the dividend, and shifts look at the low bits of their count only, as BPF's do
 * (Documentation/bpf/standardization/instruction-set.rst). Knows no C: what is undefined there is judged elsewhere.
 */
import type { BinaryOp, CastKind, UnaryOp, Width } from '../ir/operator.js';

/** `a operator b`, cut to `width` bits. */
export function computeBinary(operator: BinaryOp, width: Width, a: bigint, b: bigint): bigint {
  return BigInt.asUintN(width, binary(operator, width, a, b));
}

function binary(operator: BinaryOp, width: Width, a: bigint, b: bigint): bigint {
  switch (operator) {
    case 'add':
      return a + b;
    case 'sub':
      return a - b;
    case 'mul':
      return a * b;
    case 'and':
      return a & b;
    case 'or':
      return a | b;
    case 'xor':
      return a ^ b;
    default:
      return operator.endsWith('div') || operator.endsWith('mod')
        ? divided(operator, width, a, b)
        : shifted(operator, width, a, b & BigInt(width - 1));
  }
}

function divided(operator: BinaryOp, width: Width, a: bigint, b: bigint): bigint {
  const isQuotient = operator.endsWith('div');
  if (b === 0n) return isQuotient ? 0n : a;
  const [dividend, divisor] = operator.startsWith('s')
    ? [BigInt.asIntN(width, a), BigInt.asIntN(width, b)]
    : [a, b];
  return isQuotient ? dividend / divisor : dividend % divisor;
}

function shifted(operator: BinaryOp, width: Width, a: bigint, by: bigint): bigint {
  if (operator === 'shl') return a << by;
  return (operator === 'ashr' ? BigInt.asIntN(width, a) : a) >> by;
}

/** The negative number, all bits turned, or the bytes in the other order. */
export function computeUnary(operator: UnaryOp, width: Width, value: bigint): bigint {
  if (operator === 'bswap') return swapped(width, value);
  return BigInt.asUintN(width, operator === 'neg' ? -value : ~value);
}

function swapped(width: Width, value: bigint): bigint {
  let result = 0n;
  for (let bit = 0n; bit < BigInt(width); bit += 8n) result = (result << 8n) | ((value >> bit) & 0xffn);
  return result;
}

/** The number in `to` bits. */
export function computeCast(kind: CastKind, from: Width, to: Width, value: bigint): bigint {
  return BigInt.asUintN(to, kind === 'sext' ? BigInt.asIntN(from, value) : value);
}
