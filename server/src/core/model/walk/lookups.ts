/**
 * Look-ups in maps by a key that is known before the program runs: an array holds each of its elements, and newer
 * kernels know it. Where the map's type is not seen, it may be one.
 */
import { rangeFrom } from './ranges.js';
import { pointee } from './pointees.js';
import { settled } from './numbers.js';
import { memberValue, type Typed } from './values.js';
import { mapMark, mapNamed } from '../maps.js';
import { sizeOf } from '../types.js';
import type { Walk } from './walk.js';

/** Whether a call on a path gives a pointer that is not NULL for sure, or may do so for what is seen here. */
export function isSurelyFound(walk: Walk, helper: string, [map, key]: readonly Typed[]): boolean {
  const types = walk.facts.readings.surelyFoundIn(helper);
  if (types.length === 0 || !map || !key || !isKnown(walk, key)) return false;
  const type = typeOfMap(walk, map);
  return type === null || types.includes(type);
}

/** A pointer that is not NULL. */
export function found({ value, type }: Typed): Typed {
  return {
    value: value.kind === 'unknown' ? { ...value, range: rangeFrom(1n, (1n << 63n) - 1n) } : value,
    type,
  };
}

function isKnown(walk: Walk, key: Typed): boolean {
  const { value } = key;
  if (value.kind === 'address') {
    const held = { value: memberValue(value.of.value, value.path), type: value.of.type };
    return settled(walk, held).value.kind === 'constant';
  }
  const place = pointee(key);
  if (place.kind !== 'other' || !place.where) return false;
  const size = sizeOf(place.type);
  return (
    place.where.base.startsWith('?') ||
    walk.path?.memory.written({ ...place.where, size })?.kind === 'constant'
  );
}

/** As its declaration names it; null where that is not seen. */
function typeOfMap(walk: Walk, map: Typed): string | null {
  const name = mapHanded(walk, map);
  const type = name === null ? null : mapNamed(walk.symbols, walk.types, name)?.type?.value;
  return type === null || type === undefined ? null : walk.facts.maps.name(type);
}

/** The name of the map that a pointer leads to; null where it leads to none, or that is not seen. */
export function mapHanded(walk: Walk, pointer: Typed): string | null {
  const place = pointee(pointer);
  const base = place.kind === 'other' && place.where?.offset === 0 ? place.where.base : undefined;
  const name = base?.replace(/^\?/, '');
  const declared = name === undefined ? null : walk.symbols.variable(name);
  return name !== undefined && declared && mapMark(declared.content) ? name : null;
}
