/** Writes to what programs may not write: values of maps with BPF_F_RDONLY_PROG, and constants that helpers would fill. */
import type { Expr } from '../../syntax/ast.js';
import { mapNamed } from '../maps.js';
import { mapHanded } from './lookups.js';
import { pointee } from './pointees.js';
import type { Typed, Value } from './values.js';
import type { OtherPlace, Place, Walk } from './walk.js';

type Call = Extract<Expr, { kind: 'call' }>;

/** What a helper gives: a pointer that remembers the map whose values programs may not write. */
export function lookedUp(walk: Walk, helper: string, args: readonly Typed[], given: Typed): Typed {
  const { value, type } = given;
  const map = args.map((each) => mapHanded(walk, each)).find((each) => each !== null);
  if (map === undefined || value.kind !== 'unknown' || !isReadOnly(walk, map)) return given;
  return walk.facts.maps.gives(helper) ? { value: { ...value, readOnly: map }, type } : given;
}

/** Whether programs may not write what a map holds, as its definition says. */
function isReadOnly(walk: Walk, name: string): boolean {
  const flags = mapNamed(walk.symbols, walk.types, name)?.flags?.value ?? 0n;
  return (flags & walk.facts.maps.readOnlyFlag) !== 0n;
}

/** A store through a pointer. What is stored to a constant, the compiler drops. */
export function noteReadOnlyStore(walk: Walk, place: Place, written: Expr): void {
  const map = place.kind === 'other' ? readOnlyMap(place) : null;
  if (map !== null) note(walk, { kind: 'map', name: map, helper: null, argument: 0 }, written);
}

/** The address of a place, which still leads into the map that the place lies in. */
export function pointerInto(place: OtherPlace, address: Value): Value {
  const map = readOnlyMap(place);
  return map !== null && address.kind === 'unknown' ? { ...address, readOnly: map } : address;
}

function readOnlyMap({ via = [] }: OtherPlace): string | null {
  return via.flatMap((each) => mapOf(each) ?? [])[0] ?? null;
}

/** The arguments of a helper that lead to what programs may not write. */
export function noteReadOnlyArguments(walk: Walk, call: Call, helper: string, args: readonly Typed[]): void {
  if (walk.facts.helpers.id(helper) === null) return;
  for (const [argument, each] of args.entries()) {
    const written = call.args[argument];
    if (!written) continue;
    const handed = mapHanded(walk, each);
    const map =
      handed !== null && walk.facts.maps.changes(helper) && isReadOnly(walk, handed) ? handed : mapOf(each);
    const name = map ?? constantAt(walk, each);
    if (name !== null)
      note(walk, { kind: map === null ? 'constant' : 'map', name, helper, argument }, written);
  }
}

function mapOf({ value }: Typed): string | null {
  return value.kind === 'unknown' ? (value.readOnly ?? null) : null;
}

/** The object of .rodata that a pointer leads to; null where it leads elsewhere, or that is not known. */
function constantAt(walk: Walk, pointer: Typed): string | null {
  const place = pointee(pointer);
  const base = place.kind === 'other' ? (place.where?.base ?? '') : '';
  const name = base.startsWith('?') ? base.slice(1) : null;
  const declared = name === null ? null : walk.symbols.variable(name);
  const isOwn = declared?.node.isConst === true && declared.content.sections.length === 0;
  return isOwn && !declared.node.isExtern ? name : null;
}

function note(
  walk: Walk,
  what: Pick<Walk['found']['readOnly'][number], 'kind' | 'name' | 'helper' | 'argument'>,
  written: Expr,
): void {
  if (walk.muted > 0) return;
  const { calls } = walk.frame;
  const guarded = walk.environment.isDoubtful();
  walk.found.readOnly.push({ ...what, at: walk.frame.locate(written.span), calls, guarded });
}
