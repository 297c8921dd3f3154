/**
 * Structs that the file does not declare, as the kernel's types have them: their members and the types of these. Where
 * they lie, and how large they are, is another kernel's business: the headers that the file is compiled with decide.
 */
import { recordOf, type KernelRecord, type KernelTypes } from '../btf/kernel-types.js';
import type { BtfMember, TypeId } from '../btf/types.js';
import { opaqueLayout } from './layouts.js';
import { unknownType, voidType, type Layout, type LayoutField, type Tagged, type Type } from './types.js';

/** Null for a tag that the kernel does not have. */
export function kernelLayout(
  types: KernelTypes,
  keyword: 'struct' | 'union',
  tag: string,
  tagged: Tagged,
): Layout | null {
  const record = types.record(keyword, tag);
  return record && layoutOf(types, record, tag, keyword === 'union', tagged);
}

function layoutOf(
  types: KernelTypes,
  record: KernelRecord,
  name: string,
  isUnion: boolean,
  tagged: Tagged,
): Layout {
  const fieldOf = (member: BtfMember): LayoutField => ({
    name: member.name,
    offset: null,
    type: typeOf(types, member.type, tagged),
    isBitField: member.bits > 0,
  });
  return {
    ...opaqueLayout(name),
    isUnion,
    isRelocated: true,
    names: () => record.members.flatMap((member) => (member.name === '' ? [] : member.name)),
    members: () => record.members.map(fieldOf),
    field(wanted) {
      const member = record.member(wanted);
      return member && fieldOf(member);
    },
    isShared: (wanted) => isUnion || (record.member(wanted)?.bits ?? 0) > 0,
  };
}

function typeOf(types: KernelTypes, id: TypeId, tagged: Tagged): Type {
  const type = types.plain(id);
  switch (type.kind) {
    case 'void':
      return voidType;
    case 'integer':
    case 'enum':
      return { kind: 'integer', size: type.size, signed: type.signed };
    case 'pointer':
      return { kind: 'pointer', to: typeOf(types, type.to, tagged) };
    case 'array':
      return { kind: 'array', of: typeOf(types, type.of, tagged), length: type.length };
    case 'struct':
    case 'union':
      if (type.name !== '') return tagged(type.kind, type.name);
      return {
        kind: 'struct',
        layout: layoutOf(types, recordOf(type, types.plain), 'anonymous', type.kind === 'union', tagged),
      };
    default:
      return unknownType;
  }
}
