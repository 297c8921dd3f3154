/**
 * Makes terms, in a form in which what is equal mostly looks equal: constants are computed, constants stand on the
 * right, sums of constants are one, casts of casts are one, and a test of a test is that test. Knows what operators
 * compute; nothing of what is known on a path.
 */
import type { BinaryOp, CastKind, Predicate, UnaryOp, Width } from '../ir/operator.js';
import { computeBinary, computeCast, computeUnary } from './compute.js';
import { maskOf } from './known-bits.js';
import { holds, mirrored, opposite } from './predicates.js';
import type { Arena, Node, SymbolKind, Term } from './terms.js';

/** The number, cut to `width` bits. */
export function constant(arena: Arena, width: Width, value: bigint): Term {
  return arena.intern({ kind: 'constant', width, value: BigInt.asUintN(width, value) });
}

/** The symbol of this name; the same name with the same width is the same number. */
export function symbol(arena: Arena, width: Width, kind: SymbolKind, name: string): Term {
  return arena.intern({ kind: 'symbol', width, symbol: kind, name });
}

/** The number that a term always is; null for any other term. */
export function constantOf(arena: Arena, term: Term): bigint | null {
  const node = arena.node(term);
  return node.kind === 'constant' ? node.value : null;
}

export function unary(arena: Arena, operator: UnaryOp, width: Width, value: Term): Term {
  const node = arena.node(value);
  if (node.kind === 'constant') return constant(arena, width, computeUnary(operator, width, node.value));
  if (node.kind === 'unary' && node.operator === operator) return node.value;
  return arena.intern({ kind: 'unary', width, operator, value });
}

const commutative: ReadonlySet<BinaryOp> = new Set(['add', 'mul', 'and', 'or', 'xor']);

export function binary(arena: Arena, operator: BinaryOp, width: Width, left: Term, right: Term): Term {
  const [a, b] = [constantOf(arena, left), constantOf(arena, right)];
  if (a !== null && b !== null) return constant(arena, width, computeBinary(operator, width, a, b));
  if (a !== null && commutative.has(operator)) return binary(arena, operator, width, right, left);
  if (b !== null) return withConstant(arena, operator, width, left, b);
  if (left === right && (operator === 'sub' || operator === 'xor')) return constant(arena, width, 0n);
  if (left === right && (operator === 'and' || operator === 'or')) return left;
  const [first, second] = commutative.has(operator) && right < left ? [right, left] : [left, right];
  return arena.intern({ kind: 'binary', width, operator, left: first, right: second });
}

/** `left operator b` where b is a constant: subtracting is adding, and constants that follow each other are one. */
function withConstant(arena: Arena, operator: BinaryOp, width: Width, left: Term, b: bigint): Term {
  if (operator === 'sub') return withConstant(arena, 'add', width, left, BigInt.asUintN(width, -b));
  if (isNeutral(operator, width, b)) return left;
  if (b === 0n && (operator === 'and' || operator === 'mul')) return constant(arena, width, 0n);
  const inner = arena.node(left);
  if (inner.kind === 'binary' && inner.operator === operator && merges.has(operator)) {
    const other = constantOf(arena, inner.right);
    if (other !== null)
      return withConstant(arena, operator, width, inner.left, computeBinary(operator, width, other, b));
  }
  return arena.intern({ kind: 'binary', width, operator, left, right: constant(arena, width, b) });
}

const merges: ReadonlySet<BinaryOp> = new Set(['add', 'mul', 'and', 'or', 'xor']);

/** Whether `x operator b` is x. */
function isNeutral(operator: BinaryOp, width: Width, b: bigint): boolean {
  if (operator === 'and') return b === maskOf(width);
  if (operator === 'mul' || operator.endsWith('div')) return b === 1n;
  return b === 0n && !operator.endsWith('mod');
}

export function cast(arena: Arena, kind: CastKind, from: Width, to: Width, value: Term): Term {
  if (from === to) return value;
  const node = arena.node(value);
  if (node.kind === 'constant') return constant(arena, to, computeCast(kind, from, to, node.value));
  if (node.kind === 'cast') return castOfCast(arena, kind, to, value, node);
  return arena.intern({ kind: 'cast', width: to, cast: kind, from, value });
}

function castOfCast(
  arena: Arena,
  kind: CastKind,
  to: Width,
  value: Term,
  inner: Extract<Node, { kind: 'cast' }>,
): Term {
  if (kind === 'trunc' && inner.cast !== 'trunc') {
    if (to === inner.from) return inner.value;
    return cast(arena, to < inner.from ? 'trunc' : inner.cast, inner.from, to, inner.value);
  }
  // Zeros from above make the sign of what is extended 0.
  if (kind === inner.cast || (inner.cast === 'zext' && kind === 'sext'))
    return cast(arena, inner.cast, inner.from, to, inner.value);
  return arena.intern({ kind: 'cast', width: to, cast: kind, from: inner.width, value });
}

/** A comparison of two numbers of `bits` bits: 1 or 0 in 32 bits. */
export function compare(arena: Arena, predicate: Predicate, bits: Width, left: Term, right: Term): Term {
  const [a, b] = [constantOf(arena, left), constantOf(arena, right)];
  if (a !== null && b !== null) return constant(arena, 32, holds(predicate, a, b, bits) ? 1n : 0n);
  if (left === right) return constant(arena, 32, holds(predicate, 0n, 0n, bits) ? 1n : 0n);
  if (a !== null) return compare(arena, mirrored(predicate), bits, right, left);
  const tested = b === 0n && (predicate === 'ne' || predicate === 'eq') ? testIn(arena, left) : null;
  if (tested) {
    const { predicate: own, bits: width, left: x, right: y } = tested;
    return compare(arena, predicate === 'ne' ? own : opposite(own), width, x, y);
  }
  return arena.intern({ kind: 'cmp', width: 32, bits, predicate, left, right });
}

/** The comparison whose 0 or 1 a term is, whatever its width. */
function testIn(arena: Arena, term: Term): Extract<Node, { kind: 'cmp' }> | null {
  const node = arena.node(term);
  if (node.kind === 'cmp') return node;
  return node.kind === 'cast' ? testIn(arena, node.value) : null;
}
