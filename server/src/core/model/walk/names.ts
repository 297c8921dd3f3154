/** Names of numbers, on one path: what is read twice from memory that nobody wrote in between is one number. */
import { rangeOfType } from './ranges.js';
import { memberValue, withMember, type Typed, type Value } from './values.js';
import { sizeOf, type Type } from '../types.js';
import type { LocalPlace, Walk, Where } from './walk.js';

/** What a local holds; a number that has no name gets one that no other has. */
export function namedLocal(walk: Walk, { cell, path, type }: LocalPlace): Value {
  const value = memberValue(cell.value, path);
  if (!walk.path || value.kind !== 'unknown' || value.name !== undefined || value.from) return value;
  const isFilled = cell.value.kind === 'record' && cell.value.isFilled === true;
  const known = isFilled ? fresh(walk, type).value : untracked(walk, type).value;
  cell.value = withMember(cell.value, path, known);
  return known;
}

/** A number that nobody knows before the program runs: a helper's result, what a probe read copied. */
export function fresh(walk: Walk, type: Type): Typed {
  const { path } = walk;
  if (!path) return { value: { kind: 'unknown' }, type };
  const kind = type.kind === 'unknown' ? '#call' : '#';
  return { value: named(`${kind}${++path.results}`, type), type };
}

/** A number that others may know though this source does not tell: a constant of a header, a read-only variable. */
export function vague(walk: Walk, name: string, type: Type): Typed {
  return { value: walk.path ? named(`?${name}`, type) : { kind: 'unknown' }, type };
}

/** A number that this walk does not follow, though others may; `via` is what it comes of. */
export function untracked(walk: Walk, type: Type, via: readonly Typed[] = []): Typed {
  if (!walk.path) return { value: { kind: 'unknown' }, type };
  return { value: { kind: 'unknown', name: `!${walk.count()}`, via }, type };
}

/** A number of a name, within the bounds of its type unless others are told. */
export function named(name: string, type: Type, range = rangeOfType(type)): Value {
  return { kind: 'unknown', name, ...(range ? { range } : {}) };
}

/** A number that is read from memory at a place, or what this path wrote there; null for a type that is no number's. */
export function readFrom({ path }: Walk, where: Where, type: Type): Value | null {
  if (!path || (type.kind !== 'integer' && type.kind !== 'pointer' && type.kind !== 'unknown')) return null;
  // Behind a pointer that nobody follows may be what others follow.
  if (where.base.startsWith('*!')) return null;
  const bytes = { ...where, size: sizeOf(type) };
  return path.memory.written(bytes) ?? named(path.memory.nameOf(bytes), type);
}
