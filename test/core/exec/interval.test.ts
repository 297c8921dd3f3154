/** Intervals against numbers: whatever operators do with numbers, the intervals' answer holds the result. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import * as interval from '../../../server/src/core/exec/interval.js';
import * as operators from '../../../server/src/core/exec/operators.js';
import * as predicates from '../../../server/src/core/exec/predicates.js';

type Interval = interval.Interval;

const widths = [8, 16, 32, 64] as const;

/** An interval and a number in it, of `width` bits: made of numbers that it must hold, seldom of all of them. */
function sample(width: number): fc.Arbitrary<readonly [Interval, bigint]> {
  const number = fc.oneof(
    fc.bigInt(0n, (1n << BigInt(width)) - 1n),
    fc.bigInt(0n, 9n),
    fc.bigInt(-9n, -1n).map((value) => BigInt.asUintN(width, value)),
    fc.bigInt(-2n, 2n).map((value) => BigInt.asUintN(width, (1n << BigInt(width - 1)) + value)),
  );
  const hull = fc.array(number, { minLength: 1, maxLength: 3 }).map((values) => ({
    made: values.map((value) => interval.exactly(width, value)).reduce(interval.join),
    value: values[0] ?? 0n,
  }));
  const masked = fc.tuple(number, number).map(([value, unknown]) => ({
    made: interval.withBits(width, { ones: value & ~unknown, unknown }),
    value,
  }));
  return fc.oneof(hull, masked).map(({ made, value }) => [made, value] as const);
}

function pairs(
  width: number,
): fc.Arbitrary<readonly [readonly [Interval, bigint], readonly [Interval, bigint]]> {
  return fc.tuple(sample(width), sample(width));
}

const cut = (width: number, value: bigint): bigint => BigInt.asUintN(width, value);
const signed = (width: number, value: bigint): bigint => BigInt.asIntN(width, value);
const count = (width: number, by: bigint): bigint => by & BigInt(width - 1);

/** What the machine computes, for each operator of intervals. */
const concrete: Readonly<Record<string, (width: number, a: bigint, b: bigint) => bigint>> = {
  add: (_, a, b) => a + b,
  subtract: (_, a, b) => a - b,
  multiply: (_, a, b) => a * b,
  and: (_, a, b) => a & b,
  or: (_, a, b) => a | b,
  xor: (_, a, b) => a ^ b,
  divide: (_, a, b) => (b === 0n ? 0n : a / b),
  remainder: (_, a, b) => (b === 0n ? a : a % b),
  divideSigned: (width, a, b) => (b === 0n ? 0n : signed(width, a) / signed(width, b)),
  remainderSigned: (width, a, b) => (b === 0n ? a : signed(width, a) % signed(width, b)),
  shiftLeft: (width, a, b) => a << count(width, b),
  shiftRight: (width, a, b) => a >> count(width, b),
  shiftRightSigned: (width, a, b) => signed(width, a) >> count(width, b),
};

for (const [name, compute] of Object.entries(concrete)) {
  test(`${name} of intervals holds ${name} of the numbers in them`, () => {
    const operator = operators[name as keyof typeof operators] as (a: Interval, b: Interval) => Interval;
    for (const width of widths) {
      fc.assert(
        fc.property(pairs(width), ([[a, x], [b, y]]) => {
          const result = operator(a, b);
          assert.ok(interval.contains(result, cut(width, compute(width, x, y))), print(result));
        }),
        { numRuns: 400 },
      );
    }
  });
}

test('every operator of the machine is compared with numbers', () => {
  const others = ['truncate', 'zeroExtend', 'signExtend'];
  assert.deepEqual(Object.keys(operators).sort(), [...Object.keys(concrete), ...others].sort());
});

test('single numbers give single numbers', () => {
  for (const [name, compute] of Object.entries(concrete)) {
    const operator = operators[name as keyof typeof operators] as (a: Interval, b: Interval) => Interval;
    for (const [x, y] of [
      [7n, 3n],
      [200n, 5n],
      [12n, 2n],
    ] as const) {
      const result = operator(interval.exactly(8, x), interval.exactly(8, y));
      assert.equal(interval.onlyValue(result), cut(8, compute(8, x, y)), `${name} ${x} ${y}`);
    }
  }
});

test('casts of intervals hold the casts of numbers', () => {
  for (const from of widths) {
    for (const to of widths) {
      fc.assert(
        fc.property(sample(from), ([a, x]) => {
          if (to <= from) assert.ok(interval.contains(operators.truncate(a, to), cut(to, x)));
          if (to < from) return;
          assert.ok(interval.contains(operators.zeroExtend(a, to), x));
          assert.ok(interval.contains(operators.signExtend(a, to), cut(to, signed(from, x))));
        }),
        { numRuns: 200 },
      );
    }
  }
});

const all = ['eq', 'ne', 'ult', 'ule', 'ugt', 'uge', 'slt', 'sle', 'sgt', 'sge'] as const;

test('assuming a comparison keeps the numbers for which it is true, and an outcome is the only one', () => {
  for (const predicate of all) {
    for (const width of widths) {
      fc.assert(
        fc.property(pairs(width), ([[a, x], [b, y]]) => {
          const outcome = predicates.holds(predicate, x, y, width);
          const narrowed = predicates.assume(outcome ? predicate : predicates.opposite(predicate), a, b);
          assert.ok(narrowed && interval.contains(narrowed[0], x) && interval.contains(narrowed[1], y));
          assert.ok([outcome, null].includes(predicates.outcomeOf(predicate, a, b)));
          assert.equal(predicates.holds(predicates.mirrored(predicate), y, x, width), outcome);
        }),
        { numRuns: 200 },
      );
    }
  }
});

test('joins and meets hold what they must, and widening comes to an end', () => {
  for (const width of widths) {
    fc.assert(
      fc.property(pairs(width), ([[a, x], [b, y]]) => {
        const joined = interval.join(a, b);
        assert.ok(interval.contains(joined, x) && interval.contains(joined, y));
        if (interval.contains(b, x)) {
          const met = interval.meet(a, b);
          assert.ok(met && interval.contains(met, x));
        }
        const widened = interval.widen(a, b);
        assert.ok(interval.contains(widened, x) && interval.contains(widened, y));
      }),
      { numRuns: 300 },
    );
    let bounds = interval.exactly(width, 0n);
    let rounds = 0;
    for (;;) {
      const next = interval.widen(bounds, operators.add(bounds, interval.exactly(width, 1n)));
      if (interval.isSame(next, bounds)) break;
      bounds = next;
      assert.ok(++rounds < 80, print(bounds));
    }
  }
});

test('what checks tell is kept exactly: a mask, a bound, a multiple', () => {
  const any = interval.anything(64);
  const masked = operators.and(any, interval.exactly(64, 63n));
  assert.deepEqual([masked.umin, masked.umax], [0n, 63n]);
  const [below] = predicates.assume('ult', any, interval.exactly(64, 14n)) ?? [];
  assert.deepEqual([below?.umin, below?.umax, below?.smin], [0n, 13n, 0n]);
  const words = operators.multiply(operators.and(any, interval.exactly(64, 15n)), interval.exactly(64, 4n));
  assert.deepEqual([words.umax, words.bits.unknown], [60n, 60n]);
  assert.equal(predicates.outcomeOf('ugt', words, interval.exactly(64, 60n)), false);
  assert.equal(predicates.outcomeOf('eq', words, interval.exactly(64, 6n)), false);
});

function print({ width, bits, umin, umax, smin, smax }: Interval): string {
  return `u${width} ${umin}..${umax} ${smin}..${smax} ones ${bits.ones.toString(16)} unknown ${bits.unknown.toString(16)}`;
}
