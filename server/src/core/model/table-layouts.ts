/** Layouts that the tables give: of contexts, of what tracepoints record, of types that the kernel's headers declare. */
import type { ContextRow, FieldRow } from '../kernel/contexts.js';
import type { RecordHead } from '../kernel/reading-rows.js';
import type { UapiMember, UapiRecord } from '../kernel/uapi.js';
import { opaqueLayout, placedLayout, type Placed } from './layouts.js';
import { alignOf, tableType, type Layout, type LayoutField, type Tagged, type Type } from './types.js';

/** The layout of a struct that rules/contexts describes; `tagged` gives the types its members point to. */
export function tableLayout(row: ContextRow, tagged: Tagged): Layout {
  const fieldOf = (field: FieldRow, name: string): LayoutField => ({
    name,
    offset: field.offset,
    type: typeOfField(field, tagged),
    isBitField: false,
  });
  return {
    name: row.struct,
    size: row.size,
    get align() {
      const all = row.fields.map((field) => alignOf(typeOfField(field, tagged)));
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
function typeOfField(field: FieldRow, tagged: Tagged): Type {
  const type = tableType(field.type, tagged);
  return type.kind === 'unknown' && field.struct ? tagged('struct', field.struct) : type;
}

/** The layout of a tracepoint's record, or of its head, which it begins with; null for any other tag. */
export function recordLayout(
  tag: string,
  { records, member, struct: head, fields }: RecordHead,
  tagged: Tagged,
): Layout | null {
  const placed = (name: string, offset: number, type: Type): LayoutField => ({
    ...{ name, offset, type },
    isBitField: false,
  });
  const members =
    tag === head
      ? Object.entries(fields).map(([name, [type, at]]) => placed(name, at, tableType(type, tagged)))
      : new RegExp(records).test(tag)
        ? [placed(member, 0, tagged('struct', head))]
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

/** The layout of a struct or union as the measured kernels have it; `align` in bytes, null where not known. */
export function uapiLayout(name: string, record: UapiRecord, align: number | null, tagged: Tagged): Layout {
  const head = {
    name,
    isUnion: record.keyword === 'union',
    isRelocated: false,
    names: () => record.members.flatMap((member) => (member.name === '' ? [] : [member.name])),
  };
  return placedLayout(head, (): Placed => {
    const members = record.members.map((member) => fieldOf(member, tagged));
    return { members, all: members, size: record.size, align };
  });
}

function fieldOf(member: UapiMember, tagged: Tagged): LayoutField {
  const { name, place, width } = member;
  const type = typeOf(member, tagged);
  if (width === null) return { name, offset: place, type, isBitField: false };
  if (place === null) return { name, offset: null, type, isBitField: true };
  return { name, offset: Math.floor(place / 8), type, isBitField: true, bits: { start: place, width } };
}

function typeOf({ type, count }: UapiMember, tagged: Tagged): Type {
  if (typeof type === 'string') return tableType(type, tagged);
  const single: Type = { kind: 'struct', layout: uapiLayout('anonymous', type, null, tagged) };
  return count === null ? single : { kind: 'array', of: single, length: count === 0 ? null : count };
}
