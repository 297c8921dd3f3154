/**
 * Numbers for single symbols that may make a condition hold: what the term computes is undone, operator by operator,
 * with the other operands as they are in a model. Knows how to undo; not which candidate is any good.
 */
import type { BinaryOp, Predicate } from '../ir/operator.js';
import { computeUnary } from './compute.js';
import type { Condition } from './facts.js';
import { maskOf } from './known-bits.js';
import { mirrored, opposite } from './predicates.js';
import { type Arena, type Node, type Term } from './terms.js';

/** A number for a symbol. */
export interface Candidate {
  readonly symbol: Term;
  readonly value: bigint;
}

/** A term that is used twice is undone twice; that is enough of it. */
const mostUndone = 300;
const mostCandidates = 48;

/** Candidates for one condition; `values` are those of all its parts in the model. */
export function candidatesFor(
  arena: Arena,
  { term, truth }: Condition,
  values: ReadonlyMap<Term, bigint>,
): readonly Candidate[] {
  const found: Candidate[] = [];
  const pending: (readonly [Term, bigint])[] = wantedValues(arena, term, truth).map((value) => [term, value]);
  for (let undone = 0; undone < mostUndone && found.length < mostCandidates; undone++) {
    const next = pending.shift();
    if (!next) break;
    const [part, wanted] = next;
    const node = arena.node(part);
    if (node.kind === 'symbol') found.push({ symbol: part, value: BigInt.asUintN(node.width, wanted) });
    else pending.push(...undo(node, BigInt.asUintN(node.width, wanted), values));
  }
  return found;
}

/** 1 or 0 for a comparison; else numbers that are not 0 in one bit or in several. */
function wantedValues(arena: Arena, term: Term, truth: boolean): readonly bigint[] {
  const node = arena.node(term);
  if (!truth) return [0n];
  if (node.kind === 'cmp') return [1n];
  return [1n, 2n, 4n, 8n, 16n, 0x80n, 0x100n, 0xffn, 0xffffn, 0x10000n, maskOf(node.width)];
}

/** What operands must be so that the term becomes `wanted`. */
function undo(
  node: Node,
  wanted: bigint,
  values: ReadonlyMap<Term, bigint>,
): readonly (readonly [Term, bigint])[] {
  switch (node.kind) {
    case 'unary':
      return [[node.value, computeUnary(node.operator, node.width, wanted)]];
    case 'cast':
      return undoCast(node, wanted, values.get(node.value) ?? 0n).map((each) => [node.value, each]);
    case 'cmp':
      return undoCompared(node, wanted !== 0n, values);
    case 'binary': {
      const [a, b] = [values.get(node.left) ?? 0n, values.get(node.right) ?? 0n];
      return [
        ...undoLeft(node.operator, wanted, a, b, node.width).map((each) => [node.left, each] as const),
        ...undoRight(node.operator, wanted, a, b, node.width).map((each) => [node.right, each] as const),
      ];
    }
    default:
      return [];
  }
}

/** Bits that the cast drops stay as they are, or become 0; an extension that gives no such number is not undone. */
function undoCast(
  { cast, from, width }: Extract<Node, { kind: 'cast' }>,
  wanted: bigint,
  now: bigint,
): readonly bigint[] {
  if (cast === 'trunc') {
    const kept = (now >> BigInt(width)) << BigInt(width);
    return kept === 0n ? [wanted] : [kept | wanted, wanted];
  }
  const operand = BigInt.asUintN(from, wanted);
  const back = cast === 'zext' ? operand : BigInt.asUintN(width, BigInt.asIntN(from, operand));
  return back === wanted ? [operand] : [];
}

function undoCompared(
  { predicate, bits, left, right }: Extract<Node, { kind: 'cmp' }>,
  truth: boolean,
  values: ReadonlyMap<Term, bigint>,
): readonly (readonly [Term, bigint])[] {
  const [a, b] = [values.get(left) ?? 0n, values.get(right) ?? 0n];
  const wanted = truth ? predicate : opposite(predicate);
  return [
    ...targets(wanted, b, bits).map((each) => [left, each] as const),
    ...targets(mirrored(wanted), a, bits).map((each) => [right, each] as const),
  ];
}

/** Numbers x for which `x predicate b` holds, and some that are likely to suit other conditions, too. */
function targets(predicate: Predicate, b: bigint, bits: number): readonly bigint[] {
  const [least, most] = predicate.startsWith('s')
    ? [1n << BigInt(bits - 1), maskOf(bits - 1)]
    : [0n, maskOf(bits)];
  switch (predicate) {
    case 'eq':
      return [b];
    // Far away first: numbers that are compared with many others are compared with neighbours.
    case 'ne':
      return [b + 0x1235n, b ^ 0x5an, b + 1n, b - 1n, 0n, 1n, b ^ 0x80n, 0xffffn];
    case 'ult':
    case 'slt':
      return [b - 1n, 0n, 1n, b - 2n, b / 2n, least];
    case 'ule':
    case 'sle':
      return [b, b - 1n, 0n, 1n, b / 2n, least];
    case 'ugt':
    case 'sgt':
      return [b + 1n, b + 2n, b + 64n, b * 2n, 0xffffn, most];
    default:
      return [b, b + 1n, b + 64n, b * 2n, 0xffffn, most];
  }
}

/** What x must be so that `x operator b` is `wanted`; where only some of its bits matter, others stay as in `now`. */
function undoLeft(
  operator: BinaryOp,
  wanted: bigint,
  now: bigint,
  b: bigint,
  width: number,
): readonly bigint[] {
  const mask = maskOf(width);
  const count = b & BigInt(width - 1);
  switch (operator) {
    case 'add':
      return [wanted - b];
    case 'sub':
      return [wanted + b];
    case 'xor':
      return [wanted ^ b];
    case 'and':
      return (wanted & ~b) === 0n ? [(now & ~b) | wanted, wanted, wanted | (mask & ~b)] : [];
    case 'or':
      return [wanted & ~b, wanted];
    case 'mul':
      return b !== 0n && wanted % b === 0n ? [wanted / b] : [];
    case 'shl':
      return [wanted >> count, (wanted >> count) | (now & (mask ^ (mask >> count)))];
    case 'lshr':
    case 'ashr':
      return [(wanted << count) | (now & ((1n << count) - 1n)), wanted << count];
    case 'udiv':
    case 'sdiv':
      return [wanted * b, wanted * b + b - 1n];
    default:
      return b === 0n ? [wanted] : [now - (now % b) + wanted, wanted, wanted + b];
  }
}

/** The same for the right operand. */
function undoRight(
  operator: BinaryOp,
  wanted: bigint,
  a: bigint,
  now: bigint,
  width: number,
): readonly bigint[] {
  switch (operator) {
    case 'sub':
      return [a - wanted];
    case 'udiv':
      return wanted === 0n ? [a + 1n] : [a / wanted];
    case 'umod':
      return a >= wanted ? [a - wanted] : [];
    case 'add':
    case 'xor':
    case 'and':
    case 'or':
    case 'mul':
      return undoLeft(operator, wanted, now, a, width);
    default:
      return [];
  }
}
