/**
 * Reads and writes of places: registers, memory, and bit-fields, which are read as the bytes around them and written
 * by reading, changing and writing those. What is not known to be where is havoc. Knows places; no expression.
 */
import { intType, sizeOf, unknownType, type Type } from '../model/types.js';
import type { Span } from '../text.js';
import type { Operand } from './instruction.js';
import { emit, havoc, register, type Lower } from './lower.js';
import type { BitField, Place, Value } from './values.js';
import { convert, resize } from './lower-conversions.js';
import type { BinaryOp, Width } from './operator.js';
import { bitsOf, isScalar, isSigned } from './scalars.js';

type Memory = Extract<Place, { kind: 'memory' }>;

/** The value at a place: of an array the address of its first element, of a struct the address of its bytes. */
export function load(lower: Lower, span: Span, place: Place): Value {
  const { type } = place;
  if (place.kind === 'register') return { operand: place.register, type };
  if (place.kind === 'unknown') return unknownAt(lower, span, place);
  if (place.bits) return loadBits(lower, span, place, place.bits);
  if (type.kind === 'array') {
    const pointer = { kind: 'pointer', to: type.of } as const;
    return { operand: place.address, type: place.volatile ? { ...pointer, isVolatile: true } : pointer };
  }
  if (type.kind === 'struct') return { operand: place.address, type };
  if (!isScalar(type)) return havoc(lower, span, type, 'unknown type', place.address);
  const dst = register(lower, type);
  const { address, volatile } = place;
  emit(lower, span, { op: 'load', dst, bits: bitsOf(type), address, volatile });
  return { operand: dst, type };
}

function unknownAt(lower: Lower, span: Span, place: Extract<Place, { kind: 'unknown' }>): Value {
  const { type, base, why } = place;
  if (type.kind === 'array') return havoc(lower, span, { kind: 'pointer', to: type.of }, why);
  return havoc(lower, span, type, why, type.kind === 'struct' ? null : base);
}

/** Puts a value at a place, converted to the place's type; gives it as it is there. */
export function store(lower: Lower, span: Span, place: Place, value: Value): Value {
  const { type } = place;
  if (place.kind === 'register')
    return storeRegister(lower, span, place.register, convert(lower, span, value, type));
  if (type.kind === 'struct' || type.kind === 'array') return storeBytes(lower, span, place, value);
  const converted = convert(lower, span, value, type);
  if (place.kind === 'unknown' || !isScalar(type)) {
    const base = place.kind === 'unknown' ? place.base : place.address;
    emit(lower, span, { op: 'clobber', base, why: 'unknown type' });
    return converted;
  }
  if (place.bits) return storeBits(lower, span, place, place.bits, converted);
  const { address, volatile } = place;
  emit(lower, span, { op: 'store', bits: bitsOf(type), address, value: converted.operand, volatile });
  return converted;
}

function storeRegister(lower: Lower, span: Span, dst: number, { operand, type }: Value): Value {
  const isDone = typeof operand === 'number' && lower.builder.redirect(operand, dst);
  if (!isDone) emit(lower, span, { op: 'move', dst, bits: bitsOf(type), value: operand, opaque: false });
  return { operand: dst, type };
}

/** The assignment of a struct copies its bytes. */
function storeBytes(lower: Lower, span: Span, place: Place, value: Value): Value {
  const size = sizeOf(place.type);
  const isSame = value.type.kind === 'struct' || value.type.kind === 'array';
  if (place.kind === 'memory' && size !== null && isSame)
    emit(lower, span, { op: 'copy', target: place.address, source: value.operand, size: BigInt(size) });
  else {
    const base = place.kind === 'memory' ? place.address : place.kind === 'unknown' ? place.base : null;
    emit(lower, span, { op: 'clobber', base, why: 'unknown type' });
  }
  return value;
}

function loadBits(lower: Lower, span: Span, place: Memory, field: BitField): Value {
  const type = typeOfBits(place.type, field.width);
  const whole = lower.builder.register(field.unit);
  const { address, volatile } = place;
  emit(lower, span, { op: 'load', dst: whole, bits: field.unit, address, volatile });
  const read = extract(lower, span, whole, field, isSigned(place.type));
  return { operand: resize(lower, span, inUnit(read, field, place.type), bitsOf(type)), type };
}

function inUnit(operand: Operand, { unit }: BitField, type: Type): Value {
  return { operand, type: { kind: 'integer', size: unit / 8, signed: isSigned(type) } };
}

/** What the integer promotions make of a bit-field, as clang has it: an `int` where that holds all its values. */
function typeOfBits(type: Type, width: number): Type {
  if (type.kind !== 'integer') return unknownType;
  return width < 32 || (width === 32 && type.signed) ? intType : type;
}

/** The field's bits out of a unit, extended to its width. */
function extract(
  lower: Lower,
  span: Span,
  whole: Operand,
  { unit, shift, width }: BitField,
  signed: boolean,
): Operand {
  if (signed) {
    const high = shifted(lower, span, unit, 'shl', whole, unit - width - shift);
    return shifted(lower, span, unit, 'ashr', high, unit - width);
  }
  const low = shifted(lower, span, unit, 'lshr', whole, shift);
  return shift + width === unit ? low : step(lower, span, unit, 'and', low, maskOf(width));
}

function maskOf(width: number): bigint {
  return (1n << BigInt(width)) - 1n;
}

function shifted(
  lower: Lower,
  span: Span,
  bits: Width,
  operator: BinaryOp,
  of: Operand,
  by: number,
): Operand {
  return by === 0 ? of : step(lower, span, bits, operator, of, BigInt(by));
}

function step(
  lower: Lower,
  span: Span,
  bits: Width,
  operator: BinaryOp,
  left: Operand,
  right: Operand,
): Operand {
  const dst = lower.builder.register(bits);
  emit(lower, span, { op: 'binary', dst, bits, operator, left, right, wraps: true });
  return dst;
}

/** Changes the field in its unit. The value of the assignment is that of the field afterwards. */
function storeBits(lower: Lower, span: Span, place: Memory, field: BitField, value: Value): Value {
  const { unit, shift, width } = field;
  const { address, volatile } = place;
  const operand = resize(lower, span, value, unit);
  const own = width === unit ? operand : masked(lower, span, unit, operand, maskOf(width));
  let whole = own;
  if (width < unit) {
    const before = lower.builder.register(unit);
    emit(lower, span, { op: 'load', dst: before, bits: unit, address, volatile });
    const around = BigInt.asUintN(unit, ~(maskOf(width) << BigInt(shift)));
    const rest = step(lower, span, unit, 'and', before, around);
    whole = step(lower, span, unit, 'or', rest, shifted(lower, span, unit, 'shl', own, shift));
  }
  emit(lower, span, { op: 'store', bits: unit, address, value: whole, volatile });
  const low = { unit, shift: 0, width };
  const read = extract(lower, span, own, low, isSigned(place.type));
  return convert(lower, span, inUnit(read, field, place.type), value.type);
}

function masked(lower: Lower, span: Span, bits: Width, of: Operand, mask: bigint): Operand {
  return typeof of === 'bigint' ? of & mask : step(lower, span, bits, 'and', of, mask);
}
