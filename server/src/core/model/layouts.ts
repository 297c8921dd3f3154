/** Where the members of a struct lie: from the kernel's tables for contexts, else computed from its declaration. */
import type { ContextRow, FieldRow } from '../kernel/contexts.js';
import type { RecordHead } from '../kernel/readings.js';
import type { Member, TypeExpr } from '../syntax/ast.js';
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

/** The layout of a struct that rules/contexts describes; `struct` gives the types its members point to. */
export function tableLayout(row: ContextRow, struct: (name: string) => Type): Layout {
  return {
    name: row.struct,
    size: row.size,
    names: () => row.fields.map((field) => field.name),
    field(name) {
      const field = row.fields.find((each) => each.name === name || each.aliases?.includes(name));
      return field
        ? { name, offset: field.offset, type: typeOfField(field, struct), isBitField: false }
        : null;
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
export function declaredLayout(type: Extract<TypeExpr, { kind: 'tagged' }>, resolve: Resolve): Layout {
  let placed: Placed | null = null;
  const isPacked = type.body?.attributes?.some((each) => each.includes('packed')) ?? false;
  const place = (): Placed => {
    if (placed) return placed;
    // What is asked for while its members are placed contains itself, as while a `*` is missing: it has no size.
    placed = nowhere;
    return (placed = placeMembers(type.body?.members ?? [], type.keyword === 'union', resolve, isPacked));
  };
  return {
    name: type.tag ?? 'anonymous',
    get size() {
      return place().size;
    },
    names: () => (type.body?.members ?? []).flatMap((member) => member.name ?? []),
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
      field: (name) => members.find((each) => each.name === name) ?? null,
    }
  );
}

/** A layout of which only the name is known. */
export function opaqueLayout(name: string): Layout {
  return { name, size: null, names: () => [], field: () => null, isShared: () => false };
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
  readonly fields: ReadonlyMap<string, LayoutField>;
  readonly size: number | null;
}

const nowhere: Placed = { fields: new Map(), size: null };

function placeMembers(
  members: readonly Member[],
  isUnion: boolean,
  resolve: Resolve,
  isPacked = false,
): Placed {
  const fields = new Map<string, LayoutField>();
  let end: number | null = 0;
  let align = 1;
  for (const member of members) {
    const type = resolve(member.type);
    const size = member.bits ? null : sizeOf(type);
    const own = isPacked ? 1 : alignOf(type);
    align = Math.max(align, own);
    const start: number | null = isUnion ? 0 : end === null ? null : roundUp(end, own);
    addMember(fields, member, type, start);
    if (!isUnion) end = start === null || size === null ? null : start + size;
    else end = end === null || size === null ? null : Math.max(end, size);
  }
  return { fields, size: end === null ? null : roundUp(end, align) };
}

/** Members of an anonymous struct or union count as the outer one's. */
function addMember(fields: Map<string, LayoutField>, member: Member, type: Type, start: number | null): void {
  if (member.name !== null) {
    fields.set(member.name, { name: member.name, offset: start, type, isBitField: member.bits !== null });
    return;
  }
  if (member.type.kind !== 'tagged' || type.kind !== 'struct') return;
  for (const name of memberNames(member.type)) {
    const inner = type.layout.field(name);
    const offset = inner === null || inner.offset === null || start === null ? null : start + inner.offset;
    fields.set(name, {
      name,
      offset,
      type: inner?.type ?? unknownType,
      isBitField: inner?.isBitField ?? false,
    });
  }
}

function memberNames(type: Extract<TypeExpr, { kind: 'tagged' }>): readonly string[] {
  return (type.body?.members ?? []).flatMap((member) => {
    if (member.name !== null) return [member.name];
    return member.type.kind === 'tagged' ? memberNames(member.type) : [];
  });
}

function roundUp(offset: number, align: number): number {
  return Math.ceil(offset / align) * align;
}
