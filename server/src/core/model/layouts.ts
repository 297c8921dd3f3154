/** Where the members of a declared struct lie. Where those of the kernel's own lie is in table-layouts.ts. */
import type { Expr, Member, TypeExpr } from '../syntax/ast.js';
import { placeAll, type Placeable, type Spot } from './placing.js';
import { alignOf, sizeOf, unknownType, type Layout, type LayoutField, type Type } from './types.js';

/** Resolves a written type. */
export type Resolve = (type: TypeExpr) => Type;

/** Does what takes the stack where that is not too deep yet; else gives something in its place. */
export type Nested = <T>(otherwise: T, run: () => T) => T;

/** The value of a constant expression, or of the text of one; null where it is not known, or no count of anything. */
export type Constant = (expr: Expr | string) => number | null;

/** The layout that the compiler gives a declared struct or union; computed when first asked. */
export function declaredLayout(
  type: Extract<TypeExpr, { kind: 'tagged' }>,
  resolve: Resolve,
  constant: Constant,
  nested: Nested,
): Layout {
  const head = {
    name: type.tag ?? 'anonymous',
    isUnion: type.keyword === 'union',
    isRelocated: type.body?.attributes?.includes('preserve_access_index') ?? false,
    names: () => (type.body?.members ?? []).flatMap((member) => member.name ?? []),
  };
  return placedLayout(head, () => nested(nowhere, () => placeMembers(type, resolve, constant)));
}

/** A layout whose members are placed when they are first asked for. */
export function placedLayout(
  head: Pick<Layout, 'name' | 'isUnion' | 'isRelocated' | 'names'>,
  placeNow: () => Placed,
): Layout {
  let placed: Placed | null = null;
  let fields: ReadonlyMap<string, LayoutField> | null = null;
  const place = (): Placed => {
    if (placed) return placed;
    // What is asked for while its members are placed contains itself, as while a `*` is missing: it has no size.
    placed = nowhere;
    return (placed = placeNow());
  };
  const named = (): ReadonlyMap<string, LayoutField> =>
    (fields ??= new Map(
      place()
        .all.flatMap(withInner)
        .map((field) => [field.name, field]),
    ));
  return {
    ...head,
    get size() {
      return place().size;
    },
    get align() {
      return place().align;
    },
    members: () => place().members,
    field: (name) => named().get(name) ?? null,
    isShared: (name) => isShared(named(), name),
  };
}

/** A layout of which only the name is known. */
export function opaqueLayout(name: string): Layout {
  return {
    name,
    ...{ size: null, align: null, isUnion: false, isRelocated: false },
    names: () => [],
    members: () => [],
    field: () => null,
    isShared: () => false,
  };
}

function isShared(fields: ReadonlyMap<string, LayoutField>, name: string): boolean {
  const own = fields.get(name);
  if (!own) return false;
  return own.isBitField || [...fields.values()].some((each) => each !== own && overlap(own, each));
}

/** Also where nobody can say. */
function overlap(a: LayoutField, b: LayoutField): boolean {
  const [first, second] = [sizeOf(a.type), sizeOf(b.type)];
  if (a.offset === null || b.offset === null) return false;
  if (first === null || second === null) return a.offset === b.offset;
  return a.offset < b.offset + second && b.offset < a.offset + first;
}

/** Members with their places. */
export interface Placed {
  readonly members: readonly LayoutField[];
  /** Also what has no name and is no member to anybody, as bits that only fill. */
  readonly all: readonly LayoutField[];
  readonly size: number | null;
  readonly align: number | null;
}

const nowhere: Placed = { members: [], all: [], size: null, align: null };

function placeMembers(
  { body, keyword }: Extract<TypeExpr, { kind: 'tagged' }>,
  resolve: Resolve,
  constant: Constant,
): Placed {
  const members = body?.members ?? [];
  const types = members.map((member) => resolve(member.type));
  const attributes = body?.attributes ?? [];
  const isTight = isPacked(attributes);
  const placeables = members.map((member, i) =>
    placeable(member, types[i] ?? unknownType, isTight, constant),
  );
  const { spots, size, align } = placeAll(placeables, {
    isUnion: keyword === 'union',
    atLeast: alignedTo(attributes, constant),
  });
  const own = members.map((member, i) => fieldAt(member, types[i] ?? unknownType, spots[i] ?? unplaced));
  const isMember = (_: LayoutField, i: number): boolean =>
    members[i]?.name !== null || members[i].bits === null;
  return { members: own.filter(isMember), all: own, size, align };
}

const unplaced: Spot = { offset: null, bits: null };

/** `T name[]`: what is behind the struct. */
function isOpenEnded(written: TypeExpr): boolean {
  return written.kind === 'array' && written.length === null;
}

function placeable(
  { name, bits, type: written, attributes = [] }: Member,
  type: Type,
  isTight: boolean,
  constant: Constant,
): Placeable {
  const asked = alignedTo(attributes, constant);
  const isPackedHere = isTight || isPacked(attributes);
  const natural = isPackedHere ? 1 : alignOf(type);
  return {
    size: isOpenEnded(written) ? 0 : sizeOf(type),
    align: asked === null || natural === null ? null : Math.max(asked, natural),
    asked,
    isPacked: isPackedHere,
    bits: bits && (constant(bits) ?? 'unknown'),
    isNamed: name !== null,
  };
}

function isPacked(attributes: readonly string[]): boolean {
  return attributes.some((each) => each.includes('packed'));
}

/** What attributes ask of the alignment, in bytes: 1 where nothing, null where that is not understood. */
function alignedTo(attributes: readonly string[], constant: Constant): number | null {
  let most: number | null = 1;
  for (const each of attributes.filter((word) => /align/i.test(word))) {
    const written = /\((.*)\)$/s.exec(each)?.[1] ?? '';
    const asked = constant(written) ?? constant(`_Alignof(${written})`);
    most = most === null || asked === null || asked < 1 ? null : Math.max(most, asked);
  }
  return most;
}

function fieldAt({ name, bits }: Member, type: Type, spot: Spot): LayoutField {
  return {
    name: name ?? '',
    offset: spot.offset,
    type,
    isBitField: bits !== null,
    ...(spot.bits ? { bits: spot.bits } : {}),
  };
}

/** A member, or what an anonymous struct or union brings: its members count as the outer one's. */
function withInner(field: LayoutField): readonly LayoutField[] {
  if (field.name !== '') return [field];
  if (field.type.kind !== 'struct') return [];
  return field.type.layout.members().flatMap((inner) => withInner(shifted(inner, field.offset)));
}

function shifted(field: LayoutField, by: number | null): LayoutField {
  const { bits, ...rest } = field;
  if (by === null || field.offset === null) return { ...rest, offset: null };
  const moved = bits ? { bits: { ...bits, start: bits.start + by * 8 } } : {};
  return { ...rest, offset: field.offset + by, ...moved };
}
