/** What the compiler computes from types: sizeof, _Alignof, offsetof. Evaluates nothing. */
import { alignOf, sizeOf, sizeType, unknownType } from '../model/types.js';
import type { Expr } from '../syntax/ast.js';
import { Builder } from './builder.js';
import { load } from './lower-access.js';
import { constant } from './lower-conversions.js';
import { binary } from './lower-operators.js';
import { memberOf, memory } from './lower-places.js';
import { havoc, unevaluated, type Lower } from './lower.js';
import type { Place, Value } from './values.js';
import { typeOf, typeOfWritten } from './types.js';

/** The number that an operator gives for a type or for the type of its operand. */
export function valueOfUnevaluated(lower: Lower, expr: Extract<Expr, { kind: 'unevaluated' }>): Value {
  const { operator, operand, span } = expr;
  if (operator.endsWith('offsetof')) return offsetOf(lower, expr);
  const type = expr.type ? typeOfWritten(lower, expr.type) : operand ? typeOf(lower, operand) : unknownType;
  const isAlign = /align/i.test(operator);
  const size = isAlign ? alignOf(type) : sizeOf(type);
  return size === null ? havoc(lower, span, sizeType, 'unknown type') : constant(sizeType, BigInt(size));
}

/** The address that `&((T *)0)->member` would be: of members and elements with constant indexes. */
function offsetOf(lower: Lower, { type, operand, span }: Extract<Expr, { kind: 'unevaluated' }>): Value {
  const scratch = new Builder();
  const start = memory(0n, type ? typeOfWritten(lower, type) : unknownType);
  const place = operand && unevaluated(lower, scratch, () => memberPath(lower, start, operand));
  const bytes = place?.kind === 'memory' ? sumOf(scratch, place.address) : null;
  return bytes === null ? havoc(lower, span, sizeType, 'unknown type') : constant(sizeType, bytes);
}

function memberPath(lower: Lower, start: Place, path: Expr): Place {
  if (path.kind === 'ident') return memberOf(lower, path.span, start, path.name);
  if (path.kind === 'member')
    return memberOf(lower, path.span, memberPath(lower, start, path.object), path.field);
  if (path.kind !== 'index') return { kind: 'unknown', base: null, type: unknownType, why: 'unsupported' };
  const whole = load(lower, path.span, memberPath(lower, start, path.object));
  const moved = binary(lower, path.span, '+', whole, lower.value(path.index));
  return memory(moved.operand, moved.type.kind === 'pointer' ? moved.type.to : unknownType);
}

/** What constant offsets add up to; null where anything else is in it. */
function sumOf(scratch: Builder, address: Value['operand']): bigint | null {
  if (typeof address === 'bigint') return address;
  const made = scratch.definition(address);
  if (made?.op === 'ptr' && made.index !== 0n) return null;
  if ((made?.op !== 'ptr' && made?.op !== 'field') || made.offset === null) return null;
  const base = sumOf(scratch, made.base);
  return base === null ? null : base + made.offset;
}
