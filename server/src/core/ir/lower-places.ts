/** Lvalues made of others: what a pointer points to, a member of a struct, and the address of either. */
import { unknownType, type Type } from '../model/types.js';
import type { Span } from '../text.js';
import type { Operand } from './instruction.js';
import { bitFieldOf } from './bit-fields.js';
import { emit, havoc, register, type Lower } from './lower.js';
import type { Place, Value } from './values.js';

/** A struct that an expression gave lies in memory; any other value has no place. */
export function placeOfValue({ operand, type }: Value): Place {
  if (type.kind === 'struct') return memory(operand, type);
  return { kind: 'unknown', base: null, type, why: 'unsupported' };
}

/** What a pointer points to. */
export function pointee({ operand, type }: Value): Place {
  const to = type.kind === 'pointer' ? type.to : unknownType;
  return memory(operand, to, type.kind === 'pointer' && type.isVolatile === true);
}

/** The bytes of a type at an address. */
export function memory(address: Operand, type: Type, volatile = false): Place {
  return { kind: 'memory', address, type, volatile, bits: null };
}

/** A member of what lies at a place; unknown where the struct's layout is. */
export function memberOf(lower: Lower, span: Span, whole: Place, name: string): Place {
  if (whole.kind !== 'memory') return lost(whole.kind === 'register' ? null : whole.base);
  const layout = whole.type.kind === 'struct' ? whole.type.layout : null;
  const field = layout?.field(name) ?? null;
  if (!layout || !field) return lost(whole.address);
  const bits = field.isBitField ? bitFieldOf(field, layout.size) : null;
  const offset = bits ? bits.byte : field.offset;
  const isKnown = offset !== null && field.isBitField === (bits !== null);
  const member = { owner: layout.name, name };
  if (!isKnown && !layout.isRelocated) return { ...lost(whole.address), type: field.type };
  const address = register(lower, { kind: 'pointer', to: field.type });
  const at = { dst: address, base: whole.address, member };
  if (layout.isRelocated) emit(lower, span, { op: 'field', ...at, offset: isKnown ? BigInt(offset) : null });
  else emit(lower, span, { op: 'ptr', ...at, index: 0n, scale: 1, offset: BigInt(offset ?? 0) });
  if (field.isBitField && !bits) return { ...lost(address), type: field.type };
  return { ...whole, address, type: field.type, bits };
}

/** A place of which only the pointer is known that led there. */
export function lost(base: Operand | null): Place & { kind: 'unknown' } {
  return { kind: 'unknown', base, type: unknownType, why: 'unknown type' };
}

/** The address of a place. A register has none: its variable is noted, to be lowered again as memory. */
export function addressOf(lower: Lower, span: Span, place: Place): Value {
  const type: Type = { kind: 'pointer', to: place.type };
  if (place.kind === 'memory' && !place.bits)
    return { operand: place.address, type: place.volatile ? { ...type, isVolatile: true } : type };
  if (place.kind === 'register') lower.addressed.add(place.local);
  return havoc(lower, span, type, place.kind === 'unknown' ? place.why : 'unsupported');
}
