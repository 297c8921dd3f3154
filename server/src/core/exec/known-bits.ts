/**
 * Which bits of a number are known: the domain that the verifier calls `tnum` (kernel/bpf/tnum.c). Knows single bits
 * only; bounds are in interval.ts. Numbers are unsigned and less than 2 ** width.
 */

/** `ones` are the bits known to be set, `unknown` those that may be either; the others are known to be clear. */
export interface KnownBits {
  readonly ones: bigint;
  readonly unknown: bigint;
}

/** All bits of a number of `width` bits. */
export function maskOf(width: number): bigint {
  return (1n << BigInt(width)) - 1n;
}

/** The bits of one number. */
export function bitsOf(value: bigint): KnownBits {
  return { ones: value, unknown: 0n };
}

/** No bit of `width` is known. */
export function anyBits(width: number): KnownBits {
  return { ones: 0n, unknown: maskOf(width) };
}

/** The bits that all numbers from `min` to `max` have in common: those above the highest in which the two differ. */
export function bitsBetween(min: bigint, max: bigint): KnownBits {
  const unknown = upTo(min ^ max);
  return { ones: min & ~unknown, unknown };
}

/** All bits up to the highest one of `value`. */
export function upTo(value: bigint): bigint {
  return value === 0n ? 0n : maskOf(value.toString(2).length);
}

/** What holds of both; null where they contradict each other. */
export function meetBits(a: KnownBits, b: KnownBits): KnownBits | null {
  if (((a.ones ^ b.ones) & ~a.unknown & ~b.unknown) !== 0n) return null;
  const unknown = a.unknown & b.unknown;
  return { ones: (a.ones | b.ones) & ~unknown, unknown };
}

/** What holds of either. */
export function joinBits(a: KnownBits, b: KnownBits): KnownBits {
  const unknown = a.unknown | b.unknown | (a.ones ^ b.ones);
  return { ones: a.ones & ~unknown, unknown };
}

/** The bits of a sum, before it is cut to its width: carries out of unknown bits are unknown. */
export function addBits(a: KnownBits, b: KnownBits, mask: bigint): KnownBits {
  const least = a.ones + b.ones;
  const most = least + a.unknown + b.unknown;
  const unknown = ((least ^ most) | a.unknown | b.unknown) & mask;
  return { ones: least & ~unknown & mask, unknown };
}

/** The bits of a difference, cut to the width of `mask`. */
export function subtractBits(a: KnownBits, b: KnownBits, mask: bigint): KnownBits {
  const difference = a.ones - b.ones;
  const most = difference + a.unknown;
  const least = difference - b.unknown;
  const unknown = ((most ^ least) | a.unknown | b.unknown) & mask;
  return { ones: difference & mask & ~unknown, unknown };
}

export function andBits(a: KnownBits, b: KnownBits): KnownBits {
  const ones = a.ones & b.ones;
  return { ones, unknown: (a.ones | a.unknown) & (b.ones | b.unknown) & ~ones };
}

export function orBits(a: KnownBits, b: KnownBits): KnownBits {
  const ones = a.ones | b.ones;
  return { ones, unknown: (a.unknown | b.unknown) & ~ones };
}

export function xorBits(a: KnownBits, b: KnownBits): KnownBits {
  const unknown = a.unknown | b.unknown;
  return { ones: (a.ones ^ b.ones) & ~unknown, unknown };
}

/** The bits of a product: as many low ones as are known in both factors, and the zeros that both end with. */
export function multiplyBits(a: KnownBits, b: KnownBits, mask: bigint): KnownBits {
  const known = lowestBit(a.unknown | b.unknown) - 1n;
  const zeros = trailingZeros(a) * trailingZeros(b) - 1n;
  const low = (known < 0n ? mask : known) | (zeros < 0n ? mask : zeros);
  const product = known < 0n ? a.ones * b.ones : (a.ones * b.ones) & known;
  const unknown = mask & ~low;
  return { ones: product & mask & ~unknown, unknown };
}

/** The value of the lowest bit that is set; 0 where none is. */
function lowestBit(value: bigint): bigint {
  return value & -value;
}

/** Two to the power of the zeros that a number surely ends with; 0 for the number 0. */
function trailingZeros({ ones, unknown }: KnownBits): bigint {
  return lowestBit(ones | unknown);
}
