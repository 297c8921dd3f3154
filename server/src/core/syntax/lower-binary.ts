/**
 * Binary operators. `(u64) -x` reads as a difference and `(u8) *p` as a product, for the grammar knows no typedefs: of
 * a sign behind a name of a type a cast is made, and what stands around it is bound anew by C's precedence.
 */
import type { Expr, UnaryOp } from './ast.js';
import { childIn, type Cst } from './cst.js';
import { isTypeName, parenthesizedName, typeNamed } from './lower-calls.js';
import { lowerExpr, operator, part } from './lower-expressions.js';
import { lowerDescriptor } from './lower-types.js';
import { type Lowering, spanOf } from './lowering.js';

/** A binary expression, or the cast that looks like one. */
export function lowerBinary(ctx: Lowering, node: Cst): Expr {
  const left = childIn(node, 'left');
  if (left && isSign(operator(node)) && typeAtEnd(ctx, left)) return rebound(ctx, flatten(node));
  return {
    kind: 'binary',
    op: operator(node),
    left: part(ctx, node, 'left'),
    right: part(ctx, node, 'right'),
    span: spanOf(ctx, node),
  };
}

function isSign(op: string): boolean {
  return op === '&' || op === '*' || op === '-' || op === '+';
}

/** The name in parentheses that a node ends with, where it is a type's. */
function typeAtEnd(ctx: Lowering, node: Cst): Cst | null {
  const name = parenthesizedName(node);
  if (name) return isTypeName(ctx, name) ? name : null;
  const last = childIn(node, lastField(node));
  return last ? typeAtEnd(ctx, last) : null;
}

function lastField(node: Cst): string {
  if (node.type === 'binary_expression') return 'right';
  if (node.type === 'cast_expression') return 'value';
  return node.type === 'unary_expression' || node.type === 'pointer_expression' ? 'argument' : '';
}

/** Operands and the operators between them, as they are written. */
interface Flat {
  readonly operands: readonly Cst[];
  readonly operators: readonly Cst[];
}

function flatten(node: Cst): Flat {
  const [left, right] = [childIn(node, 'left'), childIn(node, 'right')];
  const sign = childIn(node, 'operator');
  if (node.type !== 'binary_expression' || !left || !right || !sign)
    return { operands: [node], operators: [] };
  const [a, b] = [flatten(left), flatten(right)];
  return {
    operands: [...a.operands, ...b.operands],
    operators: [...a.operators, sign, ...b.operators],
  };
}

/** Makes the casts, and binds what is left. */
function rebound(ctx: Lowering, { operands, operators }: Flat): Expr {
  const exprs: Expr[] = [];
  const ops: string[] = [];
  for (let i = operands.length - 1; i >= 0; i--) {
    const node = operands[i];
    const sign = operators[i];
    const name = node && sign && isSign(sign.type) ? typeAtEnd(ctx, node) : null;
    const behind = exprs[0];
    if (node && name && sign && behind) {
      ops.shift();
      exprs[0] = castAtEnd(ctx, node, name, sign, behind);
    } else if (node) exprs.unshift(lowerExpr(ctx, node));
    const before = operators[i - 1];
    if (before) ops.unshift(before.type);
  }
  return bind(exprs, ops, 0);
}

/** A node whose last name is a type: what stands in front of it, around the cast of the signed operand. */
function castAtEnd(ctx: Lowering, node: Cst, name: Cst, sign: Cst, operand: Expr): Expr {
  const span = { start: spanOf(ctx, node).start, end: operand.span.end };
  const inner = childIn(node, lastField(node));
  if (parenthesizedName(node) || !inner) {
    const signed: Expr = {
      kind: 'unary',
      op: sign.type as UnaryOp,
      operand,
      span: { start: spanOf(ctx, sign).start, end: span.end },
    };
    return { kind: 'cast', type: typeNamed(ctx, name), operand: signed, span };
  }
  const cast = castAtEnd(ctx, inner, name, sign, operand);
  const type = childIn(node, 'type');
  return node.type === 'cast_expression' && type
    ? { kind: 'cast', type: lowerDescriptor(ctx, type), operand: cast, span }
    : { kind: 'unary', op: operator(node) as UnaryOp, operand: cast, span };
}

/** C11 6.5.5 to 6.5.14, from what binds loosest. */
const levels: readonly (readonly string[])[] = [
  ['||'],
  ['&&'],
  ['|'],
  ['^'],
  ['&'],
  ['==', '!='],
  ['<', '>', '<=', '>='],
  ['<<', '>>'],
  ['+', '-'],
  ['*', '/', '%'],
];

/** All operators associate to the left: the last one of the loosest level is the outermost. */
function bind(exprs: readonly Expr[], ops: readonly string[], level: number): Expr {
  const [first] = exprs;
  if (ops.length === 0 && first) return first;
  const at = ops.findLastIndex((op) => levels[level]?.includes(op) ?? true);
  if (at < 0) return bind(exprs, ops, level + 1);
  const left = bind(exprs.slice(0, at + 1), ops.slice(0, at), level);
  const right = bind(exprs.slice(at + 1), ops.slice(at + 1), level + 1);
  const span = { start: left.span.start, end: right.span.end };
  return { kind: 'binary', op: ops[at] ?? '', left, right, span };
}
