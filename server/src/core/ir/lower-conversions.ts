/** C's conversions of values (C11 6.3): between integers, pointers and `_Bool`. Constants are converted at once. */
import { unknownType, voidType, type Type } from '../model/types.js';
import type { Span } from '../text.js';
import type { Operand } from './instruction.js';
import { emit, havoc, register, type Lower } from './lower.js';
import type { Value } from './values.js';
import type { Width } from './operator.js';
import { bitsOf, constantOf, isSigned } from './scalars.js';

/** A constant of a type. */
export function constant(type: Type, value: bigint): Value {
  return { operand: constantOf(bitsOf(type), value), type };
}

/** A value as it is after conversion to a type; of a type that is not known nothing is. */
export function convert(lower: Lower, span: Span, value: Value, type: Type): Value {
  switch (type.kind) {
    case 'void':
      return { operand: 0n, type: voidType };
    case 'pointer':
      return { operand: resize(lower, span, value, 64), type };
    case 'integer':
      return type.isBool ? toBool(lower, span, value, type) : toInteger(lower, span, value, type);
    case 'unknown':
      return value.type.kind === 'unknown' ? value : havoc(lower, span, unknownType, 'unknown type');
    default:
      return value.type.kind === 'struct' || value.type.kind === 'array'
        ? { ...value, type }
        : havoc(lower, span, type, 'unsupported');
  }
}

function toInteger(lower: Lower, span: Span, value: Value, type: Type): Value {
  const operand = resize(lower, span, value, bitsOf(type));
  return { operand, type };
}

/** Anything but 0 is 1. */
function toBool(lower: Lower, span: Span, value: Value, type: Type): Value {
  if (value.type.kind === 'integer' && value.type.isBool) return { ...value, type };
  if (typeof value.operand === 'bigint') return constant(type, value.operand === 0n ? 0n : 1n);
  const truth = isNotZero(lower, span, value);
  const dst = register(lower, type);
  emit(lower, span, { op: 'cast', dst, kind: 'trunc', from: 32, to: 8, value: truth });
  return { operand: dst, type };
}

/** Whether a value is not 0, as a 32-bit 0 or 1. */
export function isNotZero(lower: Lower, span: Span, value: Value): Operand {
  if (typeof value.operand === 'bigint') return value.operand === 0n ? 0n : 1n;
  const dst = lower.builder.register(32);
  const bits = bitsOf(value.type);
  emit(lower, span, { op: 'cmp', dst, bits, predicate: 'ne', left: value.operand, right: 0n });
  return dst;
}

/** The number in another width: extended by its own sign, or cut off. */
export function resize(lower: Lower, span: Span, value: Value, to: Width): Operand {
  const from = bitsOf(value.type);
  const signed = isSigned(value.type);
  const { operand } = value;
  if (from === to) return operand;
  if (typeof operand === 'bigint') return constantOf(to, signed ? BigInt.asIntN(from, operand) : operand);
  const dst = lower.builder.register(to);
  const kind = to < from ? 'trunc' : signed ? 'sext' : 'zext';
  emit(lower, span, { op: 'cast', dst, kind, from, to, value: operand });
  return dst;
}
