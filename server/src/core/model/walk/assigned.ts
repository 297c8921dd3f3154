/** What statements do to names and where control may enter and leave them; looks at their text only. */
import type { Expr, Stmt } from '../../syntax/ast.js';
import { eachExpression, eachStatement, expressionsOf, someExpression, statementsOf } from '../visit.js';
import { baseOf, keyOf } from './liveness.js';

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

/** What a statement gives a value that the next mention of it replaces, as `keyOf` tells it; null where there is nothing. */
export function overwrittenTarget(stmt: Stmt, rest: readonly Stmt[]): string | null {
  const target = assignedBy(stmt);
  if (target === null) return null;
  const name = baseOf(target);
  const isPart = name !== target;
  const next = rest.find((each) => holdsLabel(each) || mentions(each, name) || (isPart && mayLeave(each)));
  if (!next || holdsLabel(next) || assignedBy(next) !== target || next.kind !== 'expression') return null;
  const { expression } = next;
  const isRead = (each: Expr): boolean => each.kind === 'ident' && each.name === name;
  return expression.kind === 'assign' && someExpression(expression.right, isRead) ? null : target;
}

/** Whether control may go elsewhere, where memory is seen as it is; a call may look at it, which is left out here. */
function mayLeave(stmt: Stmt): boolean {
  let found = false;
  eachStatement(stmt, ({ kind }) => {
    if (kind === 'return' || kind === 'jump' || kind === 'asm') found = true;
  });
  return found;
}

/** What is given a value in `x = ...;`, `T x = ...;`, `x[1] = ...;` and `x.a = ...;`. */
function assignedBy(stmt: Stmt): string | null {
  if (stmt.kind === 'declaration')
    return stmt.variables.length === 1 && stmt.variables[0]?.init ? stmt.variables[0].name : null;
  const expr = stmt.kind === 'expression' ? stmt.expression : null;
  return expr?.kind === 'assign' && expr.op === '=' ? keyOf(expr.left) : null;
}

function mentions(stmt: Stmt, name: string): boolean {
  const isMention = (each: Expr): boolean =>
    (each.kind === 'ident' && each.name === name) ||
    (each.kind === 'statements' && each.body.some((inner) => mentions(inner, name)));
  const own = expressionsOf(stmt).some((expr) => someExpression(expr, isMention));
  return own || statementsOf(stmt).some((inner) => mentions(inner, name));
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
