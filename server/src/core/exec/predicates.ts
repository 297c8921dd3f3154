/**
 * Comparisons of intervals: what they come out as, and what is known of the operands once one came out true. Knows
 * numbers; not which of them belong to one another.
 */
import type { Predicate } from '../ir/operator.js';
import { anything, type Interval, larger, meet, onlyValue, settled, smaller } from './interval.js';

const opposites: Readonly<Record<Predicate, Predicate>> = {
  eq: 'ne',
  ne: 'eq',
  ult: 'uge',
  uge: 'ult',
  ule: 'ugt',
  ugt: 'ule',
  slt: 'sge',
  sge: 'slt',
  sle: 'sgt',
  sgt: 'sle',
};

const swapped: Readonly<Record<Predicate, Predicate>> = {
  eq: 'eq',
  ne: 'ne',
  ult: 'ugt',
  ugt: 'ult',
  ule: 'uge',
  uge: 'ule',
  slt: 'sgt',
  sgt: 'slt',
  sle: 'sge',
  sge: 'sle',
};

/** What holds where the predicate does not. */
export function opposite(predicate: Predicate): Predicate {
  return opposites[predicate];
}

/** The same comparison with its operands exchanged. */
export function mirrored(predicate: Predicate): Predicate {
  return swapped[predicate];
}

/** What `a predicate b` comes out as for two numbers of `width` bits, unsigned. */
export function holds(predicate: Predicate, a: bigint, b: bigint, width: number): boolean {
  if (predicate.startsWith('s')) {
    const [x, y] = [BigInt.asIntN(width, a), BigInt.asIntN(width, b)];
    return compare(predicate.slice(1), x, y);
  }
  return compare(predicate.startsWith('u') ? predicate.slice(1) : predicate, a, b);
}

function compare(relation: string, a: bigint, b: bigint): boolean {
  switch (relation) {
    case 'eq':
      return a === b;
    case 'ne':
      return a !== b;
    case 'lt':
      return a < b;
    case 'le':
      return a <= b;
    case 'gt':
      return a > b;
    default:
      return a >= b;
  }
}

/** What it comes out as for all numbers in them; null where both outcomes are possible as far as is known. */
export function outcomeOf(predicate: Predicate, a: Interval, b: Interval): boolean | null {
  if (!assume(predicate, a, b)) return false;
  return assume(opposite(predicate), a, b) ? null : true;
}

/** Both operands as far as the comparison allows them once it is true; null where it cannot be. */
export function assume(predicate: Predicate, a: Interval, b: Interval): readonly [Interval, Interval] | null {
  switch (predicate) {
    case 'eq':
      return both(meet(a, b), meet(b, a));
    case 'ne':
      return both(without(a, onlyValue(b)), without(b, onlyValue(a)));
    case 'ult':
    case 'ule': {
      const gap = predicate === 'ult' ? 1n : 0n;
      return both(
        bounded(a, { umax: smaller(a.umax, b.umax - gap) }),
        bounded(b, { umin: larger(b.umin, a.umin + gap) }),
      );
    }
    case 'slt':
    case 'sle': {
      const gap = predicate === 'slt' ? 1n : 0n;
      return both(
        bounded(a, { smax: smaller(a.smax, b.smax - gap) }),
        bounded(b, { smin: larger(b.smin, a.smin + gap) }),
      );
    }
    default: {
      const exchanged = assume(mirrored(predicate), b, a);
      return exchanged && [exchanged[1], exchanged[0]];
    }
  }
}

function both(a: Interval | null, b: Interval | null): readonly [Interval, Interval] | null {
  return a && b && [a, b];
}

function bounded(interval: Interval, bounds: Partial<Interval>): Interval | null {
  const all = anything(interval.width);
  const next = { ...interval, ...bounds };
  if (next.umax < 0n || next.umin > all.umax || next.smax < all.smin || next.smin > all.smax) return null;
  return settled(next);
}

/** All but one number; only at the ends can that be said. */
function without(interval: Interval, value: bigint | null): Interval | null {
  if (value === null) return interval;
  const signed = BigInt.asIntN(interval.width, value);
  const { umin, umax, smin, smax } = interval;
  return bounded(interval, {
    umin: umin === value ? umin + 1n : umin,
    umax: umax === value ? umax - 1n : umax,
    smin: smin === signed ? smin + 1n : smin,
    smax: smax === signed ? smax - 1n : smax,
  });
}
