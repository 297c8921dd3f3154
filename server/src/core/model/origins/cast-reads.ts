/** Reads of a kernel struct's members through a pointer that was cast to another struct. */
import type { Expr, TypeExpr } from '../../syntax/ast.js';
import type { Span } from '../../text.js';
import type { Place } from './place.js';
import { structOf } from './origins.js';

/** A member that is read through a pointer to `from` as if it were one to `to`. */
export interface CastRead {
  readonly kind: 'cast read';
  readonly from: string;
  readonly to: string;
  readonly member: string;
  /** Where the pointer stands, if it is a name; null where parentheses would be needed. */
  readonly pointer: Span | null;
}

/** Null where the pointer is seen as what it is, or it is not known. */
export function castRead(expr: Extract<Expr, { kind: 'member' }>, place: Place): CastRead | null {
  if (!expr.arrow || isAddress(expr, place)) return null;
  const to = seenAs(expr.object, place);
  const origin = to === null ? null : place.origins.of(expr.object, place.fn);
  if (to === null || origin?.kind !== 'kernel' || origin.struct === to) return null;
  const pointer = expr.object.kind === 'ident' ? expr.object.span : null;
  return { kind: 'cast read', from: origin.struct, to, member: expr.field, pointer };
}

/** Whether a macro of the family of BPF_CORE_READ reads a kernel struct through a pointer to another one. */
export function isCastProbe(expr: Extract<Expr, { kind: 'call' }>, place: Place): boolean {
  const name = expr.callee.kind === 'ident' ? expr.callee.name : '';
  const row = place.facts.readings.probeRead(name);
  const source = row?.path ? expr.args[row.source] : undefined;
  const to = source ? seenAs(source, place) : null;
  const origin = source && to !== null ? place.origins.of(source, place.fn) : null;
  return origin?.kind === 'kernel' && origin.struct !== to;
}

/** Whether its address is taken, of it or of a part. */
function isAddress(expr: Expr, place: Place): boolean {
  const parent = place.parentOf(expr);
  if (parent?.kind === 'unary') return parent.op === '&';
  const isPart =
    (parent?.kind === 'member' && !parent.arrow) || (parent?.kind === 'index' && parent.object === expr);
  return isPart && isAddress(parent, place);
}

function seenAs(expr: Expr, { text, fn }: Place): string | null {
  const type: TypeExpr | null | undefined =
    expr.kind === 'cast' ? expr.type : expr.kind === 'ident' ? text.binding(fn, expr.name)?.type : null;
  return type ? structOf(type) : null;
}
