/** Expressions that choose by control flow: conditions with their short circuits, and the conditional operator. */
import { commonType } from '../model/arithmetic-types.js';
import { intType, unknownType, voidType, type Type } from '../model/types.js';
import type { Expr } from '../syntax/ast.js';
import type { Span } from '../text.js';
import type { BlockId } from './ir.js';
import { constant, convert } from './lower-conversions.js';
import { binary, truth } from './lower-operators.js';
import { steady } from './lower-order.js';
import { bitsOf } from './scalars.js';
import { emit, register, type Lower } from './lower.js';
import type { Value } from './values.js';

/** `&&` and `||` as a number. */
export function valueOfLogical(lower: Lower, expr: Expr): Value {
  const { builder } = lower;
  const where = expr.span;
  const dst = register(lower, intType);
  const [yes, no, done] = [builder.block(), builder.block(), builder.block()];
  lower.condition(expr, yes, no);
  for (const [block, value] of [
    [yes, 1n],
    [no, 0n],
  ] as const) {
    builder.enter(block);
    builder.emit(where, { op: 'move', dst, bits: 32, value, opaque: false });
    builder.jump(where, done);
  }
  builder.enter(done);
  return { operand: dst, type: intType };
}

/** Both sides are written before it is known what type they have in common; then each is converted where it ends. */
export function valueOfConditional(lower: Lower, expr: Extract<Expr, { kind: 'conditional' }>): Value {
  const { builder } = lower;
  const [yes, no, done] = [builder.block(), builder.block(), builder.block()];
  const tested = expr.then ? null : lower.value(expr.test);
  if (tested) branchOn(lower, expr.test, tested, yes, no);
  else lower.condition(expr.test, yes, no);
  builder.enter(yes);
  const then = tested ?? (expr.then ? lower.value(expr.then) : constant(intType, 0n));
  const endOfThen = builder.current;
  builder.enter(no);
  const otherwise = lower.value(expr.otherwise);
  const type = typeOfBoth(then, otherwise);
  const dst = register(lower, type);
  finishArm(lower, expr, otherwise, type, dst, done);
  builder.enter(endOfThen);
  finishArm(lower, expr, then, type, dst, done);
  builder.enter(done);
  return type.kind === 'void' ? { operand: 0n, type } : { operand: dst, type };
}

function finishArm(lower: Lower, expr: Expr, value: Value, type: Type, dst: number, done: BlockId): void {
  const { operand } = convert(lower, expr.span, value, type);
  const bits = lower.builder.registers[dst]?.bits ?? 64;
  if (type.kind !== 'void') emit(lower, expr.span, { op: 'move', dst, bits, value: operand, opaque: false });
  lower.builder.jump(expr.span, done);
}

/** C11 6.5.15: arithmetic types meet in their common one, a pointer beside a number or `void *` keeps its type. */
function typeOfBoth(a: Value, b: Value): Type {
  if (a.type.kind === 'void' || b.type.kind === 'void') return voidType;
  const isNull = ({ operand, type }: Value): boolean =>
    operand === 0n && (type.kind === 'integer' || (type.kind === 'pointer' && type.to.kind === 'void'));
  if (a.type.kind === 'pointer' && b.type.kind === 'pointer')
    return isNull(a) || (b.type.to.kind === 'void' && !isNull(b)) ? b.type : a.type;
  if (a.type.kind === 'pointer') return a.type;
  if (b.type.kind === 'pointer') return b.type;
  if (a.type.kind === 'struct') return a.type;
  return commonType(a, b) ?? unknownType;
}

/** Ends the block: to `yes` where a value is not 0. */
function branchOn(lower: Lower, expr: Expr, value: Value, yes: BlockId, no: BlockId): void {
  const where = expr.span;
  const { operand } = truth(lower, expr.span, value);
  if (typeof operand === 'bigint') lower.builder.jump(where, operand === 0n ? no : yes);
  else lower.builder.branch(where, operand, yes, no);
}

/** Control flow for a condition: `&&`, `||` and `!` only jump. */
export function lowerCondition(lower: Lower, expr: Expr, then: BlockId, otherwise: BlockId): void {
  if (expr.kind === 'unary' && expr.op === '!') return lower.condition(expr.operand, otherwise, then);
  if (expr.kind === 'binary' && (expr.op === '&&' || expr.op === '||')) {
    const second = lower.builder.block();
    if (expr.op === '&&') lower.condition(expr.left, second, otherwise);
    else lower.condition(expr.left, then, second);
    lower.builder.enter(second);
    return lower.condition(expr.right, then, otherwise);
  }
  if (expr.kind === 'call' && expr.args[0] && isExpectation(expr))
    return lower.condition(expr.args[0], then, otherwise);
  const value = lower.value(expr);
  const isTest = value.type.kind === 'integer' && value.type.size === 4 && typeof value.operand === 'number';
  if (isTest) lower.builder.branch(expr.span, value.operand, then, otherwise);
  else branchOn(lower, expr, value, then, otherwise);
}

/** `a op b ? a : b` with both evaluated once: the minimum and maximum of headers that are not read. */
export function valueOfChoice(lower: Lower, span: Span, op: '<' | '>', first: Expr, second: Expr): Value {
  const { builder } = lower;
  const where = span;
  const a = steady(lower, lower.value(first), span, [second]);
  const b = lower.value(second);
  const type = typeOfBoth(a, b);
  const dst = register(lower, type);
  const [yes, no, done] = [builder.block(), builder.block(), builder.block()];
  const test = binary(lower, span, op, a, b).operand;
  builder.branch(where, test, yes, no);
  for (const [block, value] of [
    [yes, a],
    [no, b],
  ] as const) {
    builder.enter(block);
    const { operand } = convert(lower, span, value, type);
    builder.emit(where, { op: 'move', dst, bits: bitsOf(type), value: operand, opaque: false });
    builder.jump(where, done);
  }
  builder.enter(done);
  return { operand: dst, type };
}

/** What only tells the compiler how a condition usually comes out. */
function isExpectation({ callee }: Extract<Expr, { kind: 'call' }>): boolean {
  return callee.kind === 'ident' && /^(?:likely|unlikely|__builtin_expect)$/.test(callee.name);
}
