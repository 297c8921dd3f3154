/**
 * The order of evaluation: a value that was read from a local before something else may write the local is kept apart.
 * Knows which expressions may write locals that live in registers.
 */
import type { Expr } from '../syntax/ast.js';
import type { Span } from '../text.js';
import { emit, register, type Lower } from './lower.js';
import type { Value } from './values.js';
import { bitsOf } from './scalars.js';

/** A value that stays as it is while `later` is evaluated. */
export function steady(lower: Lower, value: Value, span: Span, later: readonly Expr[]): Value {
  const { operand } = value;
  const isLocal = typeof operand === 'number' && lower.builder.registers[operand]?.name !== null;
  return isLocal && later.some(mayWrite) ? snapshot(lower, span, value) : value;
}

/** A copy of a value that lives in a register. */
export function snapshot(lower: Lower, span: Span, value: Value): Value {
  if (typeof value.operand === 'bigint') return value;
  const dst = register(lower, value.type);
  emit(lower, span, { op: 'move', dst, bits: bitsOf(value.type), value: value.operand, opaque: false });
  return { ...value, operand: dst };
}

/** Whether evaluating an expression may write a local of the same function. */
function mayWrite(expr: Expr): boolean {
  const any = (...parts: readonly Expr[]): boolean => parts.some(mayWrite);
  switch (expr.kind) {
    case 'number':
    case 'ident':
    case 'string':
    case 'type':
    case 'unevaluated':
    case 'opaque':
      return false;
    case 'member':
      return any(expr.object);
    case 'index':
      return any(expr.object, expr.index);
    case 'unary':
    case 'cast':
      return any(expr.operand);
    case 'binary':
      return any(expr.left, expr.right);
    case 'call':
      return any(expr.callee, ...expr.args);
    default:
      return true;
  }
}
