/** The types that C computes in: the integer promotions and the usual arithmetic conversions (C11 6.3.1). */
import { intType, type Type } from './types.js';

/** Whatever has a type. */
export interface HasType {
  readonly type: Type;
}

/** Whether an operator compares: its outcome is 0 or 1. */
export function isComparison(op: string): boolean {
  return /^(?:==|!=|<=?|>=?)$/.test(op);
}

/** The type of `left op right`; null where one of them is no integer. */
export function arithmeticType(op: string, left: HasType, right: HasType): Type | null {
  const common = commonType(left, right);
  if (common && isComparison(op)) return intType;
  return common && (op === '<<' || op === '>>') ? promoted(left) : common;
}

/** What C converts both operands to (the usual arithmetic conversions); null where one of them is no integer. */
export function commonType(left: HasType, right: HasType): Type | null {
  const [a, b] = [promoted(left), promoted(right)];
  if (a?.kind !== 'integer' || b?.kind !== 'integer') return null;
  if (a.size > b.size) return a;
  return b.size > a.size || !b.signed ? b : a;
}

/** Integers narrower than `int` become one. Null for what is no integer. */
export function promoted({ type }: HasType): Type | null {
  if (type.kind !== 'integer') return null;
  return type.size < 4 ? intType : type;
}
