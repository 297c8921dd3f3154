/** Where a value is kept as a number that no pointer fits in. Looks at types as they are written. */
import type { Expr, Stmt, TypeExpr } from '../syntax/ast.js';
import type { Span } from '../text.js';
import { integerType, sizeOf } from './types.js';
import { eachExpression, eachStatement, expressionsOf } from './visit.js';

/** Bytes. */
const pointerSize = 8;

/** Whether the expression at `span` becomes a narrower integer: by a cast, or by initialising a variable of such a type. */
export function isNarrowed(body: Stmt, span: Span): boolean {
  let found = false;
  const look = (value: Expr, type: TypeExpr): void => {
    if (isAt(value, span) && isNarrow(type)) found = true;
  };
  eachStatement(body, (stmt) => {
    if (stmt.kind === 'declaration') {
      for (const { init, type } of stmt.variables) if (init) look(init, type);
    }
    for (const whole of expressionsOf(stmt)) {
      eachExpression(whole, (expr) => {
        if (expr.kind === 'cast') look(expr.operand, expr.type);
      });
    }
  });
  return found;
}

/** Through casts. */
function isAt(expr: Expr, span: Span): boolean {
  if (expr.span.start === span.start && expr.span.end === span.end) return true;
  return expr.kind === 'cast' && isAt(expr.operand, span);
}

/** Whether it is the name of a small integer; of a typedef nobody knows here. */
export function isNarrow(type: TypeExpr): boolean {
  const known = type.kind === 'name' ? integerType(type.name) : null;
  const size = known && sizeOf(known);
  return size !== null && size < pointerSize;
}
