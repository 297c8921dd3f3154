/**
 * Arithmetic with pointers, and comparing them. A region lies anywhere, but never so that its end wraps around: within
 * one, pointers compare as their signed offsets do. Knows values; not what is in the memory.
 */
import type { BinaryOp, Predicate } from '../ir/operator.js';
import { binary, compare, constant, constantOf } from './build-terms.js';
import type { Arena, Term } from './terms.js';
import { constantIn, number, pointer, unknown, type Value } from './values.js';

/** `a operator b` in 64 bits where one of them is a pointer; unknown where the result is no place in a region. */
export function pointerArithmetic(arena: Arena, operator: BinaryOp, a: Value, b: Value): Value {
  if (operator === 'add' && b.kind === 'pointer') return movedBy(arena, b, a, 'add');
  if (operator === 'sub' && a.kind === 'pointer' && b.kind === 'pointer') {
    if (a.region !== b.region) return unknown;
    return number(binary(arena, 'sub', 64, a.offset, b.offset));
  }
  if ((operator === 'add' || operator === 'sub') && a.kind === 'pointer')
    return movedBy(arena, a, b, operator);
  return unknown;
}

function movedBy(arena: Arena, base: Value, by: Value, operator: 'add' | 'sub'): Value {
  if (base.kind !== 'pointer' || by.kind !== 'number') return unknown;
  return pointer(base.region, binary(arena, operator, 64, base.offset, by.term));
}

/** `base + index * scale + offset`; a number as the base stays a number. */
export function element(arena: Arena, base: Value, index: Value, scale: number, offset: bigint): Value {
  const constantIndex = constantIn(arena, index);
  if (index.kind !== 'number' || (base.kind !== 'pointer' && base.kind !== 'number')) return unknown;
  const scaled =
    constantIndex === 0n
      ? constant(arena, 64, offset)
      : binary(
          arena,
          'add',
          64,
          binary(arena, 'mul', 64, index.term, constant(arena, 64, BigInt(scale))),
          constant(arena, 64, offset),
        );
  return base.kind === 'pointer'
    ? pointer(base.region, binary(arena, 'add', 64, base.offset, scaled))
    : number(binary(arena, 'add', 64, base.term, scaled));
}

/** The term of a comparison in which a pointer takes part; null where it can be either. */
export function comparePointers(arena: Arena, predicate: Predicate, a: Value, b: Value): Term | null {
  if (a.kind === 'pointer' && b.kind === 'pointer') {
    if (a.region !== b.region) return distinct(arena, predicate, a, b);
    return compare(arena, asSigned(predicate), 64, a.offset, b.offset);
  }
  if (a.kind === 'number') return b.kind === 'number' ? null : withNull(arena, predicate, b, a.term);
  return b.kind === 'number' ? withNull(arena, predicate, a, b.term) : null;
}

function asSigned(predicate: Predicate): Predicate {
  return predicate.startsWith('u') ? (`s${predicate.slice(1)}` as Predicate) : predicate;
}

/** Two regions that are there have different addresses; which one is the greater, nobody knows. */
function distinct(arena: Arena, predicate: Predicate, a: Value, b: Value): Term | null {
  const isEquality = predicate === 'eq' || predicate === 'ne';
  const areThere = [a, b].every((each) => each.kind === 'pointer' && each.region.address === null);
  return isEquality && areThere ? constant(arena, 32, predicate === 'ne' ? 1n : 0n) : null;
}

/**
 * Against NULL: a pointer to the start of a region that may not be there is what its address is; moved from there, it
 * is not 0, whether there is a region or not.
 */
function withNull(arena: Arena, predicate: Predicate, value: Value, other: Term): Term | null {
  if (constantOf(arena, other) !== 0n || (predicate !== 'eq' && predicate !== 'ne')) return null;
  const nonZero = predicate === 'ne' ? 1n : 0n;
  if (value.kind === 'function') return constant(arena, 32, nonZero);
  if (value.kind !== 'pointer') return null;
  const { address } = value.region;
  const moved = constantOf(arena, value.offset);
  if (address === null || (moved !== null && moved !== 0n)) return constant(arena, 32, nonZero);
  if (moved === null) return null;
  return compare(arena, predicate, 64, address, constant(arena, 64, 0n));
}
