/** The types of what the source writes: declarations, `typeof`, and arrays whose length their initializer gives. */
import type { Type } from '../model/types.js';
import type { Expr, TypeExpr } from '../syntax/ast.js';
import { Builder } from './builder.js';
import { unevaluated, type Lower } from './lower.js';
import { designators } from './designators.js';
import { bytesOf } from './strings.js';

/** A written type; `typeof` asks the expression without evaluating it. */
export function typeOfWritten(lower: Lower, type: TypeExpr): Type {
  switch (type.kind) {
    case 'pointer': {
      const to = typeOfWritten(lower, type.to);
      return type.isVolatile ? { kind: 'pointer', to, isVolatile: true } : { kind: 'pointer', to };
    }
    case 'array': {
      const whole = lower.types.resolve(type);
      return whole.kind === 'array' ? { ...whole, of: typeOfWritten(lower, type.of) } : whole;
    }
    case 'typeof':
      return type.operand ? typeOf(lower, type.operand) : typeOfWritten(lower, type.type ?? unknown);
    default:
      return lower.types.resolve(type);
  }
}

const unknown: TypeExpr = { kind: 'unknown' };

/** The type of an expression, which is not evaluated: of an array the array's. */
export function typeOf(lower: Lower, expr: Expr): Type {
  return unevaluated(lower, new Builder(), () => typeHere(lower, expr));
}

function typeHere(lower: Lower, expr: Expr): Type {
  switch (expr.kind) {
    case 'string':
      return { kind: 'array', of: characterType, length: bytesOf(expr.value).length + 1 };
    case 'ident':
    case 'member':
    case 'index': {
      const place = lower.place(expr);
      return place.type.kind === 'unknown' && place.kind === 'unknown' ? lower.value(expr).type : place.type;
    }
    case 'unary':
      return expr.op === '*' ? lower.place(expr).type : lower.value(expr).type;
    default:
      return lower.value(expr).type;
  }
}

const characterType: Type = { kind: 'integer', size: 1, signed: true };

/** An array without a length has that of its initializer. */
export function withLength(
  { types }: { readonly types: Lower['types'] },
  type: Type,
  init: Expr | null,
): Type {
  if (type.kind !== 'array' || type.length !== null || !init) return type;
  if (init.kind === 'string') return { ...type, length: bytesOf(init.value).length + 1 };
  if (init.kind !== 'initializer') return type;
  let next = 0;
  let length = 0;
  for (const { field } of init.values) {
    const [first] = field === null ? [] : (designators(field, types) ?? [unreadable]);
    if (first && first.kind !== 'index') return type;
    next = (first ? first.to : next) + 1;
    length = Math.max(length, next);
  }
  return { ...type, length };
}

const unreadable = { kind: 'member', name: '' } as const;
