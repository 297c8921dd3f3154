/**
 * The line table of an object: .BTF.ext's line_info, with the file names in .BTF's strings, as include/uapi/linux/btf.h
 * and Documentation/bpf/btf.rst describe them. Knows no functions.
 */
import { numbersOf, stringAt, type ElfObject } from './elf.js';

/** Where an instruction comes from; line and column from 0, the column in bytes, null at a function's begin. */
export interface LineInfo {
  /** Offset in bytes of the section. */
  readonly offset: number;
  readonly file: string;
  readonly line: number;
  readonly column: number | null;
}

/** By a section's name, ascending offsets; empty where the object has none. A damaged table is as good as none. */
export function readLineInfo(object: ElfObject): ReadonlyMap<string, readonly LineInfo[]> {
  const section = (name: string): Uint8Array | undefined =>
    object.sections.find((each) => each.name === name)?.bytes;
  const [types, extension] = [section('.BTF'), section('.BTF.ext')];
  if (!types || !extension) return new Map();
  try {
    return readSections(extension, stringsOf(types, object.isLittleEndian), object.isLittleEndian);
  } catch {
    return new Map();
  }
}

/** struct btf_header: hdr_len at 4, str_off at 16, str_len at 20. */
function stringsOf(types: Uint8Array, isLittleEndian: boolean): Uint8Array {
  const numbers = numbersOf(types, isLittleEndian);
  const start = numbers.u32(4) + numbers.u32(16);
  return types.subarray(start, start + numbers.u32(20));
}

/** struct btf_ext_header: hdr_len at 4, line_info_off at 16, line_info_len at 20. */
function readSections(
  extension: Uint8Array,
  strings: Uint8Array,
  isLittleEndian: boolean,
): ReadonlyMap<string, readonly LineInfo[]> {
  const numbers = numbersOf(extension, isLittleEndian);
  const found = new Map<string, readonly LineInfo[]>();
  let at = numbers.u32(4) + numbers.u32(16);
  const end = at + numbers.u32(20);
  const size = numbers.u32(at);
  // struct btf_ext_info_sec: the section's name, the number of records, the records.
  for (at += 4; at + 8 <= end && size >= 16;) {
    const count = numbers.u32(at + 4);
    const records = Array.from({ length: Math.min(count, (end - at) / size) }, (_, index) =>
      readRecord(at + 8 + index * size),
    );
    found.set(stringAt(strings, numbers.u32(at)), records);
    at += 8 + count * size;
  }
  return found;

  /** struct bpf_line_info: the line is the upper 22 bits of the last word, the column the lower 10. */
  function readRecord(start: number): LineInfo {
    const place = numbers.u32(start + 12);
    const column = place & 1023;
    return {
      offset: numbers.u32(start),
      file: stringAt(strings, numbers.u32(start + 4)),
      line: (place >>> 10) - 1,
      column: column === 0 ? null : column - 1,
    };
  }
}
