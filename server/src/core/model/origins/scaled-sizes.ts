/** `p + sizeof(*p)`: the size is counted in elements of what `p` points to, and so is scaled twice. */
import type { Expr, TypeExpr } from '../../syntax/ast.js';
import type { Span } from '../../text.js';
import type { Place } from './place.js';

export interface ScaledSize {
  readonly kind: 'scaled size';
  /** What stands for the size. */
  readonly size: Span;
  /** Whether it is the size of what the pointer points to, so that 1 is meant. */
  readonly isOwn: boolean;
}

/** Null for anything else, for pointers to bytes, and for what is not seen to be a pointer. */
export function scaledSize(
  expr: Extract<Expr, { kind: 'binary' | 'assign' }>,
  place: Place,
): ScaledSize | null {
  const operator = expr.kind === 'assign' ? expr.op.slice(0, -1) : expr.op;
  const { left, right } = expr;
  if ((operator !== '+' && operator !== '-') || right.kind !== 'unevaluated' || right.operator !== 'sizeof')
    return null;
  const to = pointedTo(left, place);
  if (!to) return null;
  const isOwn = isSizeOf(right, left, to);
  return isOwn || place.types.resolve(to).kind === 'struct'
    ? { kind: 'scaled size', size: right.span, isOwn }
    : null;
}

/** What an expression points to, by the type that it is declared with or cast to; null for bytes and for what is not known. */
function pointedTo(expr: Expr, { text, fn, types }: Place): TypeExpr | null {
  const type =
    expr.kind === 'cast' ? expr.type : expr.kind === 'ident' ? text.binding(fn, expr.name)?.type : null;
  if (type?.kind !== 'pointer') return null;
  const to = types.resolve(type.to);
  return to.kind === 'struct' || (to.kind === 'integer' && to.size > 1) ? type.to : null;
}

/** `sizeof(*p)`, or `sizeof(T)` where `p` is a `T *`. */
function isSizeOf(
  { operand, type }: Extract<Expr, { kind: 'unevaluated' }>,
  pointer: Expr,
  to: TypeExpr,
): boolean {
  if (type) return isSameType(type, to);
  const of = operand?.kind === 'unary' && operand.op === '*' ? operand.operand : null;
  return of?.kind === 'ident' && pointer.kind === 'ident' && of.name === pointer.name;
}

function isSameType(a: TypeExpr, b: TypeExpr): boolean {
  if (a.kind === 'name' && b.kind === 'name') return a.name === b.name;
  return (
    a.kind === 'tagged' && b.kind === 'tagged' && a.keyword === b.keyword && a.tag !== null && a.tag === b.tag
  );
}
