/**
 * The parts of an ELF object that the line table needs: sections, functions, and where calls are relocated. Bytes in,
 * plain data out; knows both byte orders and 64-bit relocatable files, and no BTF. Never reads outside the bytes.
 */

export interface Section {
  readonly name: string;
  readonly type: number;
  readonly bytes: Uint8Array;
  /** Index of the section that a relocation section is about. */
  readonly info: number;
}

/** A function; offset and size in bytes of its section. */
export interface FunctionSymbol {
  readonly name: string;
  readonly section: number;
  readonly offset: number;
  readonly size: number;
}

/** A place in a section that refers to a symbol: a function, or the section that functions stand in. */
export interface Relocation {
  readonly section: number;
  readonly offset: number;
  readonly target: { readonly section: number; readonly offset: number };
}

export interface ElfObject {
  readonly isLittleEndian: boolean;
  readonly sections: readonly Section[];
  readonly functions: readonly FunctionSymbol[];
  readonly relocations: readonly Relocation[];
}

/** A reader of numbers in an object's byte order. */
export interface Numbers {
  u16(offset: number): number;
  u32(offset: number): number;
  /** As a double: exact below 2^53, and no offset is larger. */
  u64(offset: number): number;
}

const symbolTable = 2;
const relocations = 9;
const noBits = 8;
const functionType = 2;

/** Reads an object; a string says why it is none, as words that follow the file's name. */
export function readElf(bytes: Uint8Array): ElfObject | string {
  const isElf =
    bytes.length >= 64 && bytes[0] === 0x7f && bytes[1] === 0x45 && bytes[2] === 0x4c && bytes[3] === 0x46;
  if (!isElf) return 'is no ELF object';
  if (bytes[4] !== 2) return 'is no 64-bit ELF object';
  try {
    return readParts(bytes, bytes[5] === 1);
  } catch {
    return 'is a damaged ELF object';
  }
}

/** Numbers of `bytes`; reading outside throws a RangeError. */
export function numbersOf(bytes: Uint8Array, isLittleEndian: boolean): Numbers {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return {
    u16: (offset) => view.getUint16(offset, isLittleEndian),
    u32: (offset) => view.getUint32(offset, isLittleEndian),
    u64: (offset) => Number(view.getBigUint64(offset, isLittleEndian)),
  };
}

/** The text at an offset of a table of strings that end in NUL. */
export function stringAt(strings: Uint8Array, offset: number): string {
  const end = strings.indexOf(0, offset);
  const bytes = strings.subarray(offset, end < 0 ? strings.length : end);
  // UTF-8, without the decoder that browsers and Node have and this room does not know.
  const percent = Array.from(bytes, (byte) => `%${byte.toString(16).padStart(2, '0')}`).join('');
  try {
    return decodeURIComponent(percent);
  } catch {
    return String.fromCharCode(...bytes);
  }
}

function readParts(bytes: Uint8Array, isLittleEndian: boolean): ElfObject {
  const sections = readSections(bytes, numbersOf(bytes, isLittleEndian));
  const symbols = readSymbols(sections, isLittleEndian);
  return {
    isLittleEndian,
    sections,
    functions: symbols.filter(({ type, size }) => type === functionType && size > 0),
    relocations: sections.flatMap((section) => readRelocations(section, symbols, isLittleEndian)),
  };
}

function readSections(bytes: Uint8Array, numbers: Numbers): readonly Section[] {
  const [start, size, count, names] = [numbers.u64(40), numbers.u16(58), numbers.u16(60), numbers.u16(62)];
  const headers = Array.from({ length: count }, (_, index) => {
    const at = start + index * size;
    const type = numbers.u32(at + 4);
    const [offset, length] = [numbers.u64(at + 24), type === noBits ? 0 : numbers.u64(at + 32)];
    if (offset + length > bytes.length) throw new RangeError('a section lies outside of the file');
    return {
      name: numbers.u32(at),
      type,
      bytes: bytes.subarray(offset, offset + length),
      info: numbers.u32(at + 44),
    };
  });
  const strings = headers[names]?.bytes ?? new Uint8Array();
  return headers.map((header) => ({ ...header, name: stringAt(strings, header.name) }));
}

interface Symbol extends FunctionSymbol {
  readonly type: number;
}

function readSymbols(sections: readonly Section[], isLittleEndian: boolean): readonly Symbol[] {
  const table = sections.find(({ type }) => type === symbolTable);
  const strings = sections.find(({ name }) => name === '.strtab')?.bytes ?? new Uint8Array();
  if (!table) return [];
  const numbers = numbersOf(table.bytes, isLittleEndian);
  return Array.from({ length: Math.floor(table.bytes.length / 24) }, (_, index) => {
    const at = index * 24;
    return {
      name: stringAt(strings, numbers.u32(at)),
      type: (table.bytes[at + 4] ?? 0) & 15,
      section: numbers.u16(at + 6),
      offset: numbers.u64(at + 8),
      size: numbers.u64(at + 16),
    };
  });
}

function readRelocations(
  { type, bytes, info }: Section,
  symbols: readonly Symbol[],
  isLittleEndian: boolean,
): readonly Relocation[] {
  if (type !== relocations) return [];
  const numbers = numbersOf(bytes, isLittleEndian);
  return Array.from({ length: Math.floor(bytes.length / 16) }, (_, index) => {
    const symbol = symbols[numbers.u32(index * 16 + 12)];
    const target = { section: symbol?.section ?? 0, offset: symbol?.offset ?? 0 };
    return { section: info, offset: numbers.u64(index * 16), target };
  });
}
