/** A function with what is known of its pointers and types: what those ask who look for operations in it. Types only. */
import type { KernelFacts } from '../../kernel/facts.js';
import type { Expr, FunctionDef } from '../../syntax/ast.js';
import type { TypeResolver } from '../resolve.js';
import type { ProgramText } from './bindings.js';
import type { Origins } from './origins.js';

export interface Place {
  readonly fn: FunctionDef;
  readonly text: ProgramText;
  readonly origins: Origins;
  readonly facts: KernelFacts;
  readonly types: TypeResolver;
  /** The expression that one is a part of; null for one that stands in a statement. */
  readonly parentOf: (expr: Expr) => Expr | null;
}
