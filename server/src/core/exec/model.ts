/** Numbers for symbols, and what terms come to with them. Knows no conditions. */
import { computeBinary, computeCast, computeUnary } from './compute.js';
import { holds } from './predicates.js';
import { type Arena, type Node, partsOf, type Term } from './terms.js';

/** A number for each symbol, unsigned; symbols that it does not name are 0. */
export type Model = ReadonlyMap<Term, bigint>;

/** What the terms come to. Charges `spend` with each operator that is computed. */
export function evaluateAll(
  arena: Arena,
  terms: readonly Term[],
  model: Model,
  spend?: (steps: number) => void,
): ReadonlyMap<Term, bigint> {
  const values = new Map<Term, bigint>();
  const parts = partsOf(arena, terms);
  spend?.(parts.length);
  for (const term of parts) values.set(term, valueOf(arena.node(term), term, values, model));
  return values;
}

/** What one term comes to. */
export function evaluate(arena: Arena, term: Term, model: Model): bigint {
  return evaluateAll(arena, [term], model).get(term) ?? 0n;
}

function valueOf(node: Node, term: Term, values: ReadonlyMap<Term, bigint>, model: Model): bigint {
  const of = (operand: Term): bigint => values.get(operand) ?? 0n;
  switch (node.kind) {
    case 'constant':
      return node.value;
    case 'symbol':
      return model.get(term) ?? 0n;
    case 'unary':
      return computeUnary(node.operator, node.width, of(node.value));
    case 'binary':
      return computeBinary(node.operator, node.width, of(node.left), of(node.right));
    case 'cmp':
      return holds(node.predicate, of(node.left), of(node.right), node.bits) ? 1n : 0n;
    case 'cast':
      return computeCast(node.cast, node.from, node.width, of(node.value));
  }
}
