/**
 * The interval of a term from those of its operands, and what an operand can be once the interval of the result is
 * known. Knows operators on intervals; not where intervals are kept.
 */
import type { BinaryOp } from '../ir/operator.js';
import { computeUnary } from './compute.js';
import { anything, exactly, type Interval, meet, onlyValue, withBits, wrapped } from './interval.js';
import { maskOf } from './known-bits.js';
import {
  add,
  and,
  divide,
  divideSigned,
  multiply,
  or,
  remainder,
  remainderSigned,
  shiftLeft,
  shiftRight,
  shiftRightSigned,
  signExtend,
  subtract,
  truncate,
  xor,
  zeroExtend,
} from './operators.js';
import { assume, opposite, outcomeOf } from './predicates.js';
import type { Node, Term } from './terms.js';

const operators: Readonly<Record<BinaryOp, (a: Interval, b: Interval) => Interval>> = {
  add,
  sub: subtract,
  mul: multiply,
  udiv: divide,
  sdiv: divideSigned,
  umod: remainder,
  smod: remainderSigned,
  and,
  or,
  xor,
  shl: shiftLeft,
  lshr: shiftRight,
  ashr: shiftRightSigned,
};

/** Where the intervals of operands are found. */
export type IntervalOf = (term: Term) => Interval;

/** All that the term can be, its operands being what they are. */
export function intervalOfNode(node: Node, of: IntervalOf): Interval {
  switch (node.kind) {
    case 'constant':
      return exactly(node.width, node.value);
    case 'symbol':
      return anything(node.width);
    case 'unary':
      return ofUnary(node, of(node.value));
    case 'binary':
      return operators[node.operator](of(node.left), of(node.right));
    case 'cmp': {
      const outcome = outcomeOf(node.predicate, of(node.left), of(node.right));
      return outcome === null ? wrapped(32, 0n, 1n) : exactly(32, outcome ? 1n : 0n);
    }
    case 'cast':
      return ofCast(node, of(node.value));
  }
}

function ofUnary({ operator, width }: Extract<Node, { kind: 'unary' }>, value: Interval): Interval {
  if (operator === 'neg') return subtract(exactly(width, 0n), value);
  if (operator === 'not') return subtract(exactly(width, -1n), value);
  const only = onlyValue(value);
  return only === null ? anything(width) : exactly(width, computeUnary('bswap', width, only));
}

function ofCast({ cast, width }: Extract<Node, { kind: 'cast' }>, value: Interval): Interval {
  if (cast === 'trunc') return truncate(value, width);
  return cast === 'zext' ? zeroExtend(value, width) : signExtend(value, width);
}

/** What an operand is confined to. */
export type Confined = readonly [Term, Interval];

/** What the operands are confined to where the term is in `result`; null where that cannot be. */
export function confineOperands(node: Node, result: Interval, of: IntervalOf): readonly Confined[] | null {
  switch (node.kind) {
    case 'cmp':
      return confineCompared(node, result, of);
    case 'binary':
      return confineBinary(node, result, of);
    case 'cast':
      return confineCast(node, result, of(node.value));
    case 'unary':
      if (node.operator === 'neg') return [[node.value, subtract(exactly(node.width, 0n), result)]];
      if (node.operator === 'not') return [[node.value, subtract(exactly(node.width, -1n), result)]];
      return [];
    default:
      return [];
  }
}

function confineCompared(
  { predicate, left, right }: Extract<Node, { kind: 'cmp' }>,
  result: Interval,
  of: IntervalOf,
): readonly Confined[] | null {
  if (result.umin === 0n && result.umax > 0n) return [];
  const confined = assume(result.umin > 0n ? predicate : opposite(predicate), of(left), of(right));
  return (
    confined && [
      [left, confined[0]],
      [right, confined[1]],
    ]
  );
}

function confineBinary(
  { operator, width, left, right }: Extract<Node, { kind: 'binary' }>,
  result: Interval,
  of: IntervalOf,
): readonly Confined[] {
  const [a, b] = [of(left), of(right)];
  switch (operator) {
    case 'add':
      return [
        [left, subtract(result, b)],
        [right, subtract(result, a)],
      ];
    case 'sub':
      return [
        [left, add(result, b)],
        [right, subtract(a, result)],
      ];
    case 'xor':
      return [
        [left, xor(result, b)],
        [right, xor(result, a)],
      ];
    case 'and':
      return both(left, right, withOnes(width, result.bits.ones));
    case 'or':
      return both(left, right, withoutOnes(width, maskOf(width) & ~(result.bits.ones | result.bits.unknown)));
    case 'udiv':
      return b.umin > 0n
        ? [[left, wrapped(width, result.umin * b.umin, result.umax * b.umax + b.umax - 1n)]]
        : [];
    case 'mul':
      return confineFactor(left, a, b, result);
    case 'shl':
    case 'lshr':
      return confineShifted(operator, left, a, onlyValue(b), result);
    default:
      return [];
  }
}

function both(left: Term, right: Term, interval: Interval): readonly Confined[] {
  return [
    [left, interval],
    [right, interval],
  ];
}

function withOnes(width: number, ones: bigint): Interval {
  return withBits(width, { ones, unknown: maskOf(width) & ~ones });
}

function withoutOnes(width: number, zeros: bigint): Interval {
  return withBits(width, { ones: 0n, unknown: maskOf(width) & ~zeros });
}

/** Of a product with a constant that does not overflow. */
function confineFactor(left: Term, a: Interval, b: Interval, result: Interval): readonly Confined[] {
  const factor = onlyValue(b);
  if (!factor || a.umax * factor > maskOf(a.width)) return [];
  return [[left, wrapped(a.width, (result.umin + factor - 1n) / factor, result.umax / factor)]];
}

function confineShifted(
  operator: 'shl' | 'lshr',
  left: Term,
  a: Interval,
  count: bigint | null,
  result: Interval,
): readonly Confined[] {
  if (count === null || count >= BigInt(a.width)) return [];
  if (operator === 'lshr')
    return [[left, wrapped(a.width, result.umin << count, (result.umax << count) + (1n << count) - 1n)]];
  if (a.umax << count > maskOf(a.width)) return [];
  return [[left, wrapped(a.width, (result.umin + (1n << count) - 1n) >> count, result.umax >> count)]];
}

function confineCast(
  { cast, from, width, value }: Extract<Node, { kind: 'cast' }>,
  result: Interval,
  operand: Interval,
): readonly Confined[] | null {
  if (cast === 'trunc') {
    if (operand.umax > maskOf(width)) return [];
    return [[value, zeroExtend(result, from)]];
  }
  const all = cast === 'zext' ? zeroExtend(anything(from), width) : signExtend(anything(from), width);
  const possible = meet(result, all);
  return possible && [[value, truncate(possible, from)]];
}
