/** Lvalues (C11 6.5.1 to 6.5.3): names, members, elements and what pointers point to. */
import { sizeOf } from '../model/types.js';
import type { Expr } from '../syntax/ast.js';
import { load } from './lower-access.js';
import { placeOfCall } from './lower-calls.js';
import type { Lower } from './lower.js';
import { placeOfName } from './lower-names.js';
import { move } from './lower-operators.js';
import { lost, memberOf, placeOfValue, pointee } from './lower-places.js';
import type { Place } from './values.js';

/** The place that an expression names; a value that has none is put into memory if it is a struct. */
export function placeOf(lower: Lower, expr: Expr): Place {
  switch (expr.kind) {
    case 'ident':
      return placeOfName(lower, expr);
    case 'member':
      return placeOfMember(lower, expr);
    case 'index':
      return placeOfElement(lower, expr);
    case 'unary':
      return expr.op === '*' ? pointee(lower.value(expr.operand)) : placeOfValue(lower.value(expr));
    case 'call':
      return placeOfCall(lower, expr);
    default:
      return placeOfValue(lower.value(expr));
  }
}

/** Whether an expression names a place of its own. */
function isPlace(expr: Expr): boolean {
  return (
    expr.kind === 'ident' ||
    expr.kind === 'member' ||
    expr.kind === 'index' ||
    (expr.kind === 'unary' && expr.op === '*')
  );
}

function placeOfMember(lower: Lower, expr: Extract<Expr, { kind: 'member' }>): Place {
  const whole = expr.arrow ? pointee(lower.value(expr.object)) : lower.place(expr.object);
  return memberOf(lower, expr.span, whole, expr.field);
}

function placeOfElement(lower: Lower, expr: Extract<Expr, { kind: 'index' }>): Place {
  const whole = isPlace(expr.object) ? lower.place(expr.object) : null;
  const object = whole ? load(lower, expr.object.span, whole) : lower.value(expr.object);
  const volatile = whole?.kind === 'memory' && whole.type.kind === 'array' && whole.volatile;
  const index = lower.value(expr.index);
  // `2[a]` is C, too.
  const [pointer, count] = object.type.kind === 'integer' ? [index, object] : [object, index];
  if (pointer.type.kind !== 'pointer') return lost(pointer.operand);
  if (sizeOf(pointer.type.to) === null) return { ...lost(pointer.operand), type: pointer.type.to };
  const place = pointee(move(lower, expr.span, pointer, count, 1n));
  return place.kind === 'memory' ? { ...place, volatile: place.volatile || volatile } : place;
}
