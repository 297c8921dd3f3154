/**
 * Reads BTF: bytes in, types out. Bytes that are no BTF, or damaged, give words and no exception; what types refer to
 * is only looked at when it is asked for. Rests on struct btf_header and struct btf_type, include/uapi/linux/btf.h.
 */
import { numbersOf, readElf, type Numbers } from '../object/elf.js';
import { decodeType, isNamedKind, sizeOfTail } from './decode.js';
import { nameIndex, textAt } from './names.js';
import type { Btf, BtfType, NamedKind, TypeId } from './types.js';

const magic = 0xeb9f;
/** Bytes of struct btf_type without what follows it. */
const headBytes = 12;
/** More types than any kernel has; a guard against bytes that only look like BTF. */
const mostTypes = 1 << 22;

/**
 * The types in `bytes`, which are BTF as /sys/kernel/btf has it, or an ELF file with a section `.BTF`. Of a module,
 * `base` is its kernel's. A string says why there are none, as words that follow the file's name.
 */
export function readBtf(bytes: Uint8Array, base: Btf | null = null): Btf | string {
  const section = sectionOf(bytes);
  if (typeof section === 'string') return section;
  try {
    return readTypes(section, base);
  } catch {
    return 'is damaged BTF';
  }
}

function sectionOf(bytes: Uint8Array): Uint8Array | string {
  const isElf = bytes[0] === 0x7f && bytes[1] === 0x45 && bytes[2] === 0x4c && bytes[3] === 0x46;
  if (!isElf) return bytes;
  const object = readElf(bytes);
  if (typeof object === 'string') return object;
  return object.sections.find(({ name }) => name === '.BTF')?.bytes ?? 'has no section .BTF';
}

/** struct btf_header: magic, version, flags, hdr_len at 4, type_off, type_len, str_off, str_len. */
function readTypes(bytes: Uint8Array, base: Btf | null): Btf | string {
  const isLittleEndian = bytes[0] === (magic & 0xff);
  const numbers = numbersOf(bytes, isLittleEndian);
  if (bytes.length < 24 || numbers.u16(0) !== magic) return 'is no BTF';
  const head = numbers.u32(4);
  const part = (at: number): Uint8Array => {
    const start = head + numbers.u32(at);
    const end = start + numbers.u32(at + 4);
    if (end > bytes.length) throw new RangeError('a part lies outside of the bytes');
    return bytes.subarray(start, end);
  };
  return tableOf(part(8), part(16), isLittleEndian, base);
}

function tableOf(types: Uint8Array, strings: Uint8Array, isLittleEndian: boolean, base: Btf | null): Btf {
  const numbers = numbersOf(types, isLittleEndian);
  const starts = startsOf(numbers, types.length);
  const first = base?.count ?? 1;
  const firstString = base?.stringBytes ?? 0;
  const string = (offset: number): string =>
    offset < firstString ? (base?.string(offset) ?? '') : textAt(strings, offset - firstString);
  const type = (id: TypeId): BtfType => {
    if (id < first) return id === 0 ? { kind: 'void' } : (base?.type(id) ?? { kind: 'other' });
    const at = starts[id - first];
    return at === undefined ? { kind: 'other' } : decodeType(numbers, at, string);
  };
  const named = (): ReturnType<typeof nameIndex> =>
    nameIndex(starts, (at) => nameIn(numbers, at, firstString), strings);
  let index: ReturnType<typeof nameIndex> | null = null;
  const isOf = (kind: NamedKind, at: number): boolean => isNamedKind(numbers, starts[at] ?? 0, kind);
  return {
    count: first + starts.length,
    stringBytes: firstString + strings.length,
    type,
    string,
    find(kind, name) {
      const inBase = base?.find(kind, name) ?? null;
      if (inBase !== null) return inBase;
      const own = (index ??= named()).find(name, (at) => isOf(kind, at));
      return own === null ? null : first + own;
    },
    *names(kind) {
      for (let at = 0; at < starts.length; at++)
        if (isOf(kind, at)) yield string(numbers.u32(starts[at] ?? 0));
    },
  };
}

/** Where each type begins, in bytes. Throws where one lies partly outside. */
function startsOf(numbers: Numbers, length: number): Uint32Array {
  const starts = new Uint32Array(Math.min(mostTypes, Math.floor(length / headBytes)));
  let count = 0;
  for (let at = 0; at < length; count++) {
    if (count >= starts.length) throw new RangeError('too many types');
    starts[count] = at;
    at += headBytes + sizeOfTail(numbers, at);
    if (at > length) throw new RangeError('a type lies outside of the bytes');
  }
  return starts.subarray(0, count);
}

/** Where a type's name begins in its own strings; null where it has none, or the base's. */
function nameIn(numbers: Numbers, at: number, firstString: number): number | null {
  const offset = numbers.u32(at);
  return offset < firstString || offset === 0 ? null : offset - firstString;
}
