/** Statements, in the order of control. */
import type { Stmt } from '../syntax/ast.js';
import type { Span } from '../text.js';
import { store } from './lower-access.js';
import { lowerAsm } from './lower-asm.js';
import { convert, resize } from './lower-conversions.js';
import { declareTypes, declareVariable } from './lower-declarations.js';
import { blockOf } from './lower-labels.js';
import { lowerLoop } from './lower-loops.js';
import { memory } from './lower-places.js';
import { withRegions } from './lower-regions.js';
import { lowerCase, lowerSwitch } from './lower-switch.js';
import { register, type Lower } from './lower.js';
import type { BlockId } from './ir.js';
import { isScalar } from './scalars.js';

/** Instructions of one function behind which nothing is lowered any more. */
const mostInstructions = 200_000;

/** One statement. */
export function lowerStatement(lower: Lower, stmt: Stmt): void {
  const where = stmt.span;
  if (lower.builder.count > mostInstructions)
    return lower.builder.end(where, { op: 'lost', why: 'unsupported' });
  switch (stmt.kind) {
    case 'block':
      return lowerBlock(lower, stmt.body);
    case 'declaration':
      declareTypes(lower, stmt.types);
      return stmt.variables.forEach((variable) => declareVariable(lower, variable));
    case 'expression':
      return lower.effect(stmt.expression);
    case 'if':
      return lowerIf(lower, stmt);
    case 'loop':
      return lowerLoop(lower, stmt);
    case 'switch':
      return lowerSwitch(lower, stmt);
    case 'case':
      return lowerCase(lower, stmt);
    case 'return':
      return lowerReturn(lower, stmt);
    case 'jump':
      return lowerJump(lower, stmt);
    case 'label':
      return lowerLabel(lower, stmt);
    case 'asm':
      return lowerAsm(lower, stmt);
    case 'opaque':
      return lower.builder.end(where, { op: 'lost', why: 'opaque' });
    case 'empty':
      return;
  }
}

/** Statements one after the other; those of one `#if` that is not decided together. */
export function lowerStatements(lower: Lower, stmts: readonly Stmt[]): void {
  withRegions(lower, stmts, (stmt) => lower.run(stmt));
}

function lowerBlock(lower: Lower, body: readonly Stmt[]): void {
  lower.scope.enter();
  lower.runAll(body);
  lower.scope.leave();
}

function lowerIf(lower: Lower, stmt: Extract<Stmt, { kind: 'if' }>): void {
  const { builder } = lower;
  const where = stmt.test.span;
  const [yes, no, done] = [builder.block(), builder.block(), builder.block()];
  lower.condition(stmt.test, yes, stmt.otherwise ? no : done);
  arm(lower, yes, stmt.then, done);
  if (stmt.otherwise) arm(lower, no, stmt.otherwise, done);
  else {
    builder.enter(no);
    builder.jump(where, done);
  }
  builder.enter(done);
}

function arm(lower: Lower, block: BlockId, stmt: Stmt, done: BlockId): void {
  lower.builder.enter(block);
  lower.scope.enter();
  lower.run(stmt);
  lower.scope.leave();
  lower.builder.jump(stmt.span, done);
}

/** A struct goes where the caller wants it. */
function lowerReturn(lower: Lower, stmt: Extract<Stmt, { kind: 'return' }>): void {
  const { returns, result, builder } = lower;
  const where = stmt.span;
  const value = stmt.value ? lower.value(stmt.value) : null;
  if (value && result !== null) store(lower, stmt.span, memory(result, returns), value);
  const isNothing = !value || result !== null || value.type.kind === 'void' || returns.kind === 'void';
  if (isNothing) return builder.end(where, { op: 'return', value: null });
  const operand = isScalar(returns)
    ? convert(lower, stmt.span, value, returns).operand
    : resize(lower, stmt.span, value, 64);
  builder.end(where, { op: 'return', value: operand });
}

function lowerJump(lower: Lower, stmt: Extract<Stmt, { kind: 'jump' }>): void {
  const where = stmt.span;
  const target =
    stmt.jump === 'goto'
      ? stmt.label === null
        ? null
        : blockOf(lower, stmt.label)
      : stmt.jump === 'break'
        ? lower.breaks
        : lower.continues;
  if (target === null) lower.builder.end(where, { op: 'lost', why: 'opaque' });
  else lower.builder.jump(where, target);
}

function lowerLabel(lower: Lower, stmt: Extract<Stmt, { kind: 'label' }>): void {
  const block = blockOf(lower, stmt.name);
  lower.builder.jump(stmt.span, block);
  lower.builder.enter(block);
  if (stmt.body) lower.run(stmt.body);
}

/** The end of a function's body; what a function gives that should have returned before is indeterminate. */
export function endOfBody(lower: Lower, { start, end }: Span): void {
  const { builder, returns, result } = lower;
  const where = { start: Math.max(start, end - 1), end };
  if (returns.kind === 'void' || result !== null) return builder.end(where, { op: 'return', value: null });
  const dst = register(lower, returns);
  builder.emit(where, { op: 'indeterminate', target: { kind: 'register', register: dst } });
  builder.end(where, { op: 'return', value: dst });
}
