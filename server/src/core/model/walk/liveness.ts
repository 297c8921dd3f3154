/**
 * Which local variables are never used: an optimizing compiler drops the loads that only feed them, and the
 * verifier never sees those. Errs on the side of "used".
 */
import type { Expr, FunctionDef, Stmt } from '../../syntax/ast.js';
import { eachExpression, eachStatement } from '../visit.js';

const cache = new WeakMap<FunctionDef, ReadonlySet<string>>();

/** Whether a function does anything with one of its parameters, beyond giving it to what is not used either. */
export function isParameterUsed(fn: FunctionDef, name: string): boolean {
  return !fn.body || liveNames(fn).live.has(name);
}

/** The names of a function's locals that are only ever assigned, or only feed such ones. */
export function unusedLocals(fn: FunctionDef): ReadonlySet<string> {
  const known = cache.get(fn);
  if (known) return known;
  const found = findUnused(fn);
  cache.set(fn, found);
  return found;
}

interface Uses {
  /** Names declared as plain locals; one declared twice (shadowing) or as volatile or static is left out. */
  readonly declared: Map<string, number>;
  readonly excluded: Set<string>;
  /** Names whose value goes somewhere that matters. */
  readonly used: Set<string>;
  /** `a` to the names that are only assigned to `a`. */
  readonly feeds: Map<string, Set<string>>;
}

function liveNames(fn: FunctionDef): { readonly uses: Uses; readonly live: ReadonlySet<string> } {
  const uses: Uses = { declared: new Map(), excluded: new Set(), used: new Set(), feeds: new Map() };
  if (fn.body) eachStatement(fn.body, (stmt) => noteStatement(uses, stmt));
  const params = new Set(fn.params.map((param) => param.name));
  const live = new Set(uses.used);
  // What is no local outlives the function.
  for (const target of uses.feeds.keys())
    if (!uses.declared.has(target) && !params.has(target)) live.add(target);
  const pending = [...live];
  for (let name = pending.pop(); name !== undefined; name = pending.pop()) {
    for (const feeder of uses.feeds.get(name) ?? [])
      if (!live.has(feeder)) pending.push((live.add(feeder), feeder));
  }
  return { uses, live };
}

function findUnused(fn: FunctionDef): ReadonlySet<string> {
  const { uses, live } = liveNames(fn);
  const unused = [...uses.declared].filter(
    ([name, count]) => count === 1 && !uses.excluded.has(name) && !live.has(name),
  );
  return new Set(unused.map(([name]) => name));
}

function noteStatement(uses: Uses, stmt: Stmt): void {
  switch (stmt.kind) {
    case 'declaration':
      for (const variable of stmt.variables) {
        uses.declared.set(variable.name, (uses.declared.get(variable.name) ?? 0) + 1);
        if (variable.isVolatile || variable.isStatic || variable.isExtern) uses.excluded.add(variable.name);
        if (variable.init) noteFlow(uses, variable.name, variable.init);
      }
      return;
    case 'expression':
      return noteEffect(uses, stmt.expression);
    case 'if':
      return noteUse(uses, stmt.test);
    case 'loop':
      if (stmt.test) noteUse(uses, stmt.test);
      if (stmt.update) noteEffect(uses, stmt.update);
      return;
    case 'switch':
      return noteUse(uses, stmt.value);
    case 'return':
      if (stmt.value) noteUse(uses, stmt.value);
      return;
    case 'asm':
      for (const operand of [...stmt.outputs, ...stmt.inputs]) noteUse(uses, operand);
      return;
    default:
      return;
  }
}

/** An expression whose own value is dropped. */
function noteEffect(uses: Uses, expr: Expr): void {
  if (expr.kind === 'assign' && expr.left.kind === 'ident') return noteFlow(uses, expr.left.name, expr.right);
  if (expr.kind === 'update' && expr.operand.kind === 'ident') return;
  if (expr.kind === 'cast' || expr.kind === 'unary') return noteEffect(uses, expr.operand);
  if (expr.kind === 'ident' || expr.kind === 'member') return;
  noteUse(uses, expr);
}

/** A value that goes to `target`: calls in it matter by themselves, plain reads only if `target` does. */
function noteFlow(uses: Uses, target: string, expr: Expr): void {
  if (hasEffect(expr)) return noteUse(uses, expr);
  const names = uses.feeds.get(target) ?? new Set();
  eachExpression(expr, (each) => void (each.kind === 'ident' && names.add(each.name)));
  uses.feeds.set(target, names);
}

function noteUse(uses: Uses, expr: Expr): void {
  eachExpression(expr, (each) => {
    if (each.kind === 'ident') uses.used.add(each.name);
    if (each.kind === 'statements')
      for (const stmt of each.body) eachStatement(stmt, (inner) => noteStatement(uses, inner));
  });
}

function hasEffect(expr: Expr): boolean {
  let found = false;
  eachExpression(expr, (each) => {
    if (
      each.kind === 'call' ||
      each.kind === 'assign' ||
      each.kind === 'update' ||
      each.kind === 'statements'
    )
      found = true;
    if (each.kind === 'unary' && each.op === '&') found = true;
  });
  return found;
}
