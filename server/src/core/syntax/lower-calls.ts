/**
 * Calls, and what looks like one without types at hand: casts to a typedef, sizeof, offsetof. Knows how BPF C is
 * usually written; looks no name up.
 */
import type { Expr } from './ast.js';
import { childIn, type Cst, namedChildren } from './cst.js';
import { lowerExpr, lowerIdentifier, operator, part } from './lower-expressions.js';
import { lowerDescriptor, lowerNote } from './lower-types.js';
import { type Lowering, opaque, spanOf, textOf, typeNote } from './lowering.js';
import { looksLikeType } from './words.js';
import type { Span } from '../text.js';

/** A call, a cast that looks like one, or offsetof. */
export function lowerCall(ctx: Lowering, node: Cst): Expr {
  const callee = childIn(node, 'function');
  const list = childIn(node, 'arguments');
  if (!callee || !list) return opaque(ctx, node);
  const args = namedChildren(list);
  const types = args.length > 0 ? castTypes(callee) : null;
  if (types) return castTo(ctx, node, types, operandOf(ctx, node, args));
  const name = textOf(ctx, callee);
  if (name === 'offsetof' || name === '__builtin_offsetof') return lowerOffsetof(ctx, node, name, args);
  return postfix(ctx, node, 'function', (called, span) => ({
    kind: 'call',
    callee: called,
    args: args.map((arg) => lowerExpr(ctx, arg)),
    span,
  }));
}

/**
 * The names in `(a)(b)` of `(a)(b)(x)`: hardly anyone calls a function so, but this is how casts to typedefs look.
 * Null for what is called.
 */
function castTypes(callee: Cst): readonly Cst[] | null {
  const name = parenthesizedName(callee);
  if (name) return [name];
  const inner = callee.type === 'call_expression' ? childIn(callee, 'function') : undefined;
  const list = childIn(callee, 'arguments');
  const [only, ...others] = list ? namedChildren(list) : [];
  const outer = inner && others.length === 0 && only?.type === 'identifier' ? castTypes(inner) : null;
  return outer && only ? [...outer, only] : null;
}

function operandOf(ctx: Lowering, node: Cst, args: readonly Cst[]): Expr {
  const [first, ...rest] = args.map((arg) => lowerExpr(ctx, arg));
  return rest.reduce<Expr>(
    (left, right) => ({ kind: 'comma', left, right, span: spanOf(ctx, node) }),
    first ?? opaque(ctx, node),
  );
}

function castTo(ctx: Lowering, node: Cst, types: readonly Cst[], operand: Expr): Expr {
  const span = spanOf(ctx, node);
  return types.reduceRight<Expr>(
    (inner, name) => ({ kind: 'cast', type: typeNamed(ctx, name), operand: inner, span }),
    operand,
  );
}

/**
 * A postfix operator on what a node has in a field. In `(name)(x).a[1]` the grammar applies it to the cast that looks
 * like a call; in C it belongs to what is cast.
 */
export function postfix(ctx: Lowering, node: Cst, field: string, make: Postfix): Expr {
  return underCasts(part(ctx, node, field), castsAtRoot(childIn(node, field)), spanOf(ctx, node), make);
}

/** Makes the expression of an operand; the span is that of the whole. */
type Postfix = (operand: Expr, span: Span) => Expr;

function underCasts(expr: Expr, casts: number, span: Span, make: Postfix): Expr {
  if (casts === 0 || expr.kind !== 'cast') return make(expr, span);
  const inner = { start: expr.operand.span.start, end: span.end };
  return { ...expr, operand: underCasts(expr.operand, casts - 1, inner, make), span };
}

/** How many casts that look like calls stand in front of a chain of postfix operators. */
function castsAtRoot(node: Cst | undefined): number {
  const callee = node?.type === 'call_expression' ? childIn(node, 'function') : undefined;
  if (callee) return castTypes(callee)?.length ?? castsAtRoot(callee);
  const isPostfix = node && /^(?:field|subscript|update)_expression$/.test(node.type);
  return isPostfix ? castsAtRoot(childIn(node, 'argument')) : 0;
}

/** The one name between parentheses. */
export function parenthesizedName(node: Cst): Cst | undefined {
  const inner = node.type === 'parenthesized_expression' ? namedChildren(node)[0] : undefined;
  return inner?.type === 'identifier' ? inner : undefined;
}

/** The type that a name stands for. */
export function typeNamed(ctx: Lowering, name: Cst): ReturnType<typeof lowerDescriptor> {
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

/** Whether a name is one of a type, as far as its spelling tells. */
export function isTypeName(ctx: Lowering, name: Cst): boolean {
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
