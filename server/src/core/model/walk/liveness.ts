/**
 * Which local variables are never used: an optimizing compiler drops the loads that only feed them, and the
 * verifier never sees those. Errs on the side of "used".
 */
import type { Expr, FunctionDef, Stmt } from '../../syntax/ast.js';
import { eachExpression, partsOf, statementsOf } from '../visit.js';

/** Keys as `keyOf` makes them. */
interface Liveness {
  /** What goes somewhere that matters. */
  readonly live: ReadonlySet<string>;
  readonly unused: ReadonlySet<string>;
}

const cache = new WeakMap<FunctionDef, Liveness>();

/** Whether a function does anything with one of its parameters, beyond giving it to what is not used either. */
export function isParameterUsed(fn: FunctionDef, name: string): boolean {
  return !fn.body || livenessOf(fn).live.has(name);
}

/** The names of a function's locals that are only ever assigned, or only feed such ones. */
export function unusedLocals(fn: FunctionDef): ReadonlySet<string> {
  return livenessOf(fn).unused;
}

function livenessOf(fn: FunctionDef): Liveness {
  const known = cache.get(fn);
  if (known) return known;
  const { uses, live } = liveNames(fn);
  const found = { live, unused: findUnused(uses, live) };
  cache.set(fn, found);
  return found;
}

/** `x`, `x[1]` or `x.a`: what is told apart of a local; null for any other expression. */
export function keyOf(expr: Expr): string | null {
  if (expr.kind === 'ident') return expr.name;
  if (expr.kind === 'index' && expr.object.kind === 'ident' && expr.index.kind === 'number')
    return `${expr.object.name}[${expr.index.value}]`;
  return expr.kind === 'member' && !expr.arrow && expr.object.kind === 'ident'
    ? `${expr.object.name}.${expr.field}`
    : null;
}

/** The variable that a key names, or a part of. */
export function baseOf(key: string): string {
  return /^\w+/.exec(key)?.[0] ?? key;
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
  if (fn.body) noteAll(uses, fn.body);
  const params = new Set(fn.params.map((param) => param.name));
  const isLocal = (key: string): boolean => uses.declared.has(baseOf(key)) || params.has(baseOf(key));
  const targets = [...uses.feeds.keys()];
  const partsOfVariable = new Map<string, string[]>();
  for (const target of targets)
    partsOfVariable.set(baseOf(target), [...(partsOfVariable.get(baseOf(target)) ?? []), target]);
  const live = new Set<string>();
  // What is no local outlives the function.
  const pending = [...uses.used, ...targets.filter((target) => !isLocal(target))];
  for (let name = pending.pop(); name !== undefined; name = pending.pop()) {
    if (live.has(name)) continue;
    live.add(name);
    pending.push(...(uses.feeds.get(name) ?? []), ...(partsOfVariable.get(name) ?? []));
  }
  return { uses, live };
}

function findUnused(uses: Uses, live: ReadonlySet<string>): ReadonlySet<string> {
  const isPlain = (name: string): boolean => uses.declared.get(name) === 1 && !uses.excluded.has(name);
  const keys = [...uses.declared.keys(), ...uses.feeds.keys()];
  // A local of which one element is used is used; its other elements need not be.
  const withLivePart = new Set([...live].flatMap((each) => (baseOf(each) === each ? [] : [baseOf(each)])));
  return new Set(keys.filter((key) => isPlain(baseOf(key)) && !live.has(key) && !withLivePart.has(key)));
}

/** All statements but those that a literal 0 keeps from being compiled. */
function noteAll(uses: Uses, stmt: Stmt): void {
  noteStatement(uses, stmt);
  const isDead = stmt.kind === 'if' && stmt.test.kind === 'number' && stmt.test.value === 0n;
  const parts = isDead ? (stmt.otherwise ? [stmt.otherwise] : []) : statementsOf(stmt);
  for (const part of parts) noteAll(uses, part);
}

function noteStatement(uses: Uses, stmt: Stmt): void {
  switch (stmt.kind) {
    case 'declaration':
      for (const variable of stmt.variables) {
        uses.declared.set(variable.name, (uses.declared.get(variable.name) ?? 0) + 1);
        if (variable.isVolatile || variable.isStatic || variable.isExtern) uses.excluded.add(variable.name);
        if (variable.init?.kind === 'initializer') noteMembers(uses, variable.name, variable.init);
        else if (variable.init) noteFlow(uses, variable.name, variable.init);
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

/** A braced initializer gives each member a value of its own. */
function noteMembers(uses: Uses, name: string, { values }: Extract<Expr, { kind: 'initializer' }>): void {
  for (const { field, value } of values) noteFlow(uses, memberKey(name, field), value);
}

/** The key of the member that an initializer names; the whole variable where it names none. */
export function memberKey(name: string, field: string | null): string {
  return field !== null && /^\w+$/.test(field) ? `${name}.${field}` : name;
}

/** An expression whose own value is dropped. */
function noteEffect(uses: Uses, expr: Expr): void {
  const target = expr.kind === 'assign' ? keyOf(expr.left) : null;
  if (expr.kind === 'assign' && target !== null) return noteFlow(uses, target, expr.right);
  if (expr.kind === 'update' && expr.operand.kind === 'ident') return;
  if (expr.kind === 'cast' || expr.kind === 'unary') return noteEffect(uses, expr.operand);
  if (expr.kind === 'ident' || expr.kind === 'member') return;
  noteUse(uses, expr);
}

/** A value that goes to `target`: calls in it matter by themselves, plain reads only if `target` does. */
function noteFlow(uses: Uses, target: string, expr: Expr): void {
  if (hasEffect(expr)) return noteUse(uses, expr);
  const names = uses.feeds.get(target) ?? new Set();
  eachKey(expr, (key) => names.add(key));
  uses.feeds.set(target, names);
}

function noteUse(uses: Uses, expr: Expr): void {
  eachKey(expr, (key) => uses.used.add(key));
  eachExpression(expr, (each) => {
    if (each.kind === 'statements') for (const stmt of each.body) noteAll(uses, stmt);
  });
}

/** The locals, or parts of them, that an expression names. */
function eachKey(expr: Expr, visit: (key: string) => void): void {
  const key = keyOf(expr);
  if (key !== null) visit(key);
  else for (const part of partsOf(expr)) eachKey(part, visit);
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
