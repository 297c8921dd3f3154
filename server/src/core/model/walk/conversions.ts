/** Arithmetic and conversions of values: numbers, and pointers into contexts. */
import { binary } from '../constants.js';
import { arithmeticType, commonType, isComparison } from '../arithmetic-types.js';
import { intType, longType, sizeOf, type Type } from '../types.js';
import { untracked } from './names.js';
import { computed, converted, settled } from './numbers.js';
import { distance, movedNumber } from './pointer-arithmetic.js';
import { truncate } from './paths/evaluate.js';
import { constantsOf, joinTyped, ofType, unknownValue, type Typed, type Value } from './values.js';
import type { Walk } from './walk.js';

/** An integer constant of a type that it fits into; null is one that the source does not decide. */
export function constant(value: bigint | null, type: Type = typeFitting(value)): Typed {
  return {
    value: value === null ? unknownValue : { kind: 'constant', value },
    type,
  };
}

/** An `int`, or what else holds the value of an enumerator or a macro. */
function typeFitting(value: bigint | null): Type {
  if (value === null || BigInt.asIntN(32, value) === value) return intType;
  return BigInt.asUintN(32, value) === value ? { kind: 'integer', size: 4, signed: false } : longType;
}

/** Arithmetic on numbers, and on pointers into contexts. */
export function combine(walk: Walk, op: string, left: Typed, right: Typed): Typed {
  const type = arithmeticType(op, left, right);
  const choice = combineChoices(op, left, right);
  if (choice) return choice;
  const inLoop = walk.loops > 0;
  if ((op === '+' || op === '-') && left.value.kind === 'kernel') return left;
  if (op === '+' && right.value.kind === 'context')
    return movePointer(right, settled(walk, left).value, 1n, inLoop);
  if ((op === '+' || op === '-') && left.value.kind === 'context')
    return movePointer(left, settled(walk, right).value, op === '+' ? 1n : -1n, inLoop);
  if (type) return computed(walk, op, left, right, type);
  if (isComparison(op)) return computed(walk, op, left, right, intType);
  return combinePointers(walk, op, left, right);
}

/** Arithmetic with pointers into other memory; with numbers of unknown types nothing is known but their names. */
function combinePointers(walk: Walk, op: string, left: Typed, right: Typed): Typed {
  const [a, b] = [left.type, right.type];
  if (a.kind === 'pointer' && b.kind === 'pointer' && op === '-')
    return distance(walk, left, right, sizeOf(a.to));
  if (a.kind === 'pointer' && b.kind === 'integer' && (op === '+' || op === '-'))
    return movedNumber(walk, op, left, right);
  if (b.kind === 'pointer' && a.kind === 'integer' && op === '+') return movedNumber(walk, op, right, left);
  return computed(walk, op, left, right, a.kind === 'unknown' ? b : a);
}

function combineConstants(op: string, left: Typed, right: Typed, a: bigint, b: bigint): Typed {
  const [type, common] = [arithmeticType(op, left, right), commonType(left, right)];
  const isShift = op === '<<' || op === '>>';
  const operands =
    common && !isShift ? ([truncate(common, a), truncate(common, b)] as const) : ([a, b] as const);
  const known = binary(op, ...operands);
  if (known === null || (!common && !/^[=!]=$/.test(op) && isOfUnknownType(left, right)))
    return ofType(left.type);
  return type ? { value: { kind: 'constant', value: truncate(type, known) }, type } : constant(known);
}

/** What operands become before they are computed with hangs on their types. */
function isOfUnknownType(left: Typed, right: Typed): boolean {
  return left.type.kind === 'unknown' || right.type.kind === 'unknown';
}

/** All that comes of a few constants on each side, where that is not too many; null for other operands. */
function combineChoices(op: string, left: Typed, right: Typed): Typed | null {
  const [first, second] = [constantsOf(left.value), constantsOf(right.value)];
  if (first.length === 0 || second.length === 0 || first.length * second.length > 16) return null;
  return first.flatMap((a) => second.map((b) => combineConstants(op, left, right, a, b))).reduce(joinTyped);
}

function movePointer(pointer: Typed, by: Value, sign: bigint, inLoop: boolean): Typed {
  const { value, type } = pointer;
  const size = type.kind === 'pointer' ? sizeOf(type.to) : 1;
  if (by.kind === 'context' || value.kind !== 'context') return ofType(intType);
  if (by.kind !== 'constant' || value.offset === null || size === null) {
    const moved =
      value.offset !== null && size !== null ? { moved: { first: value.offset, stride: size, inLoop } } : {};
    return { type, value: { ...value, offset: null, ...moved } };
  }
  return {
    type,
    value: {
      ...value,
      offset: value.offset + Number(by.value * sign) * size,
      path: movedPath(value.path, by.value * sign),
    },
  };
}

/** `a[1]` for the pointer `a + 1`; a path that holds an element already is no longer told. */
function movedPath(path: string, by: bigint): string {
  return by === 0n ? path : path === '' || path.endsWith(']') ? '' : `${path}[${by}]`;
}

function isNumber({ value, type }: Typed): boolean {
  if (value.kind === 'unknown') return type.kind === 'integer';
  return constantsOf(value).some((each) => each !== 0n && each !== 1n);
}

/** The operand of `?:` that is taken: both have one type, whichever it is. */
export function asEither(walk: Walk, value: Typed, other: Typed): Typed {
  const type = commonType(value, other);
  return type ? convert(walk, type, value) : value;
}

/** A value after a cast. */
export function castTo(walk: Walk, type: Type, from: Typed): Typed {
  return { value: convert(walk, type, from).value, type };
}

/**
 * A value as it is after conversion to a type. What a number becomes in a type that is not known is not known, but for
 * 0 and 1, which are in all.
 */
export function convert(walk: Walk, type: Type, typed: Typed): Typed {
  const { value, type: from } = typed;
  if (type.kind === 'unknown' && isNumber(typed)) return untracked(walk, type, [typed]);
  if (value.kind === 'unknown' && type.kind === 'integer') return converted(walk, type, typed);
  if (value.kind === 'constant')
    return { value: { kind: 'constant', value: truncate(type, value.value) }, type };
  if (value.kind === 'choice')
    return { value: { kind: 'choice', values: value.values.map((each) => truncate(type, each)) }, type };
  if (value.kind === 'kernel')
    return {
      value: (sizeOf(type) ?? 8) < 8 ? unknownValue : value,
      type: type.kind === 'unknown' ? from : type,
    };
  if (value.kind !== 'context') return { value, type: type.kind === 'unknown' ? from : type };
  if (type.kind === 'pointer' && type.to.kind === 'struct' && type.to.layout.name !== value.owner) {
    return { value: { ...value, owner: null, path: '' }, type };
  }
  const width = sizeOf(type);
  if (width !== null && width < 8) return ofType(type);
  return { value, type: type.kind === 'unknown' ? from : type };
}
