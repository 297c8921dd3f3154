/** What statements do to names and where control may enter and leave them; looks at their text only. */
import type { Expr, Stmt } from '../../syntax/ast.js';
import { eachExpression, eachStatement, expressionsOf } from '../visit.js';

const assigned = new WeakMap<Stmt, ReadonlySet<string>>();

/** The names that a statement assigns to, steps, or gives away by address. */
export function assignedIn(stmt: Stmt | null): ReadonlySet<string> {
  if (!stmt) return new Set();
  const known = assigned.get(stmt);
  if (known) return known;
  const names = new Set<string>();
  eachStatement(stmt, (each) => noteAssigned(each, names));
  assigned.set(stmt, names);
  return names;
}

function noteAssigned(stmt: Stmt, names: Set<string>): void {
  for (const expr of expressionsOf(stmt)) {
    eachExpression(expr, (each) => {
      const target =
        each.kind === 'assign' ? each.left : each.kind === 'update' || isAddress(each) ? each.operand : null;
      const changed = target && variableOf(target);
      if (changed) names.add(changed);
      if (each.kind === 'statements')
        for (const inner of each.body) eachStatement(inner, (part) => noteAssigned(part, names));
    });
  }
  if (stmt.kind === 'loop' && stmt.test?.kind === 'comma')
    eachExpression(stmt.test, (each) => void (each.kind === 'ident' && names.add(each.name)));
}

/** The variable that a place lies in; null for what is reached through a pointer. */
function variableOf(place: Expr): string | null {
  if (place.kind === 'ident') return place.name;
  const inner = place.kind === 'index' || (place.kind === 'member' && !place.arrow) ? place.object : null;
  return inner && variableOf(inner);
}

function isAddress(expr: Expr): expr is Extract<Expr, { kind: 'unary' }> {
  return expr.kind === 'unary' && expr.op === '&';
}

/** Whether a statement holds a label; the one of that name, where one is given. */
export function holdsLabel(stmt: Stmt, name: string | null = null): boolean {
  let found = false;
  eachStatement(stmt, (each) => {
    if (each.kind === 'label' && (name === null || each.name === name)) found = true;
  });
  return found;
}

export function holdsBreak(body: Stmt): boolean {
  let found = false;
  eachStatement(body, (each) => {
    if (each.kind === 'jump' && each.jump !== 'goto') found = true;
  });
  return found;
}
