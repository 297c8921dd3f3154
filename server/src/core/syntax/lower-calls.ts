/**
 * Calls, and what looks like one without types at hand: casts to a typedef, sizeof, offsetof. Knows how BPF C is
 * usually written; looks no name up.
 */
import type { Expr, UnaryOp } from './ast.js';
import { childIn, type Cst, namedChildren } from './cst.js';
import { lowerExpr, lowerIdentifier, operator, part } from './lower-expressions.js';
import { lowerDescriptor, lowerNote } from './lower-types.js';
import { type Lowering, opaque, spanOf, textOf, typeNote } from './lowering.js';
import { looksLikeType } from './words.js';

/** A call, a cast that looks like one, or offsetof. */
export function lowerCall(ctx: Lowering, node: Cst): Expr {
  const callee = childIn(node, 'function');
  const list = childIn(node, 'arguments');
  if (!callee || !list) return opaque(ctx, node);
  const args = namedChildren(list);
  const cast = args.length > 0 ? parenthesizedName(callee) : undefined;
  if (cast)
    return castOf(
      ctx,
      node,
      cast,
      args.map((arg) => lowerExpr(ctx, arg)),
    );
  const name = textOf(ctx, callee);
  if (name === 'offsetof' || name === '__builtin_offsetof') return lowerOffsetof(ctx, node, name, args);
  return {
    kind: 'call',
    callee: lowerExpr(ctx, callee),
    args: args.map((arg) => lowerExpr(ctx, arg)),
    span: spanOf(ctx, node),
  };
}

/** `(name)(x)`: hardly anyone calls a function so, but this is how a cast to a typedef looks. */
function castOf(ctx: Lowering, node: Cst, name: Cst, args: readonly Expr[]): Expr {
  const [first, ...rest] = args;
  const operand = rest.reduce<Expr>(
    (left, right) => ({ kind: 'comma', left, right, span: spanOf(ctx, node) }),
    first ?? opaque(ctx, node),
  );
  return { kind: 'cast', type: typeNamed(ctx, name), operand, span: spanOf(ctx, node) };
}

function parenthesizedName(node: Cst): Cst | undefined {
  const inner = node.type === 'parenthesized_expression' ? namedChildren(node)[0] : undefined;
  return inner?.type === 'identifier' ? inner : undefined;
}

function typeNamed(ctx: Lowering, name: Cst): ReturnType<typeof lowerDescriptor> {
  const note = typeNote(ctx, name);
  return note ? lowerNote(ctx, note) : { kind: 'name', name: textOf(ctx, name) };
}

function lowerOffsetof(ctx: Lowering, node: Cst, name: string, args: readonly Cst[]): Expr {
  const [type, member] = args;
  const lowered = type ? lowerExpr(ctx, type) : null;
  const named =
    lowered?.kind === 'type'
      ? lowered.type
      : lowered?.kind === 'ident'
        ? ({ kind: 'name', name: lowered.name } as const)
        : null;
  return {
    kind: 'unevaluated',
    operator: name,
    operand: member ? lowerExpr(ctx, member) : null,
    type: named,
    span: spanOf(ctx, node),
  };
}

/** A cast, or the operator that the grammar took for one. */
export function lowerCast(ctx: Lowering, node: Cst): Expr {
  const type = childIn(node, 'type');
  const value = childIn(node, 'value');
  if (!type || !value) return opaque(ctx, node);
  const infix = infixInstead(ctx, type, value);
  if (infix)
    return { kind: 'binary', op: infix.op, left: infix.left, right: infix.right, span: spanOf(ctx, node) };
  return {
    kind: 'cast',
    type: lowerDescriptor(ctx, type),
    operand: lowerExpr(ctx, value),
    span: spanOf(ctx, node),
  };
}

/** `(flags) & MASK` reads as a cast of an address; it is one only if the name looks like a type. */
function infixInstead(
  ctx: Lowering,
  type: Cst,
  value: Cst,
): { readonly op: string; readonly left: Expr; readonly right: Expr } | null {
  const name = type.children.length === 1 ? type.children[0] : undefined;
  if (name?.type !== 'type_identifier' || typeNote(ctx, name) || looksLikeType(textOf(ctx, name)))
    return null;
  const op = operator(value);
  if ((value.type !== 'pointer_expression' && value.type !== 'unary_expression') || !'&*-+'.includes(op))
    return null;
  return { op, left: lowerIdentifier(ctx, name), right: part(ctx, value, 'argument') };
}

/** `(u64) -x` reads as a difference; it is a cast if the name looks like a type. Null when it does not. */
export function castInstead(ctx: Lowering, node: Cst): Expr | null {
  const left = childIn(node, 'left');
  const sign = node.children.find((child) => child.field === 'operator');
  const name = left && parenthesizedName(left);
  if (!name || !sign || !'&*-+'.includes(sign.type) || !isTypeName(ctx, name)) return null;
  const span = { start: spanOf(ctx, sign).start, end: spanOf(ctx, node).end };
  const operand: Expr = { kind: 'unary', op: sign.type as UnaryOp, operand: part(ctx, node, 'right'), span };
  return { kind: 'cast', type: typeNamed(ctx, name), operand, span: spanOf(ctx, node) };
}

function isTypeName(ctx: Lowering, name: Cst): boolean {
  return typeNote(ctx, name) !== undefined || looksLikeType(textOf(ctx, name));
}

/** `sizeof(x)`: a name counts as a type when it looks like one, else as an operand. */
export function lowerSizeof(ctx: Lowering, node: Cst): Expr {
  const operatorName = node.children[0]?.type ?? 'sizeof';
  const type = childIn(node, 'type');
  const value = childIn(node, 'value');
  const base = { kind: 'unevaluated', operator: operatorName, span: spanOf(ctx, node) } as const;
  if (type) {
    const bare =
      type.children.length === 1 && type.children[0]?.type === 'type_identifier'
        ? type.children[0]
        : undefined;
    const isOperand = bare && !typeNote(ctx, bare) && !looksLikeType(textOf(ctx, bare));
    return isOperand
      ? { ...base, operand: lowerIdentifier(ctx, bare), type: null }
      : { ...base, operand: null, type: lowerDescriptor(ctx, type) };
  }
  const name = value ? parenthesizedName(value) : undefined;
  if (name && (typeNote(ctx, name) || looksLikeType(textOf(ctx, name))))
    return { ...base, operand: null, type: typeNamed(ctx, name) };
  return { ...base, operand: value ? lowerExpr(ctx, value) : null, type: null };
}
