/** Static variables that are stored to and never read: the compiler drops them with their stores. */
import type { Expr, FunctionDef } from '../../syntax/ast.js';
import { eachStatement, expressionsOf, partsOf } from '../visit.js';
import type { Walk } from './walk.js';

/** Whether no function on the way here reads the variable that a place begins in; others may, which is not looked for. */
export function isNeverRead(walk: Walk, base: string): boolean {
  const name = base.replace(/^\?/, '');
  const variable = walk.symbols.variable(name)?.node;
  if (!variable?.isStatic || variable.isVolatile || base === name) return false;
  return !walk.found.functions.some(({ node }) => readIn(node).has(name));
}

const known = new WeakMap<FunctionDef, ReadonlySet<string>>();

/** The names that a function does more with than to store to them. */
function readIn(fn: FunctionDef): ReadonlySet<string> {
  const before = known.get(fn);
  if (before) return before;
  const names = new Set<string>();
  if (fn.body) eachStatement(fn.body, (stmt) => expressionsOf(stmt).forEach((expr) => noteRead(expr, names)));
  known.set(fn, names);
  return names;
}

function noteRead(expr: Expr, names: Set<string>): void {
  if (expr.kind === 'ident') names.add(expr.name);
  if (expr.kind === 'statements')
    for (const inner of expr.body)
      eachStatement(inner, (stmt) => expressionsOf(stmt).forEach((each) => noteRead(each, names)));
  if (expr.kind === 'assign' && expr.op === '=') {
    noteTarget(expr.left, names);
    return noteRead(expr.right, names);
  }
  for (const part of partsOf(expr)) noteRead(part, names);
}

/** What a store goes to is not read, but the numbers that say where are. */
function noteTarget(expr: Expr, names: Set<string>): void {
  if (expr.kind === 'ident') return;
  if (expr.kind === 'member' && !expr.arrow) return noteTarget(expr.object, names);
  if (expr.kind !== 'index') return noteRead(expr, names);
  noteTarget(expr.object, names);
  noteRead(expr.index, names);
}
