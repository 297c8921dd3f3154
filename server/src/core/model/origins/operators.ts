/** Operators on packet pointers that are no steps through the packet, and what becomes of their results. */
import type { PointerBecomes, PointerOperand } from '../../kernel/pointer-operators.js';
import type { Expr, TypeExpr } from '../../syntax/ast.js';
import { isComparison } from '../arithmetic-types.js';
import type { Place } from './place.js';

export interface PointerOperation {
  readonly kind: 'operator';
  /** As C writes it; `-` of a single operand is `neg`. */
  readonly operator: string;
  readonly pointer: 'packet' | 'packet end';
  readonly operand: PointerOperand;
  readonly becomes: PointerBecomes;
}

/** Null for what is no operator on a packet pointer. */
export function operationOn(
  expr: Extract<Expr, { kind: 'binary' | 'unary' | 'assign' }>,
  place: Place,
): PointerOperation | null {
  const { fn, origins } = place;
  if (expr.kind === 'unary') {
    const operator = expr.op === '-' ? 'neg' : expr.op;
    const pointer = operator === 'neg' || operator === '~' ? packetOf(expr.operand, place) : null;
    return pointer && { kind: 'operator', operator, pointer, operand: 'none', becomes: becomes(expr, place) };
  }
  const operator = expr.kind === 'assign' ? expr.op.slice(0, -1) : expr.op;
  if (operator === '' || isComparison(operator) || operator === '&&' || operator === '||') return null;
  const [left, right] = [packetOf(expr.left, place), packetOf(expr.right, place)];
  const pointer = left ?? right;
  if (!pointer || origins.of(left ? expr.right : expr.left, fn)) return null;
  // A number minus a pointer is another operator to the verifier.
  if (!left && operator === '-') return null;
  const operand = isConstant(left ? expr.right : expr.left, place) ? 'constant' : 'variable';
  return { kind: 'operator', operator, pointer, operand, becomes: becomes(expr, place) };
}

function packetOf(expr: Expr, { fn, origins }: Place): PointerOperation['pointer'] | null {
  const origin = origins.of(expr, fn);
  return origin?.kind === 'packet' || origin?.kind === 'packet end' ? origin.kind : null;
}

function isConstant(expr: Expr, place: Place): boolean {
  switch (expr.kind) {
    case 'number':
    case 'unevaluated':
      return true;
    case 'ident':
      return place.text.binding(place.fn, expr.name) === null && place.types.constant(expr.name) !== null;
    case 'cast':
    case 'unary':
      return isConstant(expr.operand, place);
    case 'binary':
      return isConstant(expr.left, place) && isConstant(expr.right, place);
    default:
      return false;
  }
}

/** What is done with the value, as far as the expressions around it show. */
function becomes(expr: Expr, place: Place): PointerBecomes {
  const parent = place.parentOf(expr);
  switch (parent?.kind) {
    case 'cast':
      return cast(parent, place);
    case 'unary':
      return parent.op === '*' ? 'pointer' : parent.op === '!' ? 'truth' : 'unknown';
    case 'member':
    case 'index':
      return 'pointer';
    case 'assign':
      return parent.right === expr && parent.op === '=' ? assigned(parent.left, place) : 'unknown';
    case 'call':
      return isHelper(parent, place) ? 'stored' : 'unknown';
    case 'binary':
      return compared(parent, expr, place);
    default:
      return 'unknown';
  }
}

/** A pointer that is made of it is compared with others, or followed. */
function cast(expr: Extract<Expr, { kind: 'cast' }>, place: Place): PointerBecomes {
  const next = becomes(expr, place);
  return expr.type.kind !== 'pointer' || next === 'against' ? next : 'pointer';
}

function assigned(left: Expr, { text, fn }: Place): PointerBecomes {
  const binding = left.kind === 'ident' ? text.binding(fn, left.name) : null;
  if (left.kind === 'ident' && binding) return isPointer(binding.type) ? 'pointer' : 'unknown';
  return 'stored';
}

function compared(
  { op, left, right }: Extract<Expr, { kind: 'binary' }>,
  expr: Expr,
  place: Place,
): PointerBecomes {
  if (op === '&&' || op === '||') return 'truth';
  const other = left === expr ? right : left;
  if (isComparison(op) && packetOf(other, place)) return 'against';
  if (!isComparison(op) || !isConstant(other, place)) return 'unknown';
  return op === '==' || op === '!=' ? 'equal' : 'compared';
}

function isHelper({ callee }: Extract<Expr, { kind: 'call' }>, { facts }: Place): boolean {
  return callee.kind === 'ident' && facts.helpers.id(callee.name) !== null;
}

function isPointer(type: TypeExpr): boolean {
  return type.kind === 'pointer';
}
