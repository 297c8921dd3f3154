/** Loads and stores: what they do to contexts is recorded, what they give is remembered. */
import type { Expr } from '../../syntax/ast.js';
import { sizeOf, type Type } from '../types.js';
import { convert } from './conversions.js';
import { consume, dereferenced, fieldKey, heldIn, yieldedBy } from './kernel-pointers.js';
import { bytesKey, namedField, namedLocal, namedMemory } from './names.js';
import { noteTested } from './nullness.js';
import type { Elements, RecordedAccess, Use } from './recorded.js';
import { memberValue, ofType, unknownValue, withMember, type Typed, type Value } from './values.js';
import { textOf, type ContextPlace, type Place, type Walk } from './walk.js';

/** `&place`, or what an array decays to. */
export function addressOf(place: Place, to: Type): Typed {
  const type: Type = { kind: 'pointer', to };
  if (place.kind === 'kernel') return { value: { kind: 'kernel', trusted: place.trusted }, type };
  if (place.kind === 'local' && place.path.length === 0)
    return { value: { kind: 'address', of: place.cell }, type };
  if (place.kind !== 'context') return ofType(type);
  const { region, offset, owner, path, nullable } = place;
  const memberAt = place.memberAt ?? (path === '' ? null : offset);
  const member = memberAt === null ? {} : { memberAt };
  return { value: { kind: 'context', region, offset, owner, path, nullable, ...member }, type };
}

/** The value of a place; a load from a context is recorded. */
export function load(walk: Walk, place: Place, expr: Expr, use: Use): Typed {
  if (place.type.kind === 'array') return addressOf(place, place.type.of);
  if (place.kind === 'local') {
    const whole = namedLocal(walk, place.cell);
    return { value: memberValue(whole, place.path), type: place.type };
  }
  if (place.kind === 'kernel') return { value: dereferenced(walk, place, expr, use), type: place.type };
  if (place.kind !== 'context') return namedMemory(walk, expr, ofType(place.type));
  if (place.type.kind === 'struct') return { value: copyOf(place), type: place.type };
  const made = use === 'used' && heldIn(walk, place) !== null ? 'dropped' : use;
  record(walk, place, expr, use === 'unknown' ? 'unknown' : 'read', made, false);
  return { value: namedField(walk, place, yieldedBy(walk, place)), type: place.type };
}

function copyOf({ region, offset, owner, path }: ContextPlace): Value {
  return { kind: 'copy', of: { region, offset, owner, path } };
}

/** Writes a value to a place: a context's is recorded, a local's is remembered. */
export function store(walk: Walk, place: Place, expr: Expr, value: Typed, compound: boolean): void {
  if (place.kind === 'context' && !place.isCopy) {
    record(walk, place, expr, 'write', 'used', compound);
    walk.environment.forgetFields();
    holds(walk, place, convert(walk, place.type, value).value);
  }
  if (place.kind === 'local') {
    if (place.type.kind === 'integer') {
      consume(walk, value);
      noteTested(walk, value);
    }
    place.cell.value = withMember(place.cell.value, place.path, keptValue(walk, place.type, value));
  }
}

/** The compiler takes a constant that was stored for what a load of the field would give. */
function holds(walk: Walk, place: ContextPlace, value: Value): void {
  const key = fieldKey(place);
  if (key !== null && value.kind === 'constant') walk.environment.learnField(key, value.value);
}

/** A pointer to anything but a struct may have got the address of an array that was never loaded. */
function keptValue(walk: Walk, type: Type, value: Typed): Value {
  const isSure = type.kind === 'pointer' && type.to.kind === 'struct';
  if (value.value.kind === 'dereferenced' && !isSure) return unknownValue;
  return convert(walk, type, value).value;
}

/** Records an access to a place in a context, if its offset and its width are known. */
export function record(
  walk: Walk,
  place: ContextPlace,
  expr: Expr,
  access: RecordedAccess['access'],
  use: Use,
  compound: boolean,
  atomic = false,
): void {
  const size = place.type.kind === 'integer' || place.type.kind === 'pointer' ? sizeOf(place.type) : null;
  const offset = place.offset ?? place.varying?.first ?? null;
  if (walk.muted > 0 || size === null || offset === null) return;
  const at = walk.frame.locate(expr.span);
  if (place.nullable && !walk.environment.isChecked(place.region)) {
    const { calls } = walk.frame;
    const { region } = place;
    walk.found.unchecked.push({
      region,
      at,
      calls,
      guarded: walk.environment.isDoubtful(),
      use,
      testedLater: false,
      isArgument: false,
    });
    return;
  }
  const kept = use === 'dropped' && isVolatile(walk, expr) ? 'used' : use;
  walk.found.accesses.push({
    region: place.region,
    struct: place.owner ?? walk.spec.context ?? '',
    path: place.path,
    access,
    offset,
    size,
    elements: place.offset === null ? elementsOf(place) : null,
    at,
    fieldAt: place.fieldAt ?? at,
    calls: walk.frame.calls,
    use: kept,
    guarded: walk.environment.isDoubtful(),
    compound,
    atomic,
    isAtHand: access === 'read' && isAtHand(walk, place.region, offset, size),
    memberAt: memberBeside(walk, place, offset),
  });
  if (access === 'read' && place.offset !== null) noteRead(walk, place.region, offset, size);
}

function noteRead(walk: Walk, region: string, offset: number, size: number): void {
  const name = bytesKey(region, offset, size);
  walk.environment.noteReads([name]);
  walk.activation.reads.add(name);
}

function isAtHand(walk: Walk, region: string, offset: number, size: number): boolean {
  return [2, 4, 8].some((wide) => {
    const start = offset - (offset % wide);
    return (
      wide > size && offset + size <= start + wide && walk.environment.hasRead(bytesKey(region, start, wide))
    );
  });
}

/**
 * The member that an access was reached through and does not begin at; null where there is none, and where the file
 * declares its struct without `preserve_access_index`, so that its offsets are constants.
 */
function memberBeside(walk: Walk, { memberAt, owner }: ContextPlace, offset: number): number | null {
  if (memberAt === undefined || memberAt === offset) return null;
  const declared = walk.symbols.tagged(`struct ${owner ?? walk.spec.context ?? ''}`)?.node;
  const attributes = declared?.kind === 'tagged' ? (declared.body?.attributes ?? []) : null;
  return attributes && !attributes.includes('preserve_access_index') ? null : memberAt;
}

/** Qualifiers are no part of types here, but a volatile load is made even if nobody wants its value. */
function isVolatile(walk: Walk, expr: Expr): boolean {
  const { fn } = walk.activation;
  const head = walk.frame.content.text.slice(fn.paramsSpan.start, fn.paramsSpan.end);
  return /\bvolatile\b/.test(textOf(walk, expr)) || /\bvolatile\b/.test(head);
}

function elementsOf({ varying }: ContextPlace): Elements | null {
  return varying && { stride: varying.stride, count: varying.count, inLoop: varying.inLoop };
}
