/** How the compiler writes the characters of a string. */

/** A string's bytes as the compiler writes them, without the terminating 0. */
export function bytesOf(text: string): Uint8Array {
  // Escapes beyond ASCII are bytes of their own, other characters UTF-8.
  return Uint8Array.from(Array.from(text).flatMap((char) => utf8(char.codePointAt(0) ?? 0)));
}

function utf8(code: number): readonly number[] {
  if (code < 0x80) return [code];
  const tail = (shift: number): number => 0x80 | ((code >> shift) & 0x3f);
  if (code < 0x800) return [0xc0 | (code >> 6), tail(0)];
  if (code < 0x10000) return [0xe0 | (code >> 12), tail(6), tail(0)];
  return [0xf0 | (code >> 18), tail(12), tail(6), tail(0)];
}
