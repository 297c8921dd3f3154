/**
 * What a kernel's BTF says to whoever judges programs for it: which functions, typedefs and structs there are, and which
 * members. Its modules are asked too, as far as they are loaded. Decides nothing.
 */
import type { Btf, BtfMember, BtfType, NamedKind, TypeId } from './types.js';

/** The types of one kernel; the same object for as long as the kernel is the same. */
export interface KernelTypes {
  /** How the kernel is called in messages: `the running kernel`, or the file that was named. */
  readonly name: string;
  /** Whether the kernel or a module that is loaded has it. */
  has(kind: NamedKind, name: string): boolean;
  /** The names of a kind in the kernel itself. */
  names(kind: NamedKind): Iterable<string>;
  /** A struct or union of the kernel itself, with its members; null where it has none of that name. */
  record(keyword: 'struct' | 'union', tag: string): KernelRecord | null;
  /** What a member's type is, without typedefs and qualifiers. */
  readonly plain: (id: TypeId) => BtfType;
}

export interface KernelRecord {
  /** Bytes. */
  readonly size: number;
  readonly members: readonly BtfMember[];
  /** A member by its name, those of anonymous structs and unions among them; null where there is none. */
  member(name: string): BtfMember | null;
}

/** More typedefs and qualifiers in a row, or anonymous structs in each other, than any kernel has. */
const mostSteps = 32;

/** `modules` are read with `kernel` as their base. */
export function kernelTypes(name: string, kernel: Btf, modules: readonly Btf[]): KernelTypes {
  const plain = (id: TypeId): BtfType => {
    let type = kernel.type(id);
    for (let steps = 0; steps < mostSteps; steps++) {
      if (type.kind !== 'typedef' && type.kind !== 'qualifier') return type;
      type = kernel.type(type.of);
    }
    return { kind: 'other' };
  };
  return {
    name,
    has: (kind, wanted) => [kernel, ...modules].some((each) => each.find(kind, wanted) !== null),
    names: (kind) => kernel.names(kind),
    plain,
    record(keyword, tag) {
      const id = kernel.find(keyword, tag);
      const type = id === null ? null : kernel.type(id);
      return type?.kind === 'struct' || type?.kind === 'union' ? recordOf(type, plain) : null;
    },
  };
}

/** The members of a struct or union, by name. */
export function recordOf(
  { size, members }: Extract<BtfType, { kind: 'struct' | 'union' }>,
  plain: KernelTypes['plain'],
): KernelRecord {
  return { size, members, member: (name) => memberOf(members, name, plain, mostSteps) };
}

function memberOf(
  members: readonly BtfMember[],
  name: string,
  plain: KernelTypes['plain'],
  depth: number,
): BtfMember | null {
  for (const member of members) {
    if (member.name === name) return member;
    if (member.name !== '' || depth === 0) continue;
    const type = plain(member.type);
    if (type.kind !== 'struct' && type.kind !== 'union') continue;
    const inner = memberOf(type.members, name, plain, depth - 1);
    if (inner) return { ...inner, offset: inner.offset + member.offset };
  }
  return null;
}
