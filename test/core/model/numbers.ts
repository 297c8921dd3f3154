/** Typed numbers for the tests of paths, in the words of C: `u32('x')`, `op('+', x, 1)`. */
import { intType, type Type } from '../../../server/src/core/model/types.js';
import { arithmeticType, isComparison } from '../../../server/src/core/model/arithmetic-types.js';
import { rangeOfType } from '../../../server/src/core/model/walk/ranges.js';
import type { Typed } from '../../../server/src/core/model/walk/values.js';

function integer(size: number, signed: boolean): Type {
  return { kind: 'integer', size, signed };
}

/** An unknown of a type, by its name; `?x` is one that others may know. */
function unknown(name: string, type: Type): Typed {
  const range = rangeOfType(type);
  return { value: { kind: 'unknown', name, ...(range ? { range } : {}) }, type };
}

export const u8 = (name: string): Typed => unknown(name, integer(1, false));
export const s8 = (name: string): Typed => unknown(name, integer(1, true));
export const s32 = (name: string): Typed => unknown(name, intType);
export const u32 = (name: string): Typed => unknown(name, integer(4, false));
export const s64 = (name: string): Typed => unknown(name, integer(8, true));
export const u64 = (name: string): Typed => unknown(name, integer(8, false));

/** An `int` constant. */
export function number(value: number): Typed {
  return { value: { kind: 'constant', value: BigInt(value) }, type: intType };
}

/** `left op right` in the type that C computes it in; a plain number is an `int`. */
export function op(operator: string, left: Typed, right: Typed | number): Typed {
  const other = typeof right === 'number' ? number(right) : right;
  const type = isComparison(operator) ? intType : (arithmeticType(operator, left, other) ?? intType);
  return { value: { kind: 'unknown', from: { op: operator, left, right: other, type, depth: 1 } }, type };
}

/** `!operand`, `-operand` or `~operand`, as an `int`. */
export function unary(operator: string, operand: Typed): Typed {
  return {
    value: { kind: 'unknown', from: { op: operator, left: operand, right: null, type: intType, depth: 1 } },
    type: intType,
  };
}
