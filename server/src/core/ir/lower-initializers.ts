/** Initializers (C11 6.7.9) at run time: a local or a compound literal gets its bytes. */
import { sizeOf, unknownType, type Type } from '../model/types.js';
import type { Expr } from '../syntax/ast.js';
import type { Span } from '../text.js';
import { planInitializer, type Part } from './initializer-plan.js';
import type { Operand } from './instruction.js';
import { store } from './lower-access.js';
import { memory } from './lower-places.js';
import { emit, havoc, register, type Lower } from './lower.js';
import type { Place, Value } from './values.js';
import { alignOf } from '../model/types.js';
import { bytesOf } from './strings.js';
import { typeOf, typeOfWritten, withLength } from './types.js';

type Initializer = Extract<Expr, { kind: 'initializer' }>;

/** A compound literal's value; a lone pair of braces has no type to go by. */
export function valueOfInitializer(lower: Lower, expr: Initializer): Value {
  if (!expr.type) return havoc(lower, expr.span, unknownType, 'unsupported');
  const type = withLength(lower, typeOfWritten(lower, expr.type), expr);
  const place = temporary(lower, expr.span, type);
  initialize(lower, expr.span, place, { ...expr, type: null });
  if (type.kind === 'struct') return { operand: place.address, type };
  if (type.kind === 'array') return { operand: place.address, type: { kind: 'pointer', to: type.of } };
  const dst = register(lower, type);
  const bits = lower.builder.registers[dst]?.bits ?? 64;
  emit(lower, expr.span, { op: 'load', dst, bits, address: place.address, volatile: false });
  return { operand: dst, type };
}

/** Memory of the frame for a value without a name. */
export function temporary(lower: Lower, span: Span, type: Type): Extract<Place, { kind: 'memory' }> {
  const slot = lower.builder.slot({ name: '', size: sizeOf(type), align: alignOf(type) ?? 8 });
  emit(lower, span, { op: 'indeterminate', target: { kind: 'slot', slot } });
  const dst = register(lower, { kind: 'pointer', to: type });
  emit(lower, span, { op: 'slot', dst, slot });
  return { kind: 'memory', address: dst, type, volatile: false, bits: null };
}

/** Gives a place the value of its initializer: an expression, a string, or braces. */
export function initialize(lower: Lower, span: Span, place: Place, init: Expr): void {
  const { type } = place;
  const isAggregate = type.kind === 'struct' || type.kind === 'array';
  if (isAggregate && place.kind === 'memory' && init.kind === 'string')
    return initializeString(lower, span, place.address, type, init);
  if (init.kind !== 'initializer' || init.type) return void store(lower, span, place, lower.value(init));
  if (isAggregate && place.kind === 'memory') return initializeAggregate(lower, span, place, init);
  const only = init.values[0]?.value;
  store(
    lower,
    span,
    place,
    only ? lower.value(only) : { operand: 0n, type: { kind: 'integer', size: 4, signed: true } },
  );
}

function initializeAggregate(
  lower: Lower,
  span: Span,
  place: Extract<Place, { kind: 'memory' }>,
  init: Initializer,
): void {
  const { address, type } = place;
  const isStruct = (expr: Expr): boolean => typeOf(lower, expr).kind === 'struct';
  const plan = planInitializer(lower.types, type, init, isStruct);
  const size = sizeOf(type);
  if (!plan || size === null) {
    for (const { value } of init.values) if (value.kind !== 'initializer') lower.value(value);
    return emit(lower, span, { op: 'clobber', base: address, why: 'unknown type' });
  }
  if (!plan.isWhole) emit(lower, span, { op: 'fill', target: address, value: 0n, size: BigInt(size) });
  for (const part of plan.parts) initializePart(lower, place, part);
}

function initializePart(lower: Lower, whole: Extract<Place, { kind: 'memory' }>, part: Part): void {
  const { span } = part.value;
  const base = offsetBy(lower, span, whole.address, part);
  initialize(
    lower,
    span,
    { ...memory(base, part.type, whole.volatile), bits: part.bits } as Place,
    part.value,
  );
}

function offsetBy(lower: Lower, span: Span, base: Operand, { offset, type, member }: Part): Operand {
  const dst = register(lower, { kind: 'pointer', to: type });
  emit(lower, span, { op: 'ptr', dst, base, index: 0n, scale: 1, offset: BigInt(offset), member });
  return dst;
}

/** The characters, as many as fit, and zeros behind them. */
function initializeString(
  lower: Lower,
  span: Span,
  target: Operand,
  type: Type,
  init: Extract<Expr, { kind: 'string' }>,
): void {
  const room = sizeOf(type);
  const size = Math.min(bytesOf(init.value).length + 1, room ?? 0);
  if (room === null) return emit(lower, span, { op: 'clobber', base: target, why: 'unknown type' });
  if (size < room) emit(lower, span, { op: 'fill', target, value: 0n, size: BigInt(room) });
  const source = lower.value(init).operand;
  emit(lower, span, { op: 'copy', target, source, size: BigInt(size) });
}
