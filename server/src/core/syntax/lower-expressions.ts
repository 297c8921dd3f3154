/** Expressions out of the parser's nodes. Knows operators, and what the grammar cannot tell apart without types. */
import type { AssignOp, Expr, Initializer, UnaryOp } from './ast.js';
import { childIn, type Cst, namedChildren } from './cst.js';
import { charValue, integerValue, stringValue } from './literals.js';
import { lowerBlock } from './lower-statements.js';
import { lowerDescriptor, lowerNote } from './lower-types.js';
import { type Lowering, opaque, spanOf, textOf, typeNote } from './lowering.js';
import { looksLikeType } from './words.js';

/** An expression; one that is damaged anywhere is opaque as a whole. */
export function lowerExpr(ctx: Lowering, node: Cst): Expr {
  if (node.damaged) return opaque(ctx, node);
  const lower = LOWER[node.type];
  return lower ? lower(ctx, node) : opaque(ctx, node);
}

type Lower = (ctx: Lowering, node: Cst) => Expr;

const LOWER: Readonly<Record<string, Lower>> = {
  identifier: lowerIdentifier,
  type_identifier: lowerIdentifier,
  field_identifier: lowerIdentifier,
  null: lowerIdentifier,
  true: (ctx, node) => ({ kind: 'number', value: 1n, span: spanOf(ctx, node) }),
  false: (ctx, node) => ({ kind: 'number', value: 0n, span: spanOf(ctx, node) }),
  number_literal: lowerNumber,
  char_literal: (ctx, node) => ({ kind: 'number', value: charValue(textOf(ctx, node)), span: spanOf(ctx, node) }),
  string_literal: (ctx, node) => ({ kind: 'string', value: stringValue(textOf(ctx, node)), span: spanOf(ctx, node) }),
  concatenated_string: lowerStrings,
  parenthesized_expression: lowerParenthesized,
  extension_expression: lowerInner,
  comma_expression: (ctx, node) => ({ kind: 'comma', left: part(ctx, node, 'left'), right: part(ctx, node, 'right'), span: spanOf(ctx, node) }),
  field_expression: lowerMemberAccess,
  subscript_expression: (ctx, node) => ({ kind: 'index', object: part(ctx, node, 'argument'), index: part(ctx, node, 'index'), span: spanOf(ctx, node) }),
  call_expression: lowerCall,
  cast_expression: lowerCast,
  unary_expression: lowerUnary,
  pointer_expression: lowerUnary,
  update_expression: (ctx, node) => ({ kind: 'update', op: operator(node) as '++' | '--', operand: part(ctx, node, 'argument'), span: spanOf(ctx, node) }),
  binary_expression: (ctx, node) => ({ kind: 'binary', op: operator(node), left: part(ctx, node, 'left'), right: part(ctx, node, 'right'), span: spanOf(ctx, node) }),
  assignment_expression: (ctx, node) => ({ kind: 'assign', op: operator(node) as AssignOp, left: part(ctx, node, 'left'), right: part(ctx, node, 'right'), span: spanOf(ctx, node) }),
  conditional_expression: lowerConditional,
  sizeof_expression: lowerSizeof,
  alignof_expression: lowerSizeof,
  compound_literal_expression: lowerCompoundLiteral,
  initializer_list: (ctx, node) => ({ kind: 'initializer', type: null, values: lowerInitializers(ctx, node), span: spanOf(ctx, node) }),
  compound_statement: (ctx, node) => ({ kind: 'statements', body: lowerBlock(ctx, node), span: spanOf(ctx, node) }),
};

function part(ctx: Lowering, node: Cst, field: string): Expr {
  const child = childIn(node, field);
  return child ? lowerExpr(ctx, child) : opaque(ctx, node);
}

function operator(node: Cst): string {
  return childIn(node, 'operator')?.type ?? '';
}

function lowerIdentifier(ctx: Lowering, node: Cst): Expr {
  const note = typeNote(ctx, node);
  if (note) return { kind: 'type', type: lowerNote(ctx, note), span: spanOf(ctx, node) };
  if (ctx.notes.opaque.has(node.start + ctx.noteShift)) return opaque(ctx, node);
  return { kind: 'ident', name: textOf(ctx, node), span: spanOf(ctx, node) };
}

/** The grammar takes a sign into the number; here it is the operator that it is in C. */
function lowerNumber(ctx: Lowering, node: Cst): Expr {
  const text = textOf(ctx, node);
  const span = spanOf(ctx, node);
  if (!/^[-+]/.test(text)) return { kind: 'number', value: integerValue(text), span };
  const operand: Expr = { kind: 'number', value: integerValue(text.slice(1)), span: { start: span.start + 1, end: span.end } };
  return { kind: 'unary', op: text.charAt(0) as UnaryOp, operand, span };
}

/** Adjacent literals; a macro among them makes the value unknown, so that only the literals are told. */
function lowerStrings(ctx: Lowering, node: Cst): Expr {
  const parts = node.children.filter((child) => child.type === 'string_literal');
  return { kind: 'string', value: parts.map((child) => stringValue(textOf(ctx, child))).join(''), span: spanOf(ctx, node) };
}

function lowerParenthesized(ctx: Lowering, node: Cst): Expr {
  const inner = namedChildren(node)[0];
  if (!inner) return opaque(ctx, node);
  const lowered = lowerExpr(ctx, inner);
  return inner.type === 'compound_statement' ? { ...lowered, span: spanOf(ctx, node) } : lowered;
}

function lowerInner(ctx: Lowering, node: Cst): Expr {
  const inner = namedChildren(node)[0];
  return inner ? lowerExpr(ctx, inner) : opaque(ctx, node);
}

function lowerMemberAccess(ctx: Lowering, node: Cst): Expr {
  const field = childIn(node, 'field');
  if (!field) return opaque(ctx, node);
  const arrow = node.children.some((child) => child.type === '->');
  return { kind: 'member', object: part(ctx, node, 'argument'), arrow, field: textOf(ctx, field), fieldSpan: spanOf(ctx, field), span: spanOf(ctx, node) };
}

function lowerCall(ctx: Lowering, node: Cst): Expr {
  const callee = childIn(node, 'function');
  const list = childIn(node, 'arguments');
  if (!callee || !list) return opaque(ctx, node);
  const args = namedChildren(list);
  const cast = args.length > 0 ? parenthesizedName(callee) : undefined;
  if (cast) return castOf(ctx, node, cast, args.map((arg) => lowerExpr(ctx, arg)));
  const name = textOf(ctx, callee);
  if (name === 'offsetof' || name === '__builtin_offsetof') return lowerOffsetof(ctx, node, name, args);
  return { kind: 'call', callee: lowerExpr(ctx, callee), args: args.map((arg) => lowerExpr(ctx, arg)), span: spanOf(ctx, node) };
}

/** `(name)(x)`: hardly anyone calls a function so, but this is how a cast to a typedef looks. */
function castOf(ctx: Lowering, node: Cst, name: Cst, args: readonly Expr[]): Expr {
  const [first, ...rest] = args;
  const operand = rest.reduce<Expr>((left, right) => ({ kind: 'comma', left, right, span: spanOf(ctx, node) }), first ?? opaque(ctx, node));
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
  const named = lowered?.kind === 'type' ? lowered.type : lowered?.kind === 'ident' ? ({ kind: 'name', name: lowered.name } as const) : null;
  return { kind: 'unevaluated', operator: name, operand: member ? lowerExpr(ctx, member) : null, type: named, span: spanOf(ctx, node) };
}

function lowerCast(ctx: Lowering, node: Cst): Expr {
  const type = childIn(node, 'type');
  const value = childIn(node, 'value');
  if (!type || !value) return opaque(ctx, node);
  const infix = infixInstead(ctx, type, value);
  if (infix) return { kind: 'binary', op: infix.op, left: infix.left, right: infix.right, span: spanOf(ctx, node) };
  return { kind: 'cast', type: lowerDescriptor(ctx, type), operand: lowerExpr(ctx, value), span: spanOf(ctx, node) };
}

/** `(flags) & MASK` reads as a cast of an address; it is one only if the name looks like a type. */
function infixInstead(ctx: Lowering, type: Cst, value: Cst): { readonly op: string; readonly left: Expr; readonly right: Expr } | null {
  const name = type.children.length === 1 ? type.children[0] : undefined;
  if (name?.type !== 'type_identifier' || typeNote(ctx, name) || looksLikeType(textOf(ctx, name))) return null;
  const op = operator(value);
  if ((value.type !== 'pointer_expression' && value.type !== 'unary_expression') || !'&*-+'.includes(op)) return null;
  return { op, left: lowerIdentifier(ctx, name), right: part(ctx, value, 'argument') };
}

function lowerUnary(ctx: Lowering, node: Cst): Expr {
  return { kind: 'unary', op: operator(node) as UnaryOp, operand: part(ctx, node, 'argument'), span: spanOf(ctx, node) };
}

function lowerConditional(ctx: Lowering, node: Cst): Expr {
  const then = childIn(node, 'consequence');
  return {
    kind: 'conditional',
    test: part(ctx, node, 'condition'),
    then: then ? lowerExpr(ctx, then) : null,
    otherwise: part(ctx, node, 'alternative'),
    span: spanOf(ctx, node),
  };
}

/** `sizeof(x)`: a name counts as a type when it looks like one, else as an operand. */
function lowerSizeof(ctx: Lowering, node: Cst): Expr {
  const operatorName = node.children[0]?.type ?? 'sizeof';
  const type = childIn(node, 'type');
  const value = childIn(node, 'value');
  const base = { kind: 'unevaluated', operator: operatorName, span: spanOf(ctx, node) } as const;
  if (type) {
    const bare = type.children.length === 1 && type.children[0]?.type === 'type_identifier' ? type.children[0] : undefined;
    const isOperand = bare && !typeNote(ctx, bare) && !looksLikeType(textOf(ctx, bare));
    return isOperand ? { ...base, operand: lowerIdentifier(ctx, bare), type: null } : { ...base, operand: null, type: lowerDescriptor(ctx, type) };
  }
  const name = value ? parenthesizedName(value) : undefined;
  if (name && (typeNote(ctx, name) || looksLikeType(textOf(ctx, name)))) return { ...base, operand: null, type: typeNamed(ctx, name) };
  return { ...base, operand: value ? lowerExpr(ctx, value) : null, type: null };
}

function lowerCompoundLiteral(ctx: Lowering, node: Cst): Expr {
  const type = childIn(node, 'type');
  const value = childIn(node, 'value');
  if (!type || !value) return opaque(ctx, node);
  return { kind: 'initializer', type: lowerDescriptor(ctx, type), values: lowerInitializers(ctx, value), span: spanOf(ctx, node) };
}

function lowerInitializers(ctx: Lowering, list: Cst): readonly Initializer[] {
  return namedChildren(list).map((child) => {
    if (child.type !== 'initializer_pair') return { field: null, value: lowerExpr(ctx, child) };
    const value = childIn(child, 'value');
    return { field: designatedField(ctx, child), value: value ? lowerExpr(ctx, value) : opaque(ctx, child) };
  });
}

/** `.a` and `.a.b` name `a`; `[1]` names nothing. */
function designatedField(ctx: Lowering, pair: Cst): string | null {
  const designator = childIn(pair, 'designator');
  const name = designator?.type === 'field_designator' ? namedChildren(designator)[0] : designator?.type === 'field_identifier' ? designator : undefined;
  return name ? textOf(ctx, name) : null;
}
