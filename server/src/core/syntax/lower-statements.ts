/**
 * Statements out of the parser's nodes. Knows control flow and the loops that are macros; a statement with damage in
 * its own words is opaque, one with damage deeper inside keeps the rest.
 */
import type { Expr, Stmt } from './ast.js';
import { childIn, type Cst, isBrokenHere, namedChildren } from './cst.js';
import { lowerDeclaration, lowerTypedefs } from './lower-declarations.js';
import { lowerExpr } from './lower-expressions.js';
import { loop, lowerFor, macroLoop } from './lower-loops.js';
import { lowerSpecifier } from './lower-types.js';
import { type Lowering, opaque, spanOf, textOf, wordAt } from './lowering.js';

type Lower = (ctx: Lowering, node: Cst) => Stmt;

/** One statement, or null for a node that is none. */
export function lowerStatement(ctx: Lowering, node: Cst): Stmt | null {
  if (!node.named) return null;
  if (node.type === 'ERROR' || (node.type !== 'compound_statement' && isBrokenHere(node)))
    return hidden(ctx, node);
  const lower = LOWER[node.type];
  return lower ? lower(ctx, node) : hidden(ctx, node);
}

/** The statements directly inside braces. */
export function lowerBlock(ctx: Lowering, node: Cst): readonly Stmt[] {
  return lowerAll(ctx, node.children);
}

const LOWER: Readonly<Record<string, Lower>> = {
  compound_statement: (ctx, node) => ({
    kind: 'block',
    body: lowerBlock(ctx, node),
    span: spanOf(ctx, node),
  }),
  declaration: (ctx, node) => ({
    kind: 'declaration',
    ...lowerDeclaration(ctx, node),
    typedefs: [],
    span: spanOf(ctx, node),
  }),
  type_definition: typeDefinition,
  struct_specifier: bareType,
  union_specifier: bareType,
  enum_specifier: bareType,
  type_identifier: (ctx, node) => ({
    kind: 'expression',
    expression: { kind: 'ident', name: textOf(ctx, node), span: spanOf(ctx, node) },
    span: spanOf(ctx, node),
  }),
  expression_statement: lowerExpressionStatement,
  if_statement: lowerIf,
  while_statement: (ctx, node) => loop(ctx, node, 'while'),
  do_statement: (ctx, node) => loop(ctx, node, 'do'),
  for_statement: lowerFor,
  switch_statement: (ctx, node) => ({
    kind: 'switch',
    value: condition(ctx, node),
    body: bodyOf(ctx, node),
    span: spanOf(ctx, node),
  }),
  case_statement: lowerCase,
  return_statement: lowerReturn,
  break_statement: (ctx, node) => ({ kind: 'jump', jump: 'break', label: null, span: spanOf(ctx, node) }),
  continue_statement: (ctx, node) => ({
    kind: 'jump',
    jump: 'continue',
    label: null,
    span: spanOf(ctx, node),
  }),
  goto_statement: lowerGoto,
  labeled_statement: lowerLabel,
  attributed_statement: (ctx, node) => lowerStatement(ctx, node.children.at(-1) ?? node) ?? hidden(ctx, node),
};

function lowerAll(ctx: Lowering, nodes: readonly Cst[]): readonly Stmt[] {
  const statements: Stmt[] = [];
  for (const node of nodes) {
    const statement = lowerStatement(ctx, node);
    if (statement) statements.push(statement);
  }
  return statements;
}

function hidden(ctx: Lowering, node: Cst): Stmt {
  return { kind: 'opaque', span: spanOf(ctx, node) };
}

function typeDefinition(ctx: Lowering, node: Cst): Stmt {
  const types = [lowerSpecifier(ctx, childIn(node, 'type'))];
  return {
    kind: 'declaration',
    variables: [],
    types,
    typedefs: lowerTypedefs(ctx, node),
    span: spanOf(ctx, node),
  };
}

function bareType(ctx: Lowering, node: Cst): Stmt {
  const types = [lowerSpecifier(ctx, node)];
  return { kind: 'declaration', variables: [], types, typedefs: [], span: spanOf(ctx, node) };
}

function lowerExpressionStatement(ctx: Lowering, node: Cst): Stmt {
  const inner = namedChildren(node)[0];
  const span = spanOf(ctx, node);
  if (!inner) return { kind: 'empty', span };
  if (inner.damaged) return { kind: 'opaque', span };
  const note = inner.type === 'call_expression' ? ctx.notes.asm.get(inner.start + ctx.noteShift) : undefined;
  if (!note) return { kind: 'expression', expression: lowerExpr(ctx, inner), span };
  const list = childIn(inner, 'arguments');
  const operands = list ? namedChildren(list) : [];
  const split = note.inputsStart - ctx.noteShift;
  const outputs = operands.filter((node) => node.start < split).map((node) => lowerExpr(ctx, node));
  const inputs = operands.filter((node) => node.start >= split).map((node) => lowerExpr(ctx, node));
  const { template, clobbers, labels, constraints } = note;
  return { kind: 'asm', template, outputs, inputs, clobbers, labels, constraints, span };
}

/** What a statement tests; opaque where it is wanting. */
export function condition(ctx: Lowering, node: Cst): Expr {
  const test = childIn(node, 'condition');
  return test ? lowerExpr(ctx, test) : opaque(ctx, node);
}

/** The statement that another one governs; opaque where it is wanting. */
export function bodyOf(ctx: Lowering, node: Cst): Stmt {
  const body = childIn(node, 'body') ?? childIn(node, 'consequence');
  return (body && lowerStatement(ctx, body)) ?? hidden(ctx, node);
}

function lowerIf(ctx: Lowering, node: Cst): Stmt {
  const word = wordAt(ctx, node);
  if (word !== 'if') return macroLoop(ctx, node, word);
  const clause = childIn(node, 'alternative');
  const alternative = clause ? namedChildren(clause)[0] : undefined;
  const otherwise = alternative ? lowerStatement(ctx, alternative) : null;
  return {
    kind: 'if',
    test: condition(ctx, node),
    then: bodyOf(ctx, node),
    otherwise,
    span: spanOf(ctx, node),
  };
}

function lowerCase(ctx: Lowering, node: Cst): Stmt {
  const value = childIn(node, 'value');
  const colon = node.children.findIndex((child) => child.type === ':');
  const body = lowerAll(ctx, node.children.slice(colon + 1));
  return {
    kind: 'case',
    values: value ? caseValues(ctx, value) : [],
    isRange: value ? isRange(ctx, value) : false,
    isDefault: !value,
    body,
    span: spanOf(ctx, node),
  };
}

/** A range has its first and its last value. */
function caseValues(ctx: Lowering, value: Cst): readonly Expr[] {
  return (isRange(ctx, value) ? namedChildren(value) : [value]).map((node) => lowerExpr(ctx, node));
}

function isRange(ctx: Lowering, value: Cst): boolean {
  const operator = childIn(value, 'operator');
  return (
    value.type === 'binary_expression' && operator !== undefined && ctx.text.startsWith('...', operator.start)
  );
}

function lowerReturn(ctx: Lowering, node: Cst): Stmt {
  const value = namedChildren(node)[0];
  return { kind: 'return', value: value ? lowerExpr(ctx, value) : null, span: spanOf(ctx, node) };
}

function lowerGoto(ctx: Lowering, node: Cst): Stmt {
  const label = childIn(node, 'label');
  return { kind: 'jump', jump: 'goto', label: label ? textOf(ctx, label) : null, span: spanOf(ctx, node) };
}

function lowerLabel(ctx: Lowering, node: Cst): Stmt {
  const label = childIn(node, 'label');
  const body = node.children.at(-1);
  return {
    kind: 'label',
    name: label ? textOf(ctx, label) : '',
    body: body ? lowerStatement(ctx, body) : null,
    span: spanOf(ctx, node),
  };
}
