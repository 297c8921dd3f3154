/**
 * What every part of the lowering shares: the function in the making, the names in scope, where control may jump to,
 * and how a piece of text finds its place. Knows C's values and places; no statement and no expression.
 */
import type { KernelFacts } from '../kernel/facts.js';
import type { ParseStatements, TypeResolver } from '../model/resolve.js';
import type { Symbols } from '../model/symbols.js';
import type { Region } from '../syntax/regions.js';
import type { Type } from '../model/types.js';
import type { Expr, Stmt, Variable } from '../syntax/ast.js';
import type { Span } from '../text.js';
import type { Builder, Step } from './builder.js';
import type { Operand, Register, Unknown } from './instruction.js';
import type { BlockId, GlobalObject, SwitchCase } from './ir.js';
import { bitsOf, pointeeOf } from './scalars.js';
import type { Scope } from './scope.js';
import type { Place, Value } from './values.js';

/** The switch whose body is being lowered. */
export interface Switch {
  readonly cases: SwitchCase[];
  /** Cases whose numbers are not in the source. */
  readonly named: { readonly values: readonly Expr[]; readonly block: BlockId }[];
  otherwise: BlockId | null;
  readonly type: Type;
}

/** What the whole text and its headers mean. */
export interface World {
  readonly symbols: Symbols;
  readonly facts: KernelFacts;
  readonly parse: ParseStatements;
  readonly types: TypeResolver;
}

/** One function while it is being lowered. */
export interface Lower extends World {
  /** The function's name, and the type that it gives. */
  readonly name: string;
  readonly returns: Type;
  builder: Builder;
  readonly scope: Scope;
  /** The text that spans are offsets in. */
  readonly text: string;
  /** Where `break` and `continue` go. */
  breaks: BlockId | null;
  continues: BlockId | null;
  switching: Switch | null;
  labels: Map<string, BlockId>;
  /** Where a struct that the function gives is put. */
  result: Operand | null;
  /** How many locals were declared so far: what tells one from another. */
  locals: number;
  /** The locals whose address is taken: they live in memory. Grows while the function is lowered. */
  readonly addressed: Set<number>;
  readonly statics: { readonly at: Variable; readonly object: GlobalObject }[];
  /** Conditions of `#if` around what is being lowered, as they are written. */
  readonly regions: Region[];
  value(expr: Expr): Value;
  /** Evaluates an expression whose value nobody wants. */
  effect(expr: Expr): void;
  place(expr: Expr): Place;
  /** Goes to `then` where `expr` is not 0, else to `otherwise`. */
  condition(expr: Expr, then: BlockId, otherwise: BlockId): void;
  run(stmt: Stmt): void;
  runAll(stmts: readonly Stmt[]): void;
}

/** Writes an instruction that stands where `span` does. */
export function emit(lower: Lower, span: Span, step: Step): void {
  lower.builder.emit(span, step);
}

/** A register for a value of a type. */
export function register(lower: Lower, type: Type, name: string | null = null): Register {
  return lower.builder.register(bitsOf(type), name, pointeeOf(type));
}

/** A value of a type of which nothing is known. */
export function havoc(
  lower: Lower,
  span: Span,
  type: Type,
  why: Unknown,
  from: Operand | null = null,
): Value {
  const dst = register(lower, type);
  emit(lower, span, { op: 'havoc', dst, from, why });
  return { operand: dst, type };
}

/** Runs `work` on a builder that is thrown away: for what the compiler looks at and never evaluates. */
export function unevaluated<T>(lower: Lower, scratch: Builder, work: () => T): T {
  const { builder, labels, breaks, continues, switching } = lower;
  lower.builder = scratch;
  lower.labels = new Map();
  try {
    return work();
  } finally {
    Object.assign(lower, { builder, labels, breaks, continues, switching });
  }
}
