/** All parts of a function's body, statement expressions included, in order of the source. */
import type { Expr, Stmt } from '../../syntax/ast.js';
import { expressionsOf, partsOf, statementsOf } from '../visit.js';

export interface Visitor {
  readonly statement?: (stmt: Stmt) => void;
  /** `parent` is null for an expression that stands in a statement. */
  readonly expression?: (expr: Expr, parent: Expr | null) => void;
}

/** Goes over a statement and everything in it. */
export function eachPart(stmt: Stmt, visitor: Visitor): void {
  visitor.statement?.(stmt);
  for (const expr of expressionsOf(stmt)) eachPartOf(expr, null, visitor);
  for (const part of statementsOf(stmt)) eachPart(part, visitor);
}

function eachPartOf(expr: Expr, parent: Expr | null, visitor: Visitor): void {
  visitor.expression?.(expr, parent);
  if (expr.kind === 'statements') for (const stmt of expr.body) eachPart(stmt, visitor);
  for (const part of partsOf(expr)) eachPartOf(part, expr, visitor);
}
