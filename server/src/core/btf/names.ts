/** Looks names up in a table of strings without decoding it: a hash of bytes, with chains. Knows no types. */
import { stringAt } from '../object/elf.js';

export interface NameIndex {
  /** The first position whose name this is and that passes the test; null where there is none. */
  find(name: string, test: (position: number) => boolean): number | null;
}

/** Positions count in `starts`; `nameOf` gives where the name of what starts there begins, null where it has none. */
export function nameIndex(
  starts: Uint32Array,
  nameOf: (start: number) => number | null,
  strings: Uint8Array,
): NameIndex {
  const size = 1 << Math.ceil(Math.log2(Math.max(16, starts.length)));
  // Positions are kept from 1, so that 0 is nothing.
  const heads = new Uint32Array(size);
  const next = new Uint32Array(starts.length + 1);
  for (let position = starts.length - 1; position >= 0; position--) {
    const name = nameOf(starts[position] ?? 0);
    if (name === null || name >= strings.length) continue;
    const bucket = hashOf(strings, name) & (size - 1);
    next[position + 1] = heads[bucket] ?? 0;
    heads[bucket] = position + 1;
  }
  return {
    find(name, test) {
      if (!/^[ -~]+$/.test(name)) return null;
      const wanted = Uint8Array.from(Array.from(`${name}\0`), (letter) => letter.charCodeAt(0));
      for (let at = heads[hashOf(wanted, 0) & (size - 1)] ?? 0; at !== 0; at = next[at] ?? 0) {
        const own = nameOf(starts[at - 1] ?? 0);
        if (own !== null && isSame(strings, own, wanted) && test(at - 1)) return at - 1;
      }
      return null;
    },
  };
}

/** The text at an offset; '' outside of the strings. */
export function textAt(strings: Uint8Array, offset: number): string {
  if (offset < 0 || offset >= strings.length) return '';
  let text = '';
  for (let at = offset; at < strings.length; at++) {
    const byte = strings[at] ?? 0;
    if (byte === 0) return text;
    if (byte > 0x7f) return stringAt(strings, offset);
    text += String.fromCharCode(byte);
  }
  return text;
}

/** FNV-1a of the bytes up to the next NUL. */
function hashOf(bytes: Uint8Array, from: number): number {
  let hash = 0x811c9dc5;
  for (let at = from; at < bytes.length && bytes[at] !== 0; at++)
    hash = Math.imul(hash ^ (bytes[at] ?? 0), 0x01000193);
  return hash >>> 0;
}

/** Whether the bytes at `from` are these, their NUL included. */
function isSame(bytes: Uint8Array, from: number, wanted: Uint8Array): boolean {
  return wanted.every((byte, i) => bytes[from + i] === byte);
}
