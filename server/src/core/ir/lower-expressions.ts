/** Expressions, in the order in which clang evaluates them. */
import { intType, unknownType, voidType, type Type } from '../model/types.js';
import type { Expr } from '../syntax/ast.js';
import { load, store } from './lower-access.js';
import { valueOfCall } from './lower-calls.js';
import { constant, convert } from './lower-conversions.js';
import { valueOfInitializer } from './lower-initializers.js';
import { valueOfName } from './lower-names.js';
import { binary, unary } from './lower-operators.js';
import { addressOf } from './lower-places.js';
import { valueOfConditional, valueOfLogical } from './lower-conditions.js';
import { snapshot, steady } from './lower-order.js';
import { valueOfUnevaluated } from './lower-unevaluated.js';
import { emit, havoc, register, type Lower } from './lower.js';
import type { Value } from './values.js';
import { typeOfWritten } from './types.js';

/** The value of an expression; what computing it takes is written. */
export function valueOf(lower: Lower, expr: Expr): Value {
  const { span } = expr;
  switch (expr.kind) {
    case 'number':
      return expr.value === null
        ? havoc(lower, span, unknownType, 'floating point')
        : constant(expr.type ? { kind: 'integer', ...expr.type } : intType, expr.value);
    case 'string':
      return valueOfString(lower, expr);
    case 'ident':
      return valueOfName(lower, expr);
    case 'member':
    case 'index':
      return load(lower, span, lower.place(expr));
    case 'unary':
      return valueOfUnary(lower, expr);
    case 'update':
      return valueOfUpdate(lower, expr);
    case 'binary':
      return valueOfBinary(lower, expr);
    case 'assign':
      return valueOfAssignment(lower, expr);
    case 'conditional':
      return valueOfConditional(lower, expr);
    case 'cast':
      return convert(lower, span, lower.value(expr.operand), typeOfWritten(lower, expr.type));
    case 'comma':
      lower.effect(expr.left);
      return lower.value(expr.right);
    case 'call':
      return valueOfCall(lower, expr);
    case 'unevaluated':
      return valueOfUnevaluated(lower, expr);
    case 'statements':
      return valueOfStatements(lower, expr);
    case 'initializer':
      return valueOfInitializer(lower, expr);
    default:
      return havoc(lower, span, unknownType, 'opaque');
  }
}

function valueOfString(lower: Lower, expr: Extract<Expr, { kind: 'string' }>): Value {
  const type: Type = { kind: 'pointer', to: { kind: 'integer', size: 1, signed: true } };
  const dst = register(lower, type);
  const isWhole = !/[A-Za-z_]\w*\s*$|^\s*[A-Za-z_]\w*\s+"/.test(
    lower.text.slice(expr.span.start, expr.span.end),
  );
  emit(lower, expr.span, { op: 'string', dst, text: isWhole ? expr.value : null });
  return { operand: dst, type };
}

function valueOfUnary(lower: Lower, expr: Extract<Expr, { kind: 'unary' }>): Value {
  const { op, operand, span } = expr;
  if (op === '*') return load(lower, span, lower.place(expr));
  if (op === '&') return addressOfOperand(lower, operand);
  return unary(lower, span, op, lower.value(operand));
}

function addressOfOperand(lower: Lower, operand: Expr): Value {
  const isFunction =
    operand.kind === 'ident' &&
    !lower.scope.lookup(operand.name) &&
    lower.symbols.function(operand.name) !== null;
  return isFunction ? lower.value(operand) : addressOf(lower, operand.span, lower.place(operand));
}

function valueOfUpdate(lower: Lower, expr: Extract<Expr, { kind: 'update' }>): Value {
  const place = lower.place(expr.operand);
  const read = load(lower, expr.operand.span, place);
  const before = expr.isPrefix ? read : snapshot(lower, expr.span, read);
  const by = constant(intType, 1n);
  const after = binary(lower, expr.span, expr.op === '++' ? '+' : '-', before, by);
  const stored = store(lower, expr.span, place, after);
  return expr.isPrefix ? stored : before;
}

function valueOfBinary(lower: Lower, expr: Extract<Expr, { kind: 'binary' }>): Value {
  if (expr.op === '&&' || expr.op === '||') return valueOfLogical(lower, expr);
  const left = lower.value(expr.left);
  const early = steady(lower, left, expr.left.span, [expr.right]);
  return binary(lower, expr.span, expr.op, early, lower.value(expr.right));
}

function valueOfAssignment(lower: Lower, expr: Extract<Expr, { kind: 'assign' }>): Value {
  const { left, span } = expr;
  const early = steady(lower, lower.value(expr.right), expr.right.span, [left]);
  const place = lower.place(left);
  if (expr.op === '=') return store(lower, span, place, early);
  const before = load(lower, left.span, place);
  return store(lower, span, place, binary(lower, span, expr.op.slice(0, -1), before, early));
}

function valueOfStatements(lower: Lower, expr: Extract<Expr, { kind: 'statements' }>): Value {
  const last = expr.body.at(-1);
  lower.scope.enter();
  let value: Value = { operand: 0n, type: voidType };
  if (last?.kind === 'expression') {
    lower.runAll(expr.body.slice(0, -1));
    value = lower.value(last.expression);
  } else lower.runAll(expr.body);
  lower.scope.leave();
  return value;
}

/** Evaluates an expression whose value nobody wants. */
export function lowerEffect(lower: Lower, expr: Expr): void {
  if (expr.kind === 'comma') {
    lowerEffect(lower, expr.left);
    lowerEffect(lower, expr.right);
  } else lower.value(expr.kind === 'update' ? { ...expr, isPrefix: true } : expr);
}
