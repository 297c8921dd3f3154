/** What is known of a number: its bounds, and a few values that it is not. Arithmetic on bounds, without wrapping. */
import type { Type } from '../types.js';

/** Both bounds are included. */
export interface Range {
  readonly min: bigint;
  readonly max: bigint;
  /** Values between the bounds that it is not. */
  readonly not: readonly bigint[];
}

const mostExcluded = 8;

/** From one number to another, which must not be less. */
export function rangeFrom(min: bigint, max: bigint): Range {
  return { min, max, not: [] };
}

/** What holds of a number that is one of some values; there must be one at least. */
export function rangeAround(values: readonly bigint[]): Range {
  return values.map((each) => rangeFrom(each, each)).reduce(eitherOf);
}

/** All values of an integer or pointer type; null for other types. */
export function rangeOfType(type: Type): Range | null {
  if (type.kind === 'pointer') return rangeFrom(0n, (1n << 64n) - 1n);
  if (type.kind !== 'integer') return null;
  if (type.isBool) return rangeFrom(0n, 1n);
  const bits = BigInt(type.size * 8);
  return type.signed
    ? rangeFrom(-(1n << (bits - 1n)), (1n << (bits - 1n)) - 1n)
    : rangeFrom(0n, (1n << bits) - 1n);
}

/** The only value; null where there are several. */
export function onlyIn({ min, max }: Range): bigint | null {
  return min === max ? min : null;
}

/** Whether the bounds of one range keep to those of another; what each leaves out between them does not count. */
export function isWithin(inner: Range, outer: Range): boolean {
  return outer.min <= inner.min && inner.max <= outer.max;
}

/** What holds of a number of which both hold; null where no number is left. */
export function bothOf(a: Range, b: Range): Range | null {
  const excluded = new Set([...a.not, ...b.not]);
  let min = a.min > b.min ? a.min : b.min;
  let max = a.max < b.max ? a.max : b.max;
  while (min <= max && excluded.has(min)) min++;
  while (min <= max && excluded.has(max)) max--;
  if (min > max) return null;
  return { min, max, not: [...excluded].filter((each) => min < each && each < max).slice(0, mostExcluded) };
}

/** A range with what was learned of its number; where the two leave nothing, the path is dead and the range stays. */
export function narrowedBy(range: Range, learned: Range): Range {
  return bothOf(range, learned) ?? range;
}

/** What holds of a number of which one of the two holds. */
export function eitherOf(a: Range, b: Range): Range {
  const min = a.min < b.min ? a.min : b.min;
  const max = a.max > b.max ? a.max : b.max;
  const lacks = ({ min: low, max: high, not }: Range, value: bigint): boolean =>
    value < low || value > high || not.includes(value);
  return { min, max, not: [...a.not, ...b.not].filter((each) => lacks(a, each) && lacks(b, each)) };
}

/** The bounds of `left op right` before it is cut to its type; null where they are not known. */
export function arithmeticRange(op: string, a: Range, b: Range): Range | null {
  switch (op) {
    case '+':
      return rangeFrom(a.min + b.min, a.max + b.max);
    case '-':
      return rangeFrom(a.min - b.max, a.max - b.min);
    case '*':
      return products(a, b);
    case '&':
      return masked(a, b);
    case '|':
    case '^':
      return a.min < 0n || b.min < 0n
        ? null
        : rangeFrom(op === '|' ? larger(a.min, b.min) : 0n, ones(a.max | b.max));
    case '>>':
      return a.min < 0n || b.min < 0n || b.max > 63n ? null : rangeFrom(a.min >> b.max, a.max >> b.min);
    case '<<':
      return a.min < 0n || b.min < 0n || b.max > 63n ? null : rangeFrom(a.min << b.min, a.max << b.max);
    case '/':
      return a.min < 0n || b.min <= 0n ? null : rangeFrom(a.min / b.max, a.max / b.min);
    case '%':
      return a.min < 0n || b.min <= 0n ? null : rangeFrom(0n, a.max < b.max ? a.max : b.max - 1n);
    default:
      return null;
  }
}

function products(a: Range, b: Range): Range {
  const all = [a.min * b.min, a.min * b.max, a.max * b.min, a.max * b.max];
  return rangeFrom(all.reduce(smaller), all.reduce(larger));
}

/** A mask bounds what it lets through; of two negative numbers nothing is known. */
function masked(a: Range, b: Range): Range | null {
  if (a.min < 0n && b.min < 0n) return null;
  if (a.min < 0n) return rangeFrom(0n, b.max);
  return rangeFrom(0n, b.min < 0n ? a.max : smaller(a.max, b.max));
}

function smaller(a: bigint, b: bigint): bigint {
  return a < b ? a : b;
}

function larger(a: bigint, b: bigint): bigint {
  return a > b ? a : b;
}

/** The least number of the form 2^n - 1 that is not below `value`. */
function ones(value: bigint): bigint {
  return (1n << BigInt(value.toString(2).length)) - 1n;
}

/** How a comparison comes out for all numbers in two ranges; null where it depends. */
export function compareRanges(op: string, a: Range, b: Range): boolean | null {
  switch (op) {
    case '<':
      return a.max < b.min ? true : a.min >= b.max ? false : null;
    case '>':
      return compareRanges('<', b, a);
    case '<=':
      return negated(compareRanges('<', b, a));
    case '>=':
      return negated(compareRanges('<', a, b));
    case '==':
      return equalRanges(a, b);
    case '!=':
      return negated(equalRanges(a, b));
    default:
      return null;
  }
}

function negated(outcome: boolean | null): boolean | null {
  return outcome === null ? null : !outcome;
}

function equalRanges(a: Range, b: Range): boolean | null {
  const [first, second] = [onlyIn(a), onlyIn(b)];
  if (first !== null && first === second) return true;
  if (a.max < b.min || b.max < a.min) return false;
  return (first !== null && b.not.includes(first)) || (second !== null && a.not.includes(second))
    ? false
    : null;
}

/** What `x op other` leaves of `x`; null where it leaves nothing. */
export function narrowed(range: Range, op: string, other: Range): Range | null {
  switch (op) {
    case '==':
      return bothOf(range, other);
    case '!=': {
      const only = onlyIn(other);
      return only === null ? range : bothOf(range, { ...range, not: [only] });
    }
    case '<':
      return bothOf(range, rangeFrom(range.min, other.max - 1n));
    case '<=':
      return bothOf(range, rangeFrom(range.min, other.max));
    case '>':
      return bothOf(range, rangeFrom(other.min + 1n, range.max));
    case '>=':
      return bothOf(range, rangeFrom(other.min, range.max));
    default:
      return range;
  }
}

/** The operator that holds where this one does not. */
export function opposite(op: string): string {
  return { '==': '!=', '!=': '==', '<': '>=', '>': '<=', '<=': '>', '>=': '<' }[op] ?? op;
}

/** The operator for the operands in the other order. */
export function mirrored(op: string): string {
  return { '<': '>', '>': '<', '<=': '>=', '>=': '<=' }[op] ?? op;
}
