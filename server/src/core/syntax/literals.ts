/** The values of C's literals, and the types that their spelling and value give them. */
import type { LiteralType } from './ast.js';

const ESCAPES: Readonly<Record<string, string>> = {
  n: '\n',
  t: '\t',
  r: '\r',
  a: '\x07',
  b: '\b',
  f: '\f',
  v: '\v',
  e: '\x1b',
};

/** The value of one string literal, quotes and prefix included; what is malformed stays as it is written. */
export function stringValue(literal: string): string {
  const open = literal.indexOf('"');
  const closed = literal.length > open + 1 && literal.endsWith('"');
  return unescape(literal.slice(open + 1, closed ? -1 : undefined));
}

function unescape(text: string): string {
  if (!text.includes('\\')) return text;
  return text.replace(
    /\\(?:x([0-9a-fA-F]{1,8})|([0-7]{1,3})|\r?\n|([^]))/g,
    (_, hex?: string, octal?: string, char?: string) => {
      if (hex !== undefined) return String.fromCharCode(parseInt(hex, 16) & 0xffff);
      if (octal !== undefined) return String.fromCharCode(parseInt(octal, 8));
      return char === undefined ? '' : (ESCAPES[char] ?? char);
    },
  );
}

const WIDEST = (1n << 64n) - 1n;

/** The value of an integer constant; null for a floating one, one wider than 64 bits, or no number at all. */
export function integerValue(literal: string): bigint | null {
  const value = literal.length > 80 ? null : digitsValue(literal);
  return value !== null && value <= WIDEST ? value : null;
}

const SUFFIX = /(?:[uU](?:ll|LL|[lL])?|(?:ll|LL|[lL])[uU]?)$/;

/**
 * The type of an integer constant (C11 6.4.4.1): the first that its suffix allows and its value fits into, where only
 * other bases than ten may become unsigned by themselves. Null for an `int`, and for what is no integer.
 */
export function literalType(literal: string): LiteralType | null {
  const value = integerValue(literal);
  const suffix = SUFFIX.exec(literal)?.[0] ?? '';
  if (value === null) return null;
  const isUnsigned = /u/i.test(suffix);
  const mayBeUnsigned = isUnsigned || literal.startsWith('0');
  for (const size of /l/i.test(suffix) ? ([8] as const) : ([4, 8] as const)) {
    const bits = BigInt(size * 8);
    if (!isUnsigned && value < 1n << (bits - 1n)) return size === 4 ? null : { size, signed: true };
    if (mayBeUnsigned && value < 1n << bits) return { size, signed: false };
  }
  return { size: 8, signed: false };
}

function digitsValue(literal: string): bigint | null {
  const digits = literal.replace(SUFFIX, '').replaceAll("'", '');
  if (/^0[xX][0-9a-fA-F]+$/.test(digits) || /^0[bB][01]+$/.test(digits)) return BigInt(digits);
  if (/^0[0-7]*$/.test(digits)) return BigInt(`0o${digits}`);
  return /^[1-9][0-9]*$/.test(digits) ? BigInt(digits) : null;
}

/** The value of a character constant, as a signed char where it is one byte; null when it is empty. */
export function charValue(literal: string): bigint | null {
  const open = literal.indexOf("'");
  const closed = literal.length > open + 1 && literal.endsWith("'");
  const value = unescape(literal.slice(open + 1, closed ? -1 : undefined));
  if (value === '') return null;
  const bytes = Array.from(value, (char) => BigInt(char.codePointAt(0) ?? 0));
  if (bytes.length > 1) return bytes.slice(-4).reduce((sum, byte) => (sum << 8n) | (byte & 255n), 0n);
  const byte = bytes[0] ?? 0n;
  return open === 0 && byte >= 128n && byte < 256n ? byte - 256n : byte;
}
