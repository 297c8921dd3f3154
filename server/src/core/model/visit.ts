/** Goes over all parts of statements and expressions, in order of the source. */
import type { Expr, Stmt } from '../syntax/ast.js';

/** Calls `visit` for the expression and every expression in it, but not for statements inside `({ })`. */
export function eachExpression(expr: Expr, visit: (expr: Expr) => void): void {
  visit(expr);
  for (const part of partsOf(expr)) eachExpression(part, visit);
}

/** Whether an expression, or one in it, passes a test; statements inside `({ })` are not looked at. */
export function someExpression(expr: Expr, test: (expr: Expr) => boolean): boolean {
  return test(expr) || partsOf(expr).some((part) => someExpression(part, test));
}

/** Calls `visit` for the statement and every statement in it. */
export function eachStatement(stmt: Stmt, visit: (stmt: Stmt) => void): void {
  visit(stmt);
  for (const part of statementsOf(stmt)) eachStatement(part, visit);
}

/** The direct subexpressions. Operands that are never evaluated are not among them. */
export function partsOf(expr: Expr): readonly Expr[] {
  switch (expr.kind) {
    case 'member':
      return [expr.object];
    case 'index':
      return [expr.object, expr.index];
    case 'call':
      return [expr.callee, ...expr.args];
    case 'cast':
    case 'unary':
    case 'update':
      return [expr.operand];
    case 'binary':
    case 'assign':
    case 'comma':
      return [expr.left, expr.right];
    case 'conditional':
      return expr.then ? [expr.test, expr.then, expr.otherwise] : [expr.test, expr.otherwise];
    case 'initializer':
      return expr.values.map((each) => each.value);
    default:
      return [];
  }
}

/** The direct substatements. */
export function statementsOf(stmt: Stmt): readonly Stmt[] {
  switch (stmt.kind) {
    case 'block':
    case 'case':
      return stmt.body;
    case 'if':
      return stmt.otherwise ? [stmt.then, stmt.otherwise] : [stmt.then];
    case 'loop':
      return stmt.init ? [stmt.init, stmt.body] : [stmt.body];
    case 'switch':
      return [stmt.body];
    case 'label':
      return stmt.body ? [stmt.body] : [];
    default:
      return [];
  }
}

/** The expressions that stand in a statement itself, not in its substatements. */
export function expressionsOf(stmt: Stmt): readonly Expr[] {
  switch (stmt.kind) {
    case 'expression':
      return [stmt.expression];
    case 'declaration':
      return stmt.variables.flatMap((variable) => variable.init ?? []);
    case 'if':
      return [stmt.test];
    case 'loop':
      return [stmt.test, stmt.update].flatMap((each) => each ?? []);
    case 'switch':
      return [stmt.value];
    case 'return':
      return stmt.value ? [stmt.value] : [];
    case 'asm':
      return [...stmt.outputs, ...stmt.inputs];
    default:
      return [];
  }
}
