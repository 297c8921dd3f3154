/** Walks statements in the order of control, and knows which of them the compiler never emits. */
import type { Expr, Stmt, TypeExpr, Variable } from '../../syntax/ast.js';
import { assignedIn, holdsLabel } from './assigned.js';
import { runIf } from './branches.js';
import { constant, convert } from './conversions.js';
import { typeOfWritten } from './expressions.js';
import { valueOfInitializer } from './initializers.js';
import { consume } from './kernel-pointers.js';
import { store } from './loads.js';
import { runLoop } from './loops.js';
import { runSwitch } from './switches.js';
import type { Use } from './recorded.js';
import { sizeOf, unknownType, type Type } from '../types.js';
import { constantsOf, joinTyped, ofType, untyped, type Typed } from './values.js';
import { overwrittenTarget } from './overwritten.js';
import { noteEffect } from './paths/effects.js';
import type { Snapshot } from './environment.js';
import { regionsAround } from './regions.js';
import { PathEnd } from './paths/path.js';
import { takeStatements } from './paths/statements.js';
import { pathOf, step, type Flow, type Walk } from './walk.js';

/** Runs a statement. */
export function runStatement(walk: Walk, stmt: Stmt): Flow {
  if (!step(walk)) return 'ends';
  switch (stmt.kind) {
    case 'block':
      return runBlock(walk, stmt.body);
    case 'case':
      return walk.runAll(stmt.body);
    case 'declaration':
      stmt.types.forEach((type) => declareType(walk, type));
      for (const { name, type } of stmt.typedefs) walk.environment.declareType(`typedef ${name}`, type);
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
      return runLabel(walk, stmt);
    case 'jump':
      return runJump(walk, stmt);
    case 'asm':
      return runAsm(walk, stmt);
    case 'opaque':
      if (pathOf(walk)) throw new PathEnd();
      return 'falls';
    default:
      return 'falls';
  }
}

/** Control may come here from anywhere in the function; a path knows where from. */
function runLabel(walk: Walk, { name, body }: Extract<Stmt, { kind: 'label' }>): Flow {
  const path = pathOf(walk);
  if (path?.seeking === name) path.seeking = null;
  if (!path) {
    walk.environment.forget(assignedIn(walk.activation.fn.body));
    walk.environment.doubt(false);
  }
  return body ? walk.run(body) : 'falls';
}

function runJump(walk: Walk, { jump, label }: Extract<Stmt, { kind: 'jump' }>): Flow {
  const path = pathOf(walk);
  if (path) path.leaving = { kind: jump, label };
  else if (jump === 'break') walk.exits.ofBreak.push(walk.environment.snapshot());
  else if (jump === 'continue') walk.exits.ofContinue.push(walk.environment.snapshot());
  return 'ends';
}

function runExpression(walk: Walk, expression: Expr): Flow {
  if (expression.kind === 'statements') return runBlock(walk, expression.body);
  walk.statement = expression.kind === 'cast' ? expression.operand : expression;
  walk.value(expression, 'dropped');
  return 'falls';
}

/** Runs statements in order; what follows a jump is dead up to the next label. */
export function runStatements(walk: Walk, stmts: readonly Stmt[]): Flow {
  const path = pathOf(walk);
  if (path) return takeStatements(walk, path, stmts);
  let flow: Flow = 'falls';
  stmts.forEach((stmt, i) => {
    if (flow === 'ends' && !holdsLabel(stmt)) return;
    walk.overwritten = overwrittenTarget(stmts, i);
    const before = regionsAround(walk, stmt).length > 0 ? walk.environment.snapshot() : null;
    flow = stmt.kind === 'if' ? runIf(walk, stmt, stmts[i + 1] ?? null) : walk.run(stmt);
    if (before) flow = alsoWithout(walk, flow, before);
  });
  return flow;
}

/** What goes on behind a statement that may not be compiled. */
function alsoWithout({ environment }: Walk, flow: Flow, before: Snapshot): Flow {
  if (flow === 'falls') environment.join(before);
  else environment.restore(before);
  return 'falls';
}

function runBlock(walk: Walk, body: readonly Stmt[]): Flow {
  walk.environment.enter();
  const flow = walk.runAll(body);
  walk.environment.leave();
  return flow;
}

/** A struct, union or enum that is defined in a function, with its constants. */
function declareType(walk: Walk, type: TypeExpr): void {
  if (type.kind !== 'tagged' || !type.body) return;
  if (type.tag !== null) walk.environment.declareType(`${type.keyword} ${type.tag}`, type);
  // Its members are placed at once: what their types' names mean may be another thing later.
  sizeOf(walk.types.resolve(type));
  let next: bigint | null = 0n;
  for (const { name, value } of type.body.constants) {
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
  const init = valueOfInit(walk, variable, written, isUnused ? 'dropped' : 'used');
  const type = written.kind === 'unknown' ? typeOfInit(variable, init) : written;
  const declared = variable.isStatic ? {} : { declared: walk.frame.locate(variable.nameSpan) };
  walk.environment.declare(variable.name, { ...ofType(type), isVolatile: variable.isVolatile, ...declared });
  if (!variable.isStatic && variable.init) {
    const cell = walk.environment.lookup(variable.name);
    if (cell)
      store(walk, { kind: 'local', cell, name: variable.name, path: [], type }, variable.init, init, false);
  }
}

/** What is declared by a name that is not known: `__auto_type`, or whatever the name means where it is declared. */
function typeOfInit({ type }: Variable, init: Typed): Type {
  const isAuto = type.kind === 'name' && /^(?:__auto_type|auto)$/.test(type.name);
  return isAuto || init.type.kind !== 'integer' ? init.type : unknownType;
}

function valueOfInit(walk: Walk, { init, name }: Variable, type: Type, use: Use): Typed {
  if (init?.kind === 'initializer') return valueOfInitializer(walk, init, use, type, name);
  return init ? walk.value(init, use) : untyped;
}

function runReturn(walk: Walk, stmt: Extract<Stmt, { kind: 'return' }>): Flow {
  const result = stmt.value ? walk.value(stmt.value, 'used') : untyped;
  if (walk.frame.calls.length === 0) consume(walk, result);
  const { activation } = walk;
  const type = walk.types.resolve(activation.fn.returns);
  const returned = activation.fn.wrapper === null ? convert(walk, type, result) : result;
  const path = pathOf(walk);
  if (path) path.leaving = { kind: 'return', label: null };
  if (walk.frame.calls.length === 0) noteEffect(walk, returned, 'return');
  activation.returned = activation.returned && !path ? joinTyped(activation.returned, returned) : returned;
  if (walk.frame.calls.length === 0 && stmt.value && walk.muted === 0) {
    const at = walk.frame.locate(stmt.value.span);
    walk.found.returns.push({
      values: constantsOf(returned.value),
      at,
      guarded: walk.environment.isDoubtful(),
    });
  }
  return 'ends';
}

function runAsm(walk: Walk, stmt: Extract<Stmt, { kind: 'asm' }>): Flow {
  pathOf(walk)?.memory.clobber();
  for (const input of stmt.inputs) noteEffect(walk, walk.value(input, 'used'));
  // Nothing is done by no instructions: they only keep the compiler from knowing.
  if (stmt.template.trim() === '') return 'falls';
  for (const output of stmt.outputs) store(walk, walk.place(output), output, untyped, false);
  return 'falls';
}
