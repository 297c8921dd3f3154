/** C's operators on values (C11 6.5): arithmetic, shifts, comparisons, and arithmetic with pointers. */
import { arithmeticType, commonType, isComparison, promoted } from '../model/arithmetic-types.js';
import { intType, longType, sizeOf, unknownType, type Type } from '../model/types.js';
import type { Span } from '../text.js';
import { foldBinary, foldCompare } from './fold.js';
import type { Operand } from './instruction.js';
import { emit, havoc, register, type Lower } from './lower.js';
import type { Value } from './values.js';
import { constant, convert, isNotZero, resize } from './lower-conversions.js';
import type { BinaryOp, Predicate, Width } from './operator.js';
import { bitsOf, isSigned, numberOf } from './scalars.js';

/** `left op right`, both evaluated already. */
export function binary(lower: Lower, span: Span, op: string, left: Value, right: Value): Value {
  if (isComparison(op)) return compare(lower, span, op, left, right);
  if (op === '+' && right.type.kind === 'pointer') return move(lower, span, right, left, 1n);
  if (left.type.kind === 'pointer' && right.type.kind === 'pointer')
    return op === '-' ? distance(lower, span, left, right) : havoc(lower, span, longType, 'unsupported');
  if (left.type.kind === 'pointer') return move(lower, span, left, right, op === '-' ? -1n : 1n);
  const type = arithmeticType(op, left, right);
  if (!type) return havoc(lower, span, unknownType, 'unknown type');
  const isShift = op === '<<' || op === '>>';
  const a = convert(lower, span, left, type);
  const b = isShift ? shiftCount(lower, span, right, type) : convert(lower, span, right, type).operand;
  const operator = operatorOf(op, isSigned(type));
  const wraps = !isSigned(type) || !overflows.has(operator);
  return { operand: arithmetic(lower, span, bitsOf(type), operator, a.operand, b, wraps), type };
}

/** `left operator right`; constants are computed at once, unless that is undefined. */
function arithmetic(
  lower: Lower,
  span: Span,
  bits: Width,
  operator: BinaryOp,
  left: Operand,
  right: Operand,
  wraps: boolean,
): Operand {
  const isConstant = typeof left === 'bigint' && typeof right === 'bigint';
  const folded = isConstant ? foldBinary(operator, bits, left, right, wraps) : null;
  if (folded !== null) return folded;
  const dst = lower.builder.register(bits);
  emit(lower, span, { op: 'binary', dst, bits, operator, left, right, wraps });
  return dst;
}

const overflows: ReadonlySet<BinaryOp> = new Set<BinaryOp>(['add', 'sub', 'mul', 'sdiv', 'smod']);

/** A shift's right operand is converted on its own; only its value counts. */
function shiftCount(lower: Lower, span: Span, count: Value, type: Type): Operand {
  const own = convert(lower, span, count, promoted(count) ?? intType);
  return resize(lower, span, own, bitsOf(type));
}

function operatorOf(op: string, signed: boolean): BinaryOp {
  switch (op) {
    case '+':
      return 'add';
    case '-':
      return 'sub';
    case '*':
      return 'mul';
    case '/':
      return signed ? 'sdiv' : 'udiv';
    case '%':
      return signed ? 'smod' : 'umod';
    case '&':
      return 'and';
    case '|':
      return 'or';
    case '^':
      return 'xor';
    case '<<':
      return 'shl';
    default:
      return signed ? 'ashr' : 'lshr';
  }
}

const predicates: Readonly<Record<string, readonly [unsigned: Predicate, signed: Predicate]>> = {
  '==': ['eq', 'eq'],
  '!=': ['ne', 'ne'],
  '<': ['ult', 'slt'],
  '<=': ['ule', 'sle'],
  '>': ['ugt', 'sgt'],
  '>=': ['uge', 'sge'],
};

/** Integers in their common type, pointers as unsigned addresses. */
function compare(lower: Lower, span: Span, op: string, left: Value, right: Value): Value {
  const isAddress = left.type.kind === 'pointer' || right.type.kind === 'pointer';
  const common = isAddress ? addressType : commonType(left, right);
  const predicate = predicates[op]?.[common && isSigned(common) ? 1 : 0];
  if (!common || !predicate) return havoc(lower, span, intType, 'unknown type');
  const a = convert(lower, span, left, common).operand;
  const b = convert(lower, span, right, common).operand;
  if (typeof a === 'bigint' && typeof b === 'bigint')
    return constant(intType, foldCompare(predicate, bitsOf(common), a, b) ? 1n : 0n);
  const dst = register(lower, intType);
  emit(lower, span, { op: 'cmp', dst, bits: bitsOf(common), predicate, left: a, right: b });
  return { operand: dst, type: intType };
}

const addressType: Type = { kind: 'integer', size: 8, signed: false };

/** A pointer moved by `count` elements times `sign`. */
export function move(lower: Lower, span: Span, pointer: Value, count: Value, sign: 1n | -1n): Value {
  const { type } = pointer;
  const size = type.kind === 'pointer' ? sizeOf(type.to) : null;
  if (size === null || count.type.kind !== 'integer') return havoc(lower, span, type, 'unknown type');
  const known = typeof count.operand === 'bigint';
  const by = known ? numberOf(count.type, count.operand) * BigInt(size) * sign : 0n;
  if (known && by === 0n) return pointer;
  const index = known ? 0n : signedIndex(lower, span, count, sign);
  const dst = register(lower, type);
  const scale = known ? 1 : size;
  emit(lower, span, { op: 'ptr', dst, base: pointer.operand, index, scale, offset: by, member: null });
  return { operand: dst, type };
}

function signedIndex(lower: Lower, span: Span, count: Value, sign: 1n | -1n): Operand {
  const index = resize(lower, span, count, 64);
  return sign === 1n ? index : negated(lower, span, { operand: index, type: longType }, true).operand;
}

/** How many elements lie between two pointers. */
function distance(lower: Lower, span: Span, left: Value, right: Value): Value {
  const size = left.type.kind === 'pointer' ? sizeOf(left.type.to) : null;
  if (size === null || size === 0) return havoc(lower, span, longType, 'unknown type');
  const bytes = register(lower, longType);
  const between = { op: 'binary', bits: 64, wraps: true } as const;
  const operands = { left: left.operand, right: right.operand };
  emit(lower, span, { ...between, dst: bytes, operator: 'sub', ...operands });
  if (size === 1) return { operand: bytes, type: longType };
  const dst = register(lower, longType);
  emit(lower, span, { ...between, dst, operator: 'sdiv', left: bytes, right: BigInt(size) });
  return { operand: dst, type: longType };
}

/** `op value` for `-`, `+`, `~` and `!`. */
export function unary(lower: Lower, span: Span, op: string, value: Value): Value {
  if (op === '!') return isZero(lower, span, value);
  const type = promoted(value);
  if (!type) return havoc(lower, span, unknownType, 'unknown type');
  const own = convert(lower, span, value, type);
  if (op === '+') return own;
  if (typeof own.operand === 'bigint' && op === '~') return constant(type, ~own.operand);
  if (op === '-') return negated(lower, span, own, !isSigned(type));
  const dst = register(lower, type);
  emit(lower, span, {
    op: 'unary',
    dst,
    bits: bitsOf(type),
    operator: 'not',
    value: own.operand,
    wraps: true,
  });
  return { operand: dst, type };
}

function negated(lower: Lower, span: Span, { operand, type }: Value, wraps: boolean): Value {
  if (typeof operand === 'bigint') return constant(type, -operand);
  const dst = register(lower, type);
  emit(lower, span, { op: 'unary', dst, bits: bitsOf(type), operator: 'neg', value: operand, wraps });
  return { operand: dst, type };
}

function isZero(lower: Lower, span: Span, value: Value): Value {
  const { operand } = value;
  if (typeof operand === 'bigint') return constant(intType, operand === 0n ? 1n : 0n);
  const dst = register(lower, intType);
  emit(lower, span, { op: 'cmp', dst, bits: bitsOf(value.type), predicate: 'eq', left: operand, right: 0n });
  return { operand: dst, type: intType };
}

/** Whether a value is not 0, as C's `int`. */
export function truth(lower: Lower, span: Span, value: Value): Value {
  return { operand: isNotZero(lower, span, value), type: intType };
}
