/** Loads and stores: what they do to contexts is recorded, what they give is remembered. */
import type { Expr } from '../../syntax/ast.js';
import { sizeOf, type Type } from '../types.js';
import { convert } from './conversions.js';
import { consume, dereferenced, yieldedBy } from './kernel-pointers.js';
import { named, namedLocal, readFrom } from './names.js';
import { isChecked, noteTested } from './nullness.js';
import { noteEffect } from './paths/effects.js';
import type { Bytes } from './paths/memory.js';
import { isWithin, rangeFrom, rangeOfType } from './ranges.js';
import { keptUse, recordAccess } from './record.js';
import type { RecordedAccess, Use } from './recorded.js';
import { anyElement, ofType, unknownValue, withMember, type Typed, type Value } from './values.js';
import { textOf, type ContextPlace, type OtherPlace, type Place, type Walk, type Where } from './walk.js';

/** `&place`, or what an array decays to. */
export function addressOf(place: Place, to: Type): Typed {
  const type: Type = { kind: 'pointer', to };
  if (place.kind === 'kernel') return { value: { kind: 'kernel', trusted: place.trusted }, type };
  if (place.kind === 'local') return { value: { kind: 'address', of: place.cell, path: place.path }, type };
  if (place.kind === 'other') return addressOfOther(place, type);
  const { region, offset, owner, path, nullable } = place;
  const memberAt = place.memberAt ?? (path === '' ? null : offset);
  const member = memberAt === null ? {} : { memberAt };
  return { value: { kind: 'context', region, offset, owner, path, nullable, ...member }, type };
}

function addressOfOther({ where }: OtherPlace, type: Type): Typed {
  if (!where) return ofType(type);
  if (where.base.startsWith('*'))
    return { value: named(`${where.base.slice(1)}+${where.offset}`, type), type };
  const range = rangeFrom(1n, (1n << 64n) - 1n);
  return { value: { kind: 'unknown', name: `&${where.base}+${where.offset}`, range }, type };
}

/** The value of a place; a load from a context is recorded. */
export function load(walk: Walk, place: Place, expr: Expr, use: Use): Typed {
  if (place.type.kind === 'array') return addressOf(decayed(place), place.type.of);
  if (place.kind === 'local') return { value: namedLocal(walk, place), type: place.type };
  if (place.kind === 'kernel') return loadThroughKernel(walk, place, expr, use);
  if (place.kind === 'other') return loadOther(walk, place, expr);
  if (place.type.kind === 'struct') return { value: copyOf(place), type: place.type };
  return loadField(walk, place, expr, use);
}

/** An array's address is its first element's. */
function decayed(place: Place): Place {
  return place.kind === 'local' ? { ...place, path: [...place.path, '[0]'] } : place;
}

function loadThroughKernel(
  walk: Walk,
  place: Extract<Place, { kind: 'kernel' }>,
  expr: Expr,
  use: Use,
): Typed {
  const value = dereferenced(walk, place, expr, use);
  const number = value.kind === 'unknown' ? readFrom(walk, asWritten(walk, expr), place.type) : null;
  return { value: number ?? value, type: place.type };
}

function loadOther(walk: Walk, { type, where }: OtherPlace, expr: Expr): Typed {
  return { value: readFrom(walk, where ?? asWritten(walk, expr), type) ?? unknownValue, type };
}

/** Memory that only the source tells apart. */
function asWritten(walk: Walk, expr: Expr): Where {
  return { base: `~${textOf(walk, expr)}`, offset: 0 };
}

function loadField(walk: Walk, place: ContextPlace, expr: Expr, use: Use): Typed {
  const { type } = place;
  const held = walk.path?.memory.written({ ...whereOf(walk, place, expr), size: sizeOf(type) });
  if (held) return { value: held, type };
  const recorded = record(walk, place, expr, use === 'unknown' ? 'unknown' : 'read', use, false);
  const value = yieldedBy(walk, place);
  return { value: value.kind === 'unknown' ? numberIn(walk, place, expr, recorded) : value, type };
}

/** The number that a context's field holds; `recorded` is the load that gives it. */
export function numberIn(
  walk: Walk,
  place: ContextPlace,
  expr: Expr,
  recorded: RecordedAccess | null,
): Value {
  const number = readFrom(walk, whereOf(walk, place, expr), place.type);
  if (recorded && number?.kind === 'unknown' && number.name !== undefined)
    walk.path?.numberOf.set(recorded, number.name);
  return number ?? unknownValue;
}

function whereOf(walk: Walk, { region, offset }: ContextPlace, expr: Expr): Where {
  return offset === null ? asWritten(walk, expr) : { base: region, offset };
}

function copyOf({ region, offset, owner, path }: ContextPlace): Value {
  return { kind: 'copy', of: { region, offset, owner, path } };
}

/** Writes a value to a place: a context's is recorded, a local's is remembered. */
export function store(walk: Walk, place: Place, expr: Expr, value: Typed, compound: boolean): void {
  if (place.kind !== 'local') return storeToMemory(walk, place, expr, value, compound);
  if (place.type.kind === 'integer') {
    consume(walk, value);
    noteTested(walk, value);
  }
  const { cell, path } = place;
  if (cell.isVolatile || path.includes(anyElement)) noteEffect(walk, value);
  cell.value = cell.isVolatile
    ? unknownValue
    : withMember(cell.value, path, keptValue(walk, place.type, value));
}

function storeToMemory(
  walk: Walk,
  place: Exclude<Place, { kind: 'local' }>,
  expr: Expr,
  value: Typed,
  compound: boolean,
): void {
  const kept = convert(walk, place.type, value);
  const bytes = bytesOf(place);
  if (bytes && isThere(walk, bytes, kept)) return;
  if (place.kind === 'context' && !place.isCopy) record(walk, place, expr, 'write', 'used', compound);
  noteEffect(walk, kept, bytes ? `${bytes.base}+${bytes.offset}` : 'somewhere');
  if (walk.muted === 0) walk.path?.memory.write(bytes, kept.value);
}

/** Whether the path knows that memory holds a value already: the compiler drops such a store. */
function isThere({ path }: Walk, bytes: Bytes, { value, type }: Typed): boolean {
  if (!path || value.kind !== 'unknown' || value.name === undefined || value.from) return false;
  const whole = rangeOfType(type);
  if (value.range && whole && !isWithin(whole, value.range)) return false;
  const written = path.memory.written(bytes);
  return (written?.kind === 'unknown' ? written.name : path.memory.nameOf(bytes)) === value.name;
}

/** Null where nobody can say which. */
function bytesOf(place: Exclude<Place, { kind: 'local' }>): Bytes | null {
  const size = sizeOf(place.type);
  if (place.kind === 'context')
    return place.offset === null ? null : { base: place.region, offset: place.offset, size };
  return place.kind === 'other' && place.where ? { ...place.where, size } : null;
}

/** A pointer to anything but a struct may have got the address of an array that was never loaded. */
function keptValue(walk: Walk, type: Type, value: Typed): Value {
  const isSure = type.kind === 'pointer' && type.to.kind === 'struct';
  if (value.value.kind === 'dereferenced' && !isSure) return unknownValue;
  return convert(walk, type, value).value;
}

/** Records an access to a place in a context, if its offset and its width are known; gives what it recorded. */
export function record(
  walk: Walk,
  place: ContextPlace,
  expr: Expr,
  access: RecordedAccess['access'],
  use: Use,
  compound: boolean,
  atomic = false,
): RecordedAccess | null {
  const size = place.type.kind === 'integer' || place.type.kind === 'pointer' ? sizeOf(place.type) : null;
  const offset = place.offset ?? place.varying?.first ?? null;
  if (walk.muted > 0 || size === null || offset === null) return null;
  const isUnchecked = place.nullable && !isChecked(walk, place.region);
  if (isUnchecked) noteUnchecked(walk, place, expr, use);
  if (isUnchecked && walk.path) return null;
  const kept = keptUse(walk, expr, use);
  return recordAccess(walk, place, expr, { access, offset, size, use: kept, compound, atomic, isUnchecked });
}

function noteUnchecked(walk: Walk, place: ContextPlace, expr: Expr, use: Use): void {
  walk.found.unchecked.push({
    region: place.region,
    at: walk.frame.locate(expr.span),
    calls: walk.frame.calls,
    guarded: walk.environment.isDoubtful(),
    use,
    testedLater: false,
    isArgument: false,
  });
}
