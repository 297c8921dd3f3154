/** Whether a function does what no compiler may leave out. Looks at what is written, not at what is reached. */
import type { Expr, FunctionDef } from '../syntax/ast.js';
import { eachExpression, eachStatement, expressionsOf } from './visit.js';

/**
 * Whether a call of the function is a call whatever becomes of its result: another file may replace the function, or it
 * calls a helper, stores behind a pointer or to a global, or holds inline assembly.
 */
export function alwaysRuns(
  { body, attributes, params }: FunctionDef,
  isHelper: (name: string) => boolean,
): boolean {
  if (attributes.some((each) => /weak/.test(each))) return true;
  if (!body) return false;
  const locals = new Set(params.flatMap(({ name }) => name ?? []));
  let found = false;
  eachStatement(body, (stmt) => {
    if (stmt.kind === 'declaration') for (const { name } of stmt.variables) locals.add(name);
    if (stmt.kind === 'asm') found = true;
    for (const whole of expressionsOf(stmt))
      eachExpression(whole, (expr) => {
        if (isEffect(expr, isHelper, locals)) found = true;
      });
  });
  return found;
}

function isEffect(expr: Expr, isHelper: (name: string) => boolean, locals: ReadonlySet<string>): boolean {
  if (expr.kind === 'call') return expr.callee.kind === 'ident' && isHelper(expr.callee.name);
  const changed = expr.kind === 'assign' ? expr.left : expr.kind === 'update' ? expr.operand : null;
  if (!changed) return false;
  return changed.kind === 'ident' ? !locals.has(changed.name) : changed.kind !== 'member' || changed.arrow;
}
