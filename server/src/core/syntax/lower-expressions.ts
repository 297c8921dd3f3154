/** Expressions out of the parser's nodes. Knows operators, and what the grammar cannot tell apart without types. */
import type { AssignOp, Expr, Initializer, UnaryOp } from './ast.js';
import { childIn, type Cst, namedChildren } from './cst.js';
import { charValue, integerValue, literalType, stringValue } from './literals.js';
import { lowerBinary } from './lower-binary.js';
import { lowerCall, lowerCast, lowerSizeof, postfix } from './lower-calls.js';
import { lowerBlock } from './lower-statements.js';
import { lowerDescriptor, lowerNote } from './lower-types.js';
import { type Lowering, opaque, spanOf, textOf, typeNote } from './lowering.js';

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
  char_literal: (ctx, node) => ({
    kind: 'number',
    value: charValue(textOf(ctx, node)),
    span: spanOf(ctx, node),
  }),
  string_literal: (ctx, node) => ({
    kind: 'string',
    value: stringValue(textOf(ctx, node)),
    span: spanOf(ctx, node),
  }),
  concatenated_string: lowerStrings,
  parenthesized_expression: lowerParenthesized,
  extension_expression: lowerInner,
  comma_expression: (ctx, node) => ({
    kind: 'comma',
    left: part(ctx, node, 'left'),
    right: part(ctx, node, 'right'),
    span: spanOf(ctx, node),
  }),
  field_expression: lowerMemberAccess,
  subscript_expression: (ctx, node) =>
    postfix(ctx, node, 'argument', (object, span) => ({
      kind: 'index',
      object,
      index: part(ctx, node, 'index'),
      span,
    })),
  call_expression: lowerCall,
  cast_expression: lowerCast,
  unary_expression: lowerUnary,
  pointer_expression: lowerUnary,
  update_expression: lowerUpdate,
  binary_expression: lowerBinary,
  assignment_expression: (ctx, node) => ({
    kind: 'assign',
    op: operator(node) as AssignOp,
    left: part(ctx, node, 'left'),
    right: part(ctx, node, 'right'),
    span: spanOf(ctx, node),
  }),
  conditional_expression: lowerConditional,
  sizeof_expression: lowerSizeof,
  alignof_expression: lowerSizeof,
  compound_literal_expression: lowerCompoundLiteral,
  initializer_list: (ctx, node) => ({
    kind: 'initializer',
    type: null,
    values: lowerInitializers(ctx, node),
    span: spanOf(ctx, node),
  }),
  compound_statement: (ctx, node) => ({
    kind: 'statements',
    body: lowerBlock(ctx, node),
    span: spanOf(ctx, node),
  }),
};

/** The expression in a field of a node; opaque where the field is empty. */
export function part(ctx: Lowering, node: Cst, field: string): Expr {
  const child = childIn(node, field);
  return child ? lowerExpr(ctx, child) : opaque(ctx, node);
}

/** The operator as it is written; '' without one. */
export function operator(node: Cst): string {
  return childIn(node, 'operator')?.type ?? '';
}

/** A name, or the type that the masking put a name in place of. */
export function lowerIdentifier(ctx: Lowering, node: Cst): Expr {
  const note = typeNote(ctx, node);
  if (note) return { kind: 'type', type: lowerNote(ctx, note), span: spanOf(ctx, node) };
  if (ctx.notes.opaque.has(node.start + ctx.noteShift)) return opaque(ctx, node);
  return { kind: 'ident', name: textOf(ctx, node), span: spanOf(ctx, node) };
}

function integerLiteral(text: string, span: Expr['span']): Expr {
  const type = literalType(text);
  return { kind: 'number', value: integerValue(text), ...(type ? { type } : {}), span };
}

/** The grammar takes a sign into the number; here it is the operator that it is in C. */
function lowerNumber(ctx: Lowering, node: Cst): Expr {
  const text = textOf(ctx, node);
  const span = spanOf(ctx, node);
  if (!/^[-+]/.test(text)) return integerLiteral(text, span);
  const operand = integerLiteral(text.slice(1), { start: span.start + 1, end: span.end });
  return { kind: 'unary', op: text.charAt(0) as UnaryOp, operand, span };
}

/** Adjacent literals; a macro among them makes the value unknown, so that only the literals are told. */
function lowerStrings(ctx: Lowering, node: Cst): Expr {
  const parts = node.children.filter((child) => child.type === 'string_literal');
  return {
    kind: 'string',
    value: parts.map((child) => stringValue(textOf(ctx, child))).join(''),
    span: spanOf(ctx, node),
  };
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
  return postfix(ctx, node, 'argument', (object, span) => ({
    kind: 'member',
    object,
    arrow,
    field: textOf(ctx, field),
    fieldSpan: spanOf(ctx, field),
    span,
  }));
}

function lowerUpdate(ctx: Lowering, node: Cst): Expr {
  const isPrefix = node.children[0] !== childIn(node, 'argument');
  const update = (operand: Expr, span: Expr['span']): Expr => ({
    kind: 'update',
    op: operator(node) as '++' | '--',
    isPrefix,
    operand,
    span,
  });
  return isPrefix
    ? update(part(ctx, node, 'argument'), spanOf(ctx, node))
    : postfix(ctx, node, 'argument', update);
}

function lowerUnary(ctx: Lowering, node: Cst): Expr {
  return {
    kind: 'unary',
    op: operator(node) as UnaryOp,
    operand: part(ctx, node, 'argument'),
    span: spanOf(ctx, node),
  };
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

function lowerCompoundLiteral(ctx: Lowering, node: Cst): Expr {
  const type = childIn(node, 'type');
  const value = childIn(node, 'value');
  if (!type || !value) return opaque(ctx, node);
  return {
    kind: 'initializer',
    type: lowerDescriptor(ctx, type),
    values: lowerInitializers(ctx, value),
    span: spanOf(ctx, node),
  };
}

function lowerInitializers(ctx: Lowering, list: Cst): readonly Initializer[] {
  return namedChildren(list).map((child) => {
    if (child.type !== 'initializer_pair') return { field: null, value: lowerExpr(ctx, child) };
    const value = childIn(child, 'value');
    return { field: designatedField(ctx, child), value: value ? lowerExpr(ctx, value) : opaque(ctx, child) };
  });
}

/** `.a` names `a`, `[1]` is as it is written, and so are several in a row. */
function designatedField(ctx: Lowering, pair: Cst): string | null {
  const value = childIn(pair, 'value');
  const words = ctx.text.slice(pair.start, value?.start ?? pair.end).replace(/\s*(?:=\s*|:\s*)?$/, '');
  return words.replace(/^\.\s*(?=\w+$)/, '');
}
