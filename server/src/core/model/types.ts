/** C types with their sizes on the BPF target (LP64, little endian): what an access's width is judged by. */

export type Type =
  | { readonly kind: 'void' }
  /** Integers, enums and `_Bool`; size in bytes. */
  | { readonly kind: 'integer'; readonly size: number; readonly signed: boolean; readonly isBool?: true }
  /** `isVolatile`: what it points to is `volatile`. */
  | { readonly kind: 'pointer'; readonly to: Type; readonly isVolatile?: true }
  | { readonly kind: 'array'; readonly of: Type; readonly length: number | null }
  | { readonly kind: 'struct'; readonly layout: Layout }
  | { readonly kind: 'unknown' };

/** A struct's or union's members by name. `size` is null where it cannot be known here. */
export interface Layout {
  /** The tag; `anonymous` where there is none. */
  readonly name: string;
  readonly size: number | null;
  /** Bytes; null where it cannot be known here. */
  readonly align: number | null;
  readonly isUnion: boolean;
  /** Whether CO-RE moves accesses to where the running kernel has the members (`preserve_access_index`). */
  readonly isRelocated: boolean;
  /** The members in order, as far as they have names. */
  names(): readonly string[];
  /** The members as they are declared: an anonymous struct or union is one, without a name. */
  members(): readonly LayoutField[];
  field(name: string): LayoutField | null;
  /** Whether a member has bytes in common with another one: in a union, or as a bit-field. */
  isShared(name: string): boolean;
}

export interface LayoutField {
  /** '' for an anonymous struct or union. */
  readonly name: string;
  /** Bytes from the struct's start; null where that is not certain. Of a bit-field the byte of its lowest bit. */
  readonly offset: number | null;
  readonly type: Type;
  /** A bit-field has no address and no width of its own. */
  readonly isBitField: boolean;
  /** Where a bit-field lies, if that is certain. */
  readonly bits?: BitRange;
}

/** Bits of a struct, counted from the lowest bit of its first byte (little endian). */
export interface BitRange {
  readonly start: number;
  readonly width: number;
}

export const unknownType: Type = { kind: 'unknown' };
export const voidType: Type = { kind: 'void' };
/** C's `int`. */
export const intType: Type = { kind: 'integer', size: 4, signed: true };
/** C's `long`. */
export const longType: Type = { kind: 'integer', size: 8, signed: true };
/** What `sizeof` gives. */
export const sizeType: Type = { kind: 'integer', size: 8, signed: false };

/** The size in bytes, or null where it is not known. */
export function sizeOf(type: Type): number | null {
  switch (type.kind) {
    case 'void':
      return 1;
    case 'integer':
      return type.size;
    case 'pointer':
      return 8;
    case 'array': {
      const element = sizeOf(type.of);
      return element === null || type.length === null ? null : element * type.length;
    }
    case 'struct':
      return type.layout.size;
    case 'unknown':
      return null;
  }
}

/** The alignment in bytes, or null where it is not known. */
export function alignOf(type: Type): number | null {
  if (type.kind === 'array') return alignOf(type.of);
  return type.kind === 'struct' ? type.layout.align : sizeOf(type);
}

const integers: Readonly<Record<string, readonly [size: number, signed: boolean]>> = {
  char: [1, true],
  'signed char': [1, true],
  'unsigned char': [1, false],
  _Bool: [1, false],
  bool: [1, false],
  short: [2, true],
  'unsigned short': [2, false],
  int: [4, true],
  'unsigned int': [4, false],
  unsigned: [4, false],
  signed: [4, true],
  long: [8, true],
  'unsigned long': [8, false],
  'long long': [8, true],
  'unsigned long long': [8, false],
  __u8: [1, false],
  __u16: [2, false],
  __u32: [4, false],
  __u64: [8, false],
  __s8: [1, true],
  __s16: [2, true],
  __s32: [4, true],
  __s64: [8, true],
  u8: [1, false],
  u16: [2, false],
  u32: [4, false],
  u64: [8, false],
  s8: [1, true],
  s16: [2, true],
  s32: [4, true],
  s64: [8, true],
  uint8_t: [1, false],
  uint16_t: [2, false],
  uint32_t: [4, false],
  uint64_t: [8, false],
  int8_t: [1, true],
  int16_t: [2, true],
  int32_t: [4, true],
  int64_t: [8, true],
  __be16: [2, false],
  __be32: [4, false],
  __be64: [8, false],
  __le16: [2, false],
  __le32: [4, false],
  __le64: [8, false],
  __sum16: [2, false],
  __wsum: [4, false],
  size_t: [8, false],
  ssize_t: [8, true],
  uintptr_t: [8, false],
  intptr_t: [8, true],
  pid_t: [4, true],
  uid_t: [4, false],
  gid_t: [4, false],
  loff_t: [8, true],
};

/** A builtin or customary integer type by its name; null for other names. */
export function integerType(name: string): Type | null {
  const known = Object.hasOwn(integers, name) ? integers[name] : undefined;
  if (!known) return null;
  const isBool = name === 'bool' || name === '_Bool';
  return { kind: 'integer', size: known[0], signed: known[1], ...(isBool ? { isBool } : {}) };
}

/** Gives the type of a struct or union by its tag, wherever it is declared. */
export type Tagged = (keyword: 'struct' | 'union', tag: string) => Type;

/** `__u32[4]`, `void *`, `struct bpf_sock *` as the tables write them; tags go to `tagged`. */
export function tableType(text: string, tagged: Tagged): Type {
  const known = plainTypes.get(text);
  if (known) return known;
  const type = readType(text, tagged);
  if (!/\b(?:struct|union) /.test(text)) plainTypes.set(text, type);
  return type;
}

/** Types that name no tag mean the same everywhere. */
const plainTypes = new Map<string, Type>();

function readType(text: string, tagged: Tagged): Type {
  const [, element, length, rest] = /^([^[]*\S)\s*\[(\d+)\](.*)$/.exec(text) ?? [];
  if (element !== undefined) {
    // Of a member without a length nobody knows how many there are.
    return { kind: 'array', of: tableType(element + (rest ?? ''), tagged), length: Number(length) || null };
  }
  const pointer = /^(.*\S)\s*\*$/.exec(text);
  if (pointer?.[1]) return { kind: 'pointer', to: tableType(pointer[1], tagged) };
  if (text === 'void') return voidType;
  const [, keyword, tag] = /^(struct|union) (\w+)$/.exec(text) ?? [];
  if (tag === undefined) return integerType(text) ?? unknownType;
  return tagged(keyword === 'union' ? 'union' : 'struct', tag);
}
