/**
 * Terms: how a number was computed from constants and symbols. Equal terms have one id, so that comparing them is
 * comparing numbers. All terms of one program live in one arena and go with it. Knows how terms look; what they are
 * simplified to is in simplify.ts.
 */
import type { BinaryOp, CastKind, Predicate, UnaryOp, Width } from '../ir/operator.js';

/** An index into an arena. */
export type Term = number;

/** Who decides about a symbol's value. */
export type SymbolKind =
  /** Whoever runs the program: packets, context fields, what helpers give. Each value in its bounds may come. */
  | 'input'
  /** Something that is fixed before the program runs, and that the source does not hold. */
  | 'load-time'
  /** Nobody: what became of it was lost on the way. */
  | 'havoc';

/** What a term is made of. Widths are those of the result but for `cmp`, which gives 32 bits of 0 or 1. */
export type Node =
  | { readonly kind: 'constant'; readonly width: Width; readonly value: bigint }
  | { readonly kind: 'symbol'; readonly width: Width; readonly symbol: SymbolKind; readonly name: string }
  | { readonly kind: 'unary'; readonly width: Width; readonly operator: UnaryOp; readonly value: Term }
  | {
      readonly kind: 'binary';
      readonly width: Width;
      readonly operator: BinaryOp;
      readonly left: Term;
      readonly right: Term;
    }
  | {
      readonly kind: 'cmp';
      readonly width: 32;
      /** Of the operands. */
      readonly bits: Width;
      readonly predicate: Predicate;
      readonly left: Term;
      readonly right: Term;
    }
  | {
      readonly kind: 'cast';
      readonly width: Width;
      readonly cast: CastKind;
      readonly from: Width;
      readonly value: Term;
    };

/** All terms of one program, those that others are made of before these. */
export interface Arena {
  /** The term that looks like this, which is made where there is none. Operands must be of this arena. */
  intern(node: Node): Term;
  node(term: Term): Node;
  /** The symbols that a term is made of. */
  symbols(term: Term): ReadonlySet<Term>;
  /** How many terms there are: ids are less. */
  size(): number;
}

/** An arena without terms. */
export function createArena(): Arena {
  const nodes: Node[] = [];
  const ids = new Map<string, Term>();
  const symbols: ReadonlySet<Term>[] = [];
  return {
    intern(node) {
      const key = keyOf(node);
      const known = ids.get(key);
      if (known !== undefined) return known;
      const term = nodes.push(node) - 1;
      ids.set(key, term);
      symbols.push(symbolsOf(node, term, symbols));
      return term;
    },
    node(term) {
      const node = nodes[term];
      if (!node) throw new RangeError(`no term ${term} in this arena`);
      return node;
    },
    symbols: (term) => symbols[term] ?? none,
    size: () => nodes.length,
  };
}

const none: ReadonlySet<Term> = new Set();

/** Shared with an operand where that has them all. */
function symbolsOf(node: Node, term: Term, known: readonly ReadonlySet<Term>[]): ReadonlySet<Term> {
  if (node.kind === 'symbol') return new Set([term]);
  const [first, second] = operandsOf(node).map((operand) => known[operand] ?? none);
  if (!first) return none;
  if (!second || [...second].every((each) => first.has(each))) return first;
  return [...first].every((each) => second.has(each)) ? second : new Set([...first, ...second]);
}

function keyOf(node: Node): string {
  switch (node.kind) {
    case 'constant':
      return `c${node.width}:${node.value}`;
    case 'symbol':
      return `s${node.width}:${node.symbol}:${node.name}`;
    case 'unary':
      return `${node.operator}${node.width}:${node.value}`;
    case 'binary':
      return `${node.operator}${node.width}:${node.left},${node.right}`;
    case 'cmp':
      return `${node.predicate}${node.bits}:${node.left},${node.right}`;
    case 'cast':
      return `${node.cast}${node.from}:${node.width}:${node.value}`;
  }
}

/** The operands of a term, in order. */
function operandsOf(node: Node): readonly Term[] {
  switch (node.kind) {
    case 'constant':
    case 'symbol':
      return [];
    case 'binary':
    case 'cmp':
      return [node.left, node.right];
    default:
      return [node.value];
  }
}

/** The term and all that it is made of, each once, operands before what is made of them. */
export function partsOf(arena: Arena, terms: readonly Term[]): readonly Term[] {
  const parts = new Set<Term>();
  const pending = [...terms];
  for (let term = pending.pop(); term !== undefined; term = pending.pop()) {
    if (parts.has(term)) continue;
    parts.add(term);
    pending.push(...operandsOf(arena.node(term)));
  }
  return [...parts].sort((a, b) => a - b);
}

/** A term as C would write it, without casts that only widen: for tests, and for whoever debugs a verdict. */
export function print(arena: Arena, term: Term): string {
  const node = arena.node(term);
  switch (node.kind) {
    case 'constant':
      return String(node.value);
    case 'symbol':
      return node.name;
    case 'unary':
      return `${node.operator}(${print(arena, node.value)})`;
    case 'binary':
      return `${node.operator}${node.width}(${print(arena, node.left)}, ${print(arena, node.right)})`;
    case 'cmp':
      return `${node.predicate}${node.bits}(${print(arena, node.left)}, ${print(arena, node.right)})`;
    case 'cast':
      return `${node.cast}${node.width}(${print(arena, node.value)})`;
  }
}
