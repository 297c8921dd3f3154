/**
 * What is known of a number: its bits, and its bounds as an unsigned and as a signed number. Knows how these follow
 * from each other; what operators make of them is in arithmetic.ts and bitwise.ts.
 */
import {
  anyBits,
  bitsBetween,
  bitsOf,
  joinBits,
  type KnownBits,
  maskOf,
  meetBits,
  upTo,
} from './known-bits.js';

/** Numbers of `width` bits that have these bits and lie within both bounds. Never empty. */
export interface Interval {
  readonly width: number;
  readonly bits: KnownBits;
  /** Bounds of the number without a sign, from 0 to 2 ** width - 1. */
  readonly umin: bigint;
  readonly umax: bigint;
  /** Bounds of the same bits as a signed number. */
  readonly smin: bigint;
  readonly smax: bigint;
}

/** The one number, cut to `width` bits; negative ones are meant in two's complement. */
export function exactly(width: number, value: bigint): Interval {
  const unsigned = BigInt.asUintN(width, value);
  const signed = BigInt.asIntN(width, value);
  return { width, bits: bitsOf(unsigned), umin: unsigned, umax: unsigned, smin: signed, smax: signed };
}

/** Every number of `width` bits. */
export function anything(width: number): Interval {
  const half = 1n << BigInt(width - 1);
  return { width, bits: anyBits(width), umin: 0n, umax: maskOf(width), smin: -half, smax: half - 1n };
}

/** The only number in it; null where there are more. Unsigned. */
export function onlyValue({ umin, umax }: Interval): bigint | null {
  return umin === umax ? umin : null;
}

/** Whether a number (unsigned, less than 2 ** width) is in it. */
export function contains({ width, bits, umin, umax, smin, smax }: Interval, value: bigint): boolean {
  const signed = BigInt.asIntN(width, value);
  const fits = ((value ^ bits.ones) & ~bits.unknown & maskOf(width)) === 0n;
  return fits && umin <= value && value <= umax && smin <= signed && signed <= smax;
}

/** The numbers from `min` to `max`, counted without end and then cut to `width` bits, as adding wraps around. */
export function wrapped(width: number, min: bigint, max: bigint): Interval {
  const size = 1n << BigInt(width);
  const all = anything(width);
  if (max - min >= size) return all;
  const [umin, umax] = [BigInt.asUintN(width, min), BigInt.asUintN(width, max)];
  const [smin, smax] = [BigInt.asIntN(width, min), BigInt.asIntN(width, max)];
  const unsigned = umin <= umax ? { umin, umax } : {};
  const signed = smin <= smax ? { smin, smax } : {};
  return settled({ ...all, ...unsigned, ...signed }) ?? all;
}

/** Those with these bits. */
export function withBits(width: number, bits: KnownBits): Interval {
  return settled({ ...anything(width), bits }) ?? anything(width);
}

/** What is in both; null where nothing is. */
export function meet(a: Interval, b: Interval): Interval | null {
  const bits = meetBits(a.bits, b.bits);
  return (
    bits &&
    settled({
      width: a.width,
      bits,
      umin: larger(a.umin, b.umin),
      umax: smaller(a.umax, b.umax),
      smin: larger(a.smin, b.smin),
      smax: smaller(a.smax, b.smax),
    })
  );
}

/** The least that holds both. */
export function join(a: Interval, b: Interval): Interval {
  return {
    width: a.width,
    bits: joinBits(a.bits, b.bits),
    umin: smaller(a.umin, b.umin),
    umax: larger(a.umax, b.umax),
    smin: smaller(a.smin, b.smin),
    smax: larger(a.smax, b.smax),
  };
}

/** Holds both, and is reached from anywhere in a few steps: bounds that still move go to the end of their type. */
export function widen(before: Interval, now: Interval): Interval {
  const all = anything(before.width);
  const joined = join(before, now);
  return {
    ...joined,
    umin: joined.umin < before.umin ? all.umin : joined.umin,
    umax: joined.umax > before.umax ? upTo(joined.umax) : joined.umax,
    smin: joined.smin < before.smin ? all.smin : joined.smin,
    smax: joined.smax > before.smax ? all.smax : joined.smax,
  };
}

export function isSame(a: Interval, b: Interval): boolean {
  return (
    a.umin === b.umin &&
    a.umax === b.umax &&
    a.smin === b.smin &&
    a.smax === b.smax &&
    a.bits.ones === b.bits.ones &&
    a.bits.unknown === b.bits.unknown
  );
}

/** Brings bits and bounds in line with each other; null where no number has them all. */
export function settled(interval: Interval): Interval | null {
  let now = interval;
  for (let round = 0; round < 3; round++) {
    const next = settledOnce(now);
    if (!next || isSame(next, now)) return next;
    now = next;
  }
  return now;
}

/** After kernel/bpf/verifier.c, reg_bounds_sync(): bounds from bits, from each other, and bits from bounds. */
function settledOnce({ width, ...known }: Interval): Interval | null {
  let { bits, umin, umax, smin, smax } = known;
  umin = larger(umin, bits.ones);
  umax = smaller(umax, bits.ones | bits.unknown);
  if (umin > umax || smin > smax) return null;
  if (smin >= 0n === smax >= 0n) {
    umin = larger(umin, BigInt.asUintN(width, smin));
    umax = smaller(umax, BigInt.asUintN(width, smax));
  }
  const sign = 1n << BigInt(width - 1);
  if (umin >= sign === umax >= sign) {
    smin = larger(smin, BigInt.asIntN(width, umin));
    smax = smaller(smax, BigInt.asIntN(width, umax));
  }
  if (umin > umax || smin > smax) return null;
  const met = meetBits(bits, bitsBetween(umin, umax));
  if (!met) return null;
  bits = met;
  return { width, bits, umin, umax, smin, smax };
}

export function smaller(a: bigint, b: bigint): bigint {
  return a < b ? a : b;
}

export function larger(a: bigint, b: bigint): bigint {
  return a > b ? a : b;
}
