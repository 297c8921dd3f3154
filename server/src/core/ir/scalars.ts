/** How C's types appear in registers: widths, signs, and constants of them. */
import { intType, longType, type Type } from '../model/types.js';
import type { Width } from './operator.js';

/** The width of a value of a type; of a struct, an array or a type that is not known that of an address. */
export function bitsOf(type: Type): Width {
  if (type.kind !== 'integer') return 64;
  return type.size === 1 ? 8 : type.size === 2 ? 16 : type.size === 4 ? 32 : 64;
}

/** Whether numbers of the type may be negative. */
export function isSigned(type: Type): boolean {
  return type.kind === 'integer' && type.signed;
}

/** Whether a value of the type fits a register. */
export function isScalar(type: Type): boolean {
  return type.kind === 'integer' || type.kind === 'pointer';
}

/** The tag of the struct that a pointer points to; null for any other type. */
export function pointeeOf(type: Type): string | null {
  return type.kind === 'pointer' && type.to.kind === 'struct' ? type.to.layout.name : null;
}

/** A number as a constant of a width. */
export function constantOf(bits: Width, value: bigint): bigint {
  return BigInt.asUintN(bits, value);
}

/** A constant as the number that its type reads it as. */
export function numberOf(type: Type, constant: bigint): bigint {
  return isSigned(type) ? BigInt.asIntN(bitsOf(type), constant) : constant;
}

/** An `int`, or what else holds the value of an enumerator. */
export function typeFitting(value: bigint): Type {
  if (BigInt.asIntN(32, value) === value) return intType;
  return BigInt.asUintN(32, value) === value ? { kind: 'integer', size: 4, signed: false } : longType;
}
