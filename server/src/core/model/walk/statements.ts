/** Walks statements in the order of control, and knows which of them the compiler never emits. */
import type { Expr, Stmt, TypeExpr, Variable } from '../../syntax/ast.js';
import { eachExpression, eachStatement, expressionsOf, someExpression, statementsOf } from '../visit.js';
import { isGuard, isSameText, named, typeOfWritten } from './expressions.js';
import { sizeOf } from '../types.js';
import { learn, valueOfTest } from './conditions.js';
import { constant, convert } from './conversions.js';
import { noteTested } from './nullness.js';
import { expandedStatements, type MacroUse } from './expansions.js';
import { consume } from './kernel-pointers.js';
import { store } from './loads.js';
import { constantsOf, joinTyped, ofType, untyped } from './values.js';
import { muted, step, type Flow, type Walk } from './walk.js';

/** Runs a statement. */
export function runStatement(walk: Walk, stmt: Stmt): Flow {
  if (!step(walk)) return 'ends';
  switch (stmt.kind) {
    case 'block':
      return runBlock(walk, stmt.body);
    case 'case':
      return walk.runAll(stmt.body);
    case 'declaration':
      stmt.types.forEach((type) => declareEnumerators(walk, type));
      stmt.variables.forEach((variable) => declare(walk, variable));
      return 'falls';
    case 'expression':
      return runExpression(walk, stmt.expression);
    case 'if':
      return runIf(walk, stmt, null);
    case 'loop':
      return runLoop(walk, stmt);
    case 'switch':
      return runSwitch(walk, stmt);
    case 'return':
      return runReturn(walk, stmt);
    case 'label':
      walk.environment.forget(assignedIn(walk.activation.fn.body));
      return stmt.body ? walk.run(stmt.body) : 'falls';
    case 'jump':
      return 'ends';
    case 'asm':
      return runAsm(walk, stmt);
    default:
      return 'falls';
  }
}

/** A macro may stand for statements, and end the flow. */
function runExpression(walk: Walk, expression: Expr): Flow {
  if (isMacroUse(walk, expression)) {
    const flow = expandedStatements(walk, expression, (stmts) => walk.runAll(stmts));
    if (flow) return flow;
  }
  if (expression.kind === 'statements') return runBlock(walk, expression.body);
  walk.statement = expression.kind === 'cast' ? expression.operand : expression;
  walk.value(expression, 'dropped');
  return 'falls';
}

/** What rules/reads.json says of a name goes before a definition in the file. */
function isMacroUse(walk: Walk, expr: Expr): expr is MacroUse {
  if (expr.kind === 'ident') return walk.environment.lookup(expr.name) === null;
  if (expr.kind !== 'call' || expr.callee.kind !== 'ident') return false;
  const { readings } = walk.facts;
  return readings.probeRead(expr.callee.name) === null && readings.meaning(expr.callee.name) === null;
}

/** Runs statements in order; what follows a jump is dead up to the next label. */
export function runStatements(walk: Walk, stmts: readonly Stmt[]): Flow {
  let flow: Flow = 'falls';
  stmts.forEach((stmt, i) => {
    if (flow === 'ends' && !holdsLabel(stmt)) return;
    walk.overwritten = overwrittenTarget(stmt, stmts.slice(i + 1));
    flow = stmt.kind === 'if' ? runIf(walk, stmt, stmts[i + 1] ?? null) : walk.run(stmt);
  });
  return flow;
}

/** The variable that a statement gives a value which the next mention of it replaces; null where there is none. */
function overwrittenTarget(stmt: Stmt, rest: readonly Stmt[]): string | null {
  const target = assignedBy(stmt);
  if (target === null) return null;
  const next = rest.find((each) => holdsLabel(each) || mentions(each, target));
  if (!next || holdsLabel(next) || assignedBy(next) !== target || next.kind !== 'expression') return null;
  const { expression } = next;
  const isRead = (each: Expr): boolean => each.kind === 'ident' && each.name === target;
  return expression.kind === 'assign' && someExpression(expression.right, isRead) ? null : target;
}

/** The name in `x = ...;` and `T x = ...;`. */
function assignedBy(stmt: Stmt): string | null {
  if (stmt.kind === 'declaration')
    return stmt.variables.length === 1 && stmt.variables[0]?.init ? stmt.variables[0].name : null;
  const expr = stmt.kind === 'expression' ? stmt.expression : null;
  return expr?.kind === 'assign' && expr.op === '=' && expr.left.kind === 'ident' ? expr.left.name : null;
}

function mentions(stmt: Stmt, name: string): boolean {
  const isMention = (each: Expr): boolean =>
    (each.kind === 'ident' && each.name === name) ||
    (each.kind === 'statements' && each.body.some((inner) => mentions(inner, name)));
  const own = expressionsOf(stmt).some((expr) => someExpression(expr, isMention));
  return own || statementsOf(stmt).some((inner) => mentions(inner, name));
}

function holdsLabel(stmt: Stmt): boolean {
  let found = false;
  eachStatement(stmt, (each) => {
    if (each.kind === 'label') found = true;
  });
  return found;
}

function runBlock(walk: Walk, body: readonly Stmt[]): Flow {
  walk.environment.enter();
  const flow = walk.runAll(body);
  walk.environment.leave();
  return flow;
}

/** The constants of an enum that is defined in a function. */
function declareEnumerators(walk: Walk, type: TypeExpr): void {
  let next: bigint | null = 0n;
  for (const { name, value } of type.kind === 'tagged' && type.body ? type.body.constants : []) {
    if (value) {
      const known = walk.value(value, 'used').value;
      next = known.kind === 'constant' ? known.value : null;
    }
    walk.environment.declare(name, constant(next));
    if (next !== null) next += 1n;
  }
}

function declare(walk: Walk, variable: Variable): void {
  const written = typeOfWritten(walk, variable.type);
  const isUnused = walk.activation.unused.has(variable.name) || walk.overwritten === variable.name;
  const init = variable.init ? walk.value(variable.init, isUnused ? 'dropped' : 'used') : untyped;
  const type = written.kind === 'unknown' ? init.type : written;
  const value = { ...init, value: named(init.value, type) };
  walk.environment.declare(variable.name, ofType(type));
  if (!variable.isStatic && !variable.isVolatile && variable.init) {
    const cell = walk.environment.lookup(variable.name);
    if (cell)
      store(walk, { kind: 'local', cell, name: variable.name, path: [], type }, variable.init, value, false);
  }
}

/** `next` is what follows where nothing else does: both ways may say the same. */
function runIf(walk: Walk, stmt: Extract<Stmt, { kind: 'if' }>, next: Stmt | null): Flow {
  const guard = isGuard(walk, stmt.test);
  const decides =
    !isEmpty(stmt) && !isSameText(walk, soleStatement(stmt.then), soleStatement(stmt.otherwise ?? next));
  const tested = valueOfTest(walk, stmt.test, decides ? 'used' : 'dropped');
  consume(walk, tested);
  const test = tested.value;
  if (test.kind === 'constant') {
    const dead = test.value === 0n ? stmt.then : stmt.otherwise;
    const alive = test.value === 0n ? stmt.otherwise : stmt.then;
    if (!dead || !holdsLabel(dead)) return alive ? walk.run(alive) : 'falls';
  }
  if (guard) walk.guards++;
  const flow = runBranches(walk, stmt);
  if (guard && flow === 'both') walk.guards--;
  return flow === 'none' ? 'ends' : 'falls';
}

function isEmpty({ then, otherwise }: Extract<Stmt, { kind: 'if' }>): boolean {
  return [then, otherwise].every(
    (arm) => !arm || arm.kind === 'empty' || (arm.kind === 'block' && arm.body.length === 0),
  );
}

/** The statement in braces around one only. */
function soleStatement(stmt: Stmt | null): Stmt | null {
  if (stmt?.kind !== 'block') return stmt;
  return stmt.body.length === 1 ? (stmt.body[0] ?? null) : stmt;
}

/** Runs two ways that meet again. Says how many of them reach the end. */
function runBranches(
  walk: Walk,
  { test, then, otherwise }: Extract<Stmt, { kind: 'if' }>,
): 'both' | 'one' | 'none' {
  const { environment } = walk;
  const before = environment.snapshot();
  learn(walk, test, true);
  const first = walk.run(then);
  const after = environment.snapshot();
  environment.restore(before);
  learn(walk, test, false);
  const second = otherwise ? walk.run(otherwise) : 'falls';
  if (first === 'falls' && second === 'falls') environment.join(after);
  else if (first === 'falls') environment.restore(after);
  if (first === second) return first === 'falls' ? 'both' : 'none';
  return 'one';
}

/** What a loop changes is unknown in it and after it; a body that runs exactly once is no loop. */
function runLoop(walk: Walk, stmt: Extract<Stmt, { kind: 'loop' }>): Flow {
  walk.environment.enter();
  walk.loops++;
  const flow = runLoopParts(walk, stmt);
  walk.loops--;
  walk.environment.leave();
  return flow;
}

function runLoopParts(walk: Walk, stmt: Extract<Stmt, { kind: 'loop' }>): Flow {
  if (stmt.init) walk.run(stmt.init);
  if (stmt.form === 'do' && isNever(stmt.test)) return runOnce(walk, stmt.body);
  if (stmt.form !== 'do' && isNever(stmt.test)) return 'falls';
  if (stmt.test && stmt.form !== 'do' && isFalseAtFirst(walk, stmt.test)) return 'falls';
  const changed = assignedIn(stmt);
  walk.environment.forget(changed);
  if (stmt.test && stmt.form !== 'do') {
    consume(walk, valueOfTest(walk, stmt.test, 'used'));
    learn(walk, stmt.test, true);
  }
  walk.run(stmt.body);
  if (stmt.test && stmt.form === 'do') walk.value(stmt.test, 'used');
  if (stmt.update) walk.value(stmt.update, 'dropped');
  walk.environment.forget(changed);
  if (stmt.test && stmt.form !== 'do' && !holdsBreak(stmt.body)) learn(walk, stmt.test, false);
  return isEndless(stmt) ? 'ends' : 'falls';
}

/** `do { ... } while (0)`: a jump out of it may also be its own `break`. */
function runOnce(walk: Walk, body: Stmt): Flow {
  const flow = walk.run(body);
  if (flow === 'ends' && holdsBreak(body)) return 'falls';
  return flow;
}

function holdsBreak(body: Stmt): boolean {
  let found = false;
  eachStatement(body, (each) => {
    if (each.kind === 'jump' && each.jump !== 'goto') found = true;
  });
  return found;
}

/** `for (i = 0; i < 0; i++)`: with what is known before the first round. */
function isFalseAtFirst(walk: Walk, test: Expr): boolean {
  const { value } = muted(walk, () => walk.value(test, 'used'));
  return value.kind === 'constant' && value.value === 0n;
}

/** A loop that nothing but a return or a goto leaves. */
function isEndless({ test, body, form }: Extract<Stmt, { kind: 'loop' }>): boolean {
  const isForever = test === null || (test.kind === 'number' && test.value !== null && test.value !== 0n);
  return form !== 'do' && isForever && !holdsBreak(body);
}

function isNever(test: Expr | null): boolean {
  return test?.kind === 'number' && test.value === 0n;
}

/** Every case may be reached from the top or from the case before it. */
function runSwitch(walk: Walk, stmt: Extract<Stmt, { kind: 'switch' }>): Flow {
  const chosen = walk.value(stmt.value, 'used');
  consume(walk, chosen);
  noteTested(walk, chosen);
  const isKnown = chosen.value.kind === 'constant';
  if (isKnown) walk.guards++;
  const { environment } = walk;
  const before = environment.snapshot();
  environment.enter();
  let flow: Flow = 'ends';
  for (const part of stmt.body.kind === 'block' ? stmt.body.body : [stmt.body]) {
    if (part.kind === 'case' && flow === 'falls') environment.join(before);
    else if (part.kind === 'case') environment.restore(before);
    if (part.kind === 'case' || flow === 'falls' || holdsLabel(part)) flow = walk.run(part);
  }
  environment.leave();
  if (isKnown) walk.guards--;
  environment.join(before);
  environment.forget(assignedIn(stmt.body));
  return 'falls';
}

function runReturn(walk: Walk, stmt: Extract<Stmt, { kind: 'return' }>): Flow {
  const result = stmt.value ? walk.value(stmt.value, 'used') : untyped;
  if (walk.frame.calls.length === 0) consume(walk, result);
  const { activation } = walk;
  const type = walk.types.resolve(activation.fn.returns);
  const returned = activation.fn.wrapper === null ? convert(type, result) : result;
  activation.returned = activation.returned ? joinTyped(activation.returned, returned) : returned;
  if (walk.frame.calls.length === 0 && stmt.value && walk.muted === 0) {
    const bits = 8 * (sizeOf(type) ?? 4);
    const at = walk.frame.locate(stmt.value.span);
    walk.found.returns.push({ values: constantsOf(returned.value), bits, at, guarded: walk.guards > 0 });
  }
  return 'ends';
}

function runAsm(walk: Walk, stmt: Extract<Stmt, { kind: 'asm' }>): Flow {
  for (const input of stmt.inputs) walk.value(input, 'used');
  for (const output of stmt.outputs) store(walk, walk.place(output), output, untyped, false);
  return 'falls';
}

const assigned = new WeakMap<Stmt, ReadonlySet<string>>();

/** The names that a statement assigns to, steps, or gives away by address. */
function assignedIn(stmt: Stmt | null): ReadonlySet<string> {
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
      if (target?.kind === 'ident') names.add(target.name);
      if (each.kind === 'statements')
        for (const inner of each.body) eachStatement(inner, (part) => noteAssigned(part, names));
    });
  }
  if (stmt.kind === 'loop' && stmt.test?.kind === 'comma')
    eachExpression(stmt.test, (each) => void (each.kind === 'ident' && names.add(each.name)));
}

function isAddress(expr: Expr): expr is Extract<Expr, { kind: 'unary' }> {
  return expr.kind === 'unary' && expr.op === '&';
}
