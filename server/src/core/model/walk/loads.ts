/** Loads and stores: what they do to contexts is recorded, what they give is remembered. */
import { noteReadOnlyStore, pointerInto } from './read-only.js';
import type { Expr } from '../../syntax/ast.js';
import { sizeOf, voidType, type Layout, type Type } from '../types.js';
import { constant, convert } from './conversions.js';
import { dereferenced, taken, yieldedBy } from './kernel-pointers.js';
import { named, namedLocal, readFrom, untracked } from './names.js';
import { isChecked, noteTested } from './nullness.js';
import { movedNumber } from './pointer-arithmetic.js';
import { copiedAs } from './pointees.js';
import { noteEffect, noteStore } from './paths/effects.js';
import type { Bytes } from './paths/memory.js';
import { isOfProgram, isUntracked } from './paths/vague.js';
import { isWithin, rangeFrom, rangeOfType } from './ranges.js';
import { isVolatile, keptUse, recordAccess } from './record.js';
import type { RecordedAccess, RecordedUnchecked, Use } from './recorded.js';
import { isNeverRead } from './statics.js';
import { anyElement, unknownValue, withMember, type Typed, type Value } from './values.js';
import {
  isPeeking,
  textOf,
  type ContextPlace,
  type OtherPlace,
  type Place,
  type Walk,
  type Where,
} from './walk.js';

/** `&place`, or what an array decays to. */
export function addressOf(walk: Walk, place: Place, to: Type): Typed {
  const type: Type = { kind: 'pointer', to };
  if (place.kind === 'kernel')
    return { value: { kind: 'kernel', trusted: place.trusted, ...copiedAs(place) }, type };
  if (place.kind === 'local') return { value: { kind: 'address', of: place.cell, path: place.path }, type };
  if (place.kind === 'other')
    return { value: pointerInto(place, addressOfOther(walk, place, type).value), type };
  const { region, offset, owner, path, nullable } = place;
  const memberAt = place.memberAt ?? (path === '' ? null : offset);
  const member = memberAt === null ? {} : { memberAt };
  return { value: { kind: 'context', region, offset, owner, path, nullable, ...member }, type };
}

/** Addresses in one variable are so many bytes from its own, which is a number of the loaded program. */
function addressOfOther(walk: Walk, { where }: OtherPlace, type: Type): Typed {
  if (!where) return untracked(walk, type);
  const { base, offset } = where;
  const own = base.startsWith('*') ? base.slice(1) : `?&${base}`;
  const start: Typed = { value: named(`${own}+0`, type, rangeFrom(0x10000n, 1n << 47n)), type };
  if (offset === 0 && !base.startsWith('*')) return start;
  const pointer: Typed = base.startsWith('*') ? { value: named(own, type), type } : start;
  return movedNumber(
    walk,
    '+',
    { ...pointer, type: { kind: 'pointer', to: voidType } },
    constant(BigInt(offset)),
  );
}

/** The value of a place; a load from a context is recorded. */
export function load(walk: Walk, place: Place, expr: Expr, use: Use): Typed {
  if (place.type.kind === 'array') return addressOf(walk, decayed(place), place.type.of);
  if (place.kind === 'local') return { value: namedLocal(walk, place), type: place.type };
  if (place.kind === 'kernel') return loadThroughKernel(walk, place, expr, use);
  if (place.kind === 'other') return loadOther(walk, place);
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
  return value.kind === 'unknown' ? untracked(walk, place.type) : { value, type: place.type };
}

function loadOther(walk: Walk, { type: declared, where, via, bits }: OtherPlace): Typed {
  const type: Type = bits === undefined ? declared : { kind: 'integer', size: 4, signed: false };
  if (!where) return untracked(walk, type);
  if (type.kind === 'struct') return { value: membersAt(walk, where, type.layout), type };
  const value = readFrom(walk, where, type) ?? untracked(walk, type).value;
  if (value.kind !== 'unknown') return { value, type };
  const range = bits === undefined ? {} : { range: rangeFrom(0n, (1n << BigInt(bits)) - 1n) };
  return { value: { ...value, ...range, ...(via ? { via } : {}) }, type };
}

const mostMembers = 32;

/** A struct as it is in memory, as far as its members are numbers. */
function membersAt(walk: Walk, where: Where, layout: Layout): Value {
  const names = layout.names();
  if (!walk.path || names.length > mostMembers) return unknownValue;
  const members = names.flatMap((name) => {
    const field = layout.field(name);
    if (!field || field.offset === null || field.isBitField) return [];
    const value = readFrom(walk, { ...where, offset: where.offset + field.offset }, field.type);
    return value ? [[name, value] as const] : [];
  });
  return { kind: 'record', members: new Map(members) };
}

function loadField(walk: Walk, place: ContextPlace, expr: Expr, use: Use): Typed {
  const { type } = place;
  const where = whereOf(place);
  const held = where && walk.path?.memory.written({ ...where, size: sizeOf(type) });
  if (held) return { value: held, type };
  const recorded = record(walk, place, expr, use === 'unknown' ? 'unknown' : 'read', use, false);
  const value = yieldedBy(walk, place);
  if (recorded && value.kind !== 'unknown') walk.path?.pointerOf.set(recorded, value);
  return { value: value.kind === 'unknown' ? numberIn(walk, place, expr, recorded) : value, type };
}

/** The number that a context's field holds; `recorded` is the load that gives it. */
export function numberIn(
  walk: Walk,
  place: ContextPlace,
  expr: Expr,
  recorded: RecordedAccess | RecordedUnchecked | null,
): Value {
  const where = whereOf(place);
  const number = where ? readFrom(walk, where, place.type) : untracked(walk, place.type).value;
  if (recorded && number?.kind === 'unknown' && number.name !== undefined && !isVolatile(walk, expr))
    walk.path?.numberOf.set(recorded, {
      name: number.name,
      effects: walk.path.effects.length,
      tests: walk.path.tests.length,
    });
  return number ?? unknownValue;
}

/** No variable is called so. */
function whereOf({ region, offset }: ContextPlace): Where | null {
  return offset === null ? null : { base: `&${region}`, offset };
}

function copyOf({ region, offset, owner, path }: ContextPlace): Value {
  return { kind: 'copy', of: { region, offset, owner, path } };
}

/** Writes a value to a place: a context's is recorded, a local's is remembered. */
export function store(walk: Walk, place: Place, expr: Expr, value: Typed, compound: boolean): void {
  if (isPeeking(walk)) return;
  taken(walk, value, place.type);
  if (place.kind !== 'local') return storeToMemory(walk, place, expr, value, compound);
  if (place.type.kind === 'integer') noteTested(walk, value);
  const { cell, path } = place;
  if (cell.isVolatile || path.includes(anyElement))
    noteStore(walk, value, { base: `@${textOf(walk, expr)}`, offset: 0, size: 1 });
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
  noteReadOnlyStore(walk, place, expr);
  if (!bytes || !isNeverRead(walk, bytes.base)) noteStore(walk, kept, bytes);
  for (const each of place.kind === 'other' ? (place.via ?? []) : [])
    if (!isOfProgram(each)) noteEffect(walk, each, 'place', bytes);
  const isNumber = place.type.kind === 'integer' || place.type.kind === 'pointer';
  if (walk.muted === 0) walk.path?.memory.write(bytes, isNumber ? kept.value : null);
}

/** Whether the path knows that memory holds a value already: the compiler drops such a store. */
function isThere({ path }: Walk, bytes: Bytes, { value, type }: Typed): boolean {
  if (!path || value.kind !== 'unknown' || value.name === undefined || value.from) return false;
  if (isUntracked(value.name)) return false;
  const whole = rangeOfType(type);
  if (value.range && whole && !isWithin(whole, value.range)) return false;
  const written = path.memory.written(bytes);
  return (written?.kind === 'unknown' ? written.name : path.memory.nameOf(bytes)) === value.name;
}

/** Null where nobody can say which. */
function bytesOf(place: Exclude<Place, { kind: 'local' }>): Bytes | null {
  const size = sizeOf(place.type);
  const where = place.kind === 'context' ? whereOf(place) : place.kind === 'other' ? place.where : null;
  // A pointer that nobody follows may lead anywhere.
  return !where || /^\*[!?](?!&)/.test(where.base) ? null : { ...where, size };
}

/**
 * What a local of a type holds behind an assignment. A pointer to anything but a struct may have got the address of an
 * array that was never loaded.
 */
export function keptValue(walk: Walk, type: Type, value: Typed): Value {
  const isSure = type.kind === 'pointer' && type.to.kind === 'struct';
  if (value.value.kind === 'dereferenced' && value.value.isLoad)
    return type.kind === 'pointer'
      ? { kind: 'kernel', trusted: false, ...copiedAs(value.value) }
      : unknownValue;
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
): RecordedAccess | RecordedUnchecked | null {
  const size = place.type.kind === 'integer' || place.type.kind === 'pointer' ? sizeOf(place.type) : null;
  const offset = place.offset ?? place.varying?.first ?? null;
  if (walk.muted > 0 || size === null || offset === null) return null;
  const isUnchecked = place.nullable && !isChecked(walk, place.region);
  const unchecked = isUnchecked ? noteUnchecked(walk, place, expr, use) : null;
  if (unchecked && walk.path) return unchecked;
  const kept = keptUse(walk, expr, use);
  return recordAccess(walk, place, expr, { access, offset, size, use: kept, compound, atomic, isUnchecked });
}

function noteUnchecked(walk: Walk, place: ContextPlace, expr: Expr, use: Use): RecordedUnchecked {
  const unchecked: RecordedUnchecked = {
    region: place.region,
    at: walk.frame.locate(expr.span),
    calls: walk.frame.calls,
    guarded: walk.environment.isDoubtful(),
    use,
    testedLater: false,
    isArgument: false,
  };
  walk.found.unchecked.push(unchecked);
  return unchecked;
}
