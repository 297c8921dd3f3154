/** Where the members of a struct lie: from the kernel's tables for contexts, else computed from its declaration. */
import type { ContextRow, FieldRow } from '../kernel/contexts.js';
import type { RecordHead } from '../kernel/readings.js';
import type { Expr, Member, TypeExpr } from '../syntax/ast.js';
import { placeAll, type Placeable, type Spot } from './placing.js';
import {
  alignOf,
  sizeOf,
  tableType,
  unknownType,
  type Layout,
  type LayoutField,
  type Type,
} from './types.js';

/** Resolves a written type. */
export type Resolve = (type: TypeExpr) => Type;

/** The value of a constant expression, or of the text of one; null where it is not known, or no count of anything. */
export type Constant = (expr: Expr | string) => number | null;

/** The layout of a struct that rules/contexts describes; `struct` gives the types its members point to. */
export function tableLayout(row: ContextRow, struct: (name: string) => Type): Layout {
  const fieldOf = (field: FieldRow, name: string): LayoutField => ({
    name,
    offset: field.offset,
    type: typeOfField(field, struct),
    isBitField: false,
  });
  return {
    name: row.struct,
    size: row.size,
    get align() {
      const all = row.fields.map((field) => alignOf(typeOfField(field, struct)));
      return all.reduce((most, each) => (most === null || each === null ? null : Math.max(most, each)), 1);
    },
    isUnion: false,
    isRelocated: false,
    names: () => row.fields.map((field) => field.name),
    members: () => row.fields.map((field) => fieldOf(field, field.name)),
    field(name) {
      const field = row.fields.find((each) => each.name === name || each.aliases?.includes(name));
      return field ? fieldOf(field, name) : null;
    },
    isShared: () => false,
  };
}

/** `struct` names the type where the C type is a typedef of it. */
function typeOfField(field: FieldRow, struct: (name: string) => Type): Type {
  const type = tableType(field.type, struct);
  return type.kind === 'unknown' && field.struct ? struct(field.struct) : type;
}

/** The layout that the compiler gives a declared struct or union; computed when first asked. */
export function declaredLayout(
  type: Extract<TypeExpr, { kind: 'tagged' }>,
  resolve: Resolve,
  constant: Constant,
): Layout {
  let placed: Placed | null = null;
  const place = (): Placed => {
    if (placed) return placed;
    // What is asked for while its members are placed contains itself, as while a `*` is missing: it has no size.
    placed = nowhere;
    return (placed = placeMembers(type, resolve, constant));
  };
  return {
    name: type.tag ?? 'anonymous',
    get size() {
      return place().size;
    },
    get align() {
      return place().align;
    },
    isUnion: type.keyword === 'union',
    isRelocated: type.body?.attributes?.includes('preserve_access_index') ?? false,
    names: () => (type.body?.members ?? []).flatMap((member) => member.name ?? []),
    members: () => place().members,
    field: (name) => place().fields.get(name) ?? null,
    isShared: (name) => isShared(place().fields, name),
  };
}

/** The layout of a tracepoint's record, or of its head, which it begins with; null for any other tag. */
export function recordLayout(
  tag: string,
  { records, member, struct: head, fields }: RecordHead,
  struct: (name: string) => Type,
): Layout | null {
  const placed = (name: string, offset: number, type: Type): LayoutField => ({
    ...{ name, offset, type },
    isBitField: false,
  });
  const members =
    tag === head
      ? Object.entries(fields).map(([name, [type, at]]) => placed(name, at, tableType(type, struct)))
      : new RegExp(records).test(tag)
        ? [placed(member, 0, struct(head))]
        : null;
  return (
    members && {
      ...opaqueLayout(tag),
      names: () => members.map(({ name }) => name),
      members: () => members,
      field: (name) => members.find((each) => each.name === name) ?? null,
    }
  );
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

interface Placed {
  readonly members: readonly LayoutField[];
  /** By name, those of anonymous structs and unions among them. */
  readonly fields: ReadonlyMap<string, LayoutField>;
  readonly size: number | null;
  readonly align: number | null;
}

const nowhere: Placed = { members: [], fields: new Map(), size: null, align: null };

function placeMembers(
  { body, keyword }: Extract<TypeExpr, { kind: 'tagged' }>,
  resolve: Resolve,
  constant: Constant,
): Placed {
  const members = body?.members ?? [];
  const types = members.map((member) => resolve(member.type));
  const placeables = members.map((member, i) => placeable(member, types[i] ?? unknownType, constant));
  const attributes = body?.attributes ?? [];
  const { spots, size, align } = placeAll(placeables, {
    isUnion: keyword === 'union',
    isPacked: isPacked(attributes),
    atLeast: alignedTo(attributes, constant),
  });
  const own = members.map((member, i) => fieldAt(member, types[i] ?? unknownType, spots[i] ?? unplaced));
  const fields = new Map(own.flatMap(withInner).map((field) => [field.name, field]));
  const isMember = (_: LayoutField, i: number): boolean =>
    members[i]?.name !== null || members[i].bits === null;
  return { members: own.filter(isMember), fields, size, align };
}

const unplaced: Spot = { offset: null, bits: null };

/** `T name[]`: what is behind the struct. */
function isOpenEnded(written: TypeExpr): boolean {
  return written.kind === 'array' && written.length === null;
}

function placeable(
  { name, bits, type: written, attributes = [] }: Member,
  type: Type,
  constant: Constant,
): Placeable {
  const asked = alignedTo(attributes, constant);
  const natural = isPacked(attributes) ? 1 : alignOf(type);
  return {
    size: isOpenEnded(written) ? 0 : sizeOf(type),
    align: asked === null || natural === null ? null : Math.max(asked, natural),
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
  for (const each of attributes.filter((word) => word.includes('align'))) {
    const asked = constant(/\((.*)\)$/s.exec(each)?.[1] ?? '');
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
