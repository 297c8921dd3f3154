/**
 * What the operators of the machine make of intervals: for all numbers in the operands, the result is in the answer.
 * The machine is BPF's (Documentation/bpf/standardization/instruction-set.rst): results are cut to their width,
 * x / 0 is 0, x % 0 is x, and shifts look at the low bits of their count only. Knows no C.
 */
import {
  anything,
  exactly,
  type Interval,
  join,
  larger,
  meet,
  onlyValue,
  smaller,
  withBits,
  wrapped,
} from './interval.js';
import {
  addBits,
  andBits,
  type KnownBits,
  maskOf,
  multiplyBits,
  orBits,
  subtractBits,
  xorBits,
} from './known-bits.js';

export function add(a: Interval, b: Interval): Interval {
  return allOf(
    withBits(a.width, addBits(a.bits, b.bits, maskOf(a.width))),
    wrapped(a.width, a.umin + b.umin, a.umax + b.umax),
    wrapped(a.width, a.smin + b.smin, a.smax + b.smax),
  );
}

export function subtract(a: Interval, b: Interval): Interval {
  return allOf(
    withBits(a.width, subtractBits(a.bits, b.bits, maskOf(a.width))),
    wrapped(a.width, a.umin - b.umax, a.umax - b.umin),
    wrapped(a.width, a.smin - b.smax, a.smax - b.smin),
  );
}

export function multiply(a: Interval, b: Interval): Interval {
  const [least, most] = extremes(a.smin * b.smin, a.smin * b.smax, a.smax * b.smin, a.smax * b.smax);
  return allOf(
    withBits(a.width, multiplyBits(a.bits, b.bits, maskOf(a.width))),
    wrapped(a.width, a.umin * b.umin, a.umax * b.umax),
    wrapped(a.width, least, most),
  );
}

export function and(a: Interval, b: Interval): Interval {
  const bits = withBits(a.width, andBits(a.bits, b.bits));
  return allOf(bits, wrapped(a.width, 0n, smaller(a.umax, b.umax)));
}

export function or(a: Interval, b: Interval): Interval {
  const bits = withBits(a.width, orBits(a.bits, b.bits));
  return allOf(bits, wrapped(a.width, larger(a.umin, b.umin), bits.umax));
}

export function xor(a: Interval, b: Interval): Interval {
  return withBits(a.width, xorBits(a.bits, b.bits));
}

/** Unsigned. */
export function divide(a: Interval, b: Interval): Interval {
  const least = b.umin === 0n ? 0n : a.umin / b.umax;
  const most = b.umax === 0n ? 0n : a.umax / larger(b.umin, 1n);
  return wrapped(a.width, least, most);
}

/** Unsigned. */
export function remainder(a: Interval, b: Interval): Interval {
  if (b.umax === 0n || a.umax < b.umin) return a;
  const [dividend, divisor] = [onlyValue(a), onlyValue(b)];
  if (dividend !== null && divisor) return exactly(a.width, dividend % divisor);
  return wrapped(a.width, 0n, b.umin === 0n ? a.umax : smaller(a.umax, b.umax - 1n));
}

/** Signed, towards 0; the least number divided by -1 is itself. */
export function divideSigned(a: Interval, b: Interval): Interval {
  if (holdsSigned(b, 0n) || holdsSigned(b, -1n)) return anything(a.width);
  const [least, most] = extremes(a.smin / b.smin, a.smin / b.smax, a.smax / b.smin, a.smax / b.smax);
  return wrapped(a.width, least, most);
}

/** Signed: the result has the sign of the dividend. */
export function remainderSigned(a: Interval, b: Interval): Interval {
  if (a.smin === a.smax && b.smin === b.smax && b.smin !== 0n) return exactly(a.width, a.smin % b.smin);
  const [, size] = extremes(-b.smin, -b.smax, b.smin, b.smax);
  const most = size - 1n;
  const bounded = wrapped(
    a.width,
    a.smin < 0n ? larger(a.smin, -most) : 0n,
    a.smax > 0n ? smaller(a.smax, most) : 0n,
  );
  if (size === 0n) return a;
  return holdsSigned(b, 0n) ? join(a, bounded) : bounded;
}

function holdsSigned({ smin, smax }: Interval, value: bigint): boolean {
  return smin <= value && value <= smax;
}

export function shiftLeft(a: Interval, count: Interval): Interval {
  return forEachCount(count, a.width, (by) =>
    allOf(
      withBits(
        a.width,
        shifted(a.bits, (each) => BigInt.asUintN(a.width, each << by)),
      ),
      wrapped(a.width, a.umin << by, a.umax << by),
    ),
  );
}

/** Zeros come in from above. */
export function shiftRight(a: Interval, count: Interval): Interval {
  return forEachCount(count, a.width, (by) =>
    allOf(
      withBits(
        a.width,
        shifted(a.bits, (each) => each >> by),
      ),
      wrapped(a.width, a.umin >> by, a.umax >> by),
    ),
  );
}

/** The sign comes in from above. */
export function shiftRightSigned(a: Interval, count: Interval): Interval {
  return forEachCount(count, a.width, (by) =>
    allOf(
      withBits(
        a.width,
        shifted(a.bits, (each) => BigInt.asUintN(a.width, BigInt.asIntN(a.width, each) >> by)),
      ),
      wrapped(a.width, a.smin >> by, a.smax >> by),
    ),
  );
}

/** The low `width` bits. */
export function truncate(a: Interval, width: number): Interval {
  return allOf(
    withBits(
      width,
      shifted(a.bits, (each) => BigInt.asUintN(width, each)),
    ),
    wrapped(width, a.umin, a.umax),
    wrapped(width, a.smin, a.smax),
  );
}

/** The same number without a sign, in more bits. */
export function zeroExtend(a: Interval, width: number): Interval {
  return allOf(withBits(width, a.bits), wrapped(width, a.umin, a.umax));
}

/** The same signed number, in more bits. */
export function signExtend(a: Interval, width: number): Interval {
  const extended = shifted(a.bits, (each) => BigInt.asUintN(width, BigInt.asIntN(a.width, each)));
  return allOf(withBits(width, extended), wrapped(width, a.smin, a.smax));
}

/** Both kinds of bits moved alike: an unknown sign stays unknown in all places that it fills. */
function shifted({ ones, unknown }: KnownBits, by: (bits: bigint) => bigint): KnownBits {
  const moved = by(unknown);
  return { ones: by(ones) & ~moved, unknown: moved };
}

/** The results for all counts that are possible, taken together. */
function forEachCount(count: Interval, width: number, shift: (by: bigint) => Interval): Interval {
  const mask = BigInt(width - 1);
  const only = onlyValue(count);
  if (only !== null) return shift(only & mask);
  const isSmall = count.umax <= mask;
  const [first, last] = isSmall ? [count.umin, count.umax] : [0n, mask];
  let result = shift(first);
  for (let by = first + 1n; by <= last; by++) result = join(result, shift(by));
  return result;
}

function extremes(first: bigint, ...others: readonly bigint[]): readonly [bigint, bigint] {
  return [others.reduce(smaller, first), others.reduce(larger, first)];
}

/** What all of them hold; they speak of one number, so something is left. */
function allOf(first: Interval, ...others: readonly Interval[]): Interval {
  return others.reduce((known, each) => meet(known, each) ?? known, first);
}
