/** Declarations of variables and lists of parameters out of the parser's nodes. Knows storage words and qualifiers. */
import type { Declarations, Parameter, TypeExpr, Typedef, Variable } from './ast.js';
import { childIn, type Cst } from './cst.js';
import { lowerExpr } from './lower-expressions.js';
import { lowerDeclarator, lowerSpecifier } from './lower-types.js';
import { hasWord, hiddenWords, type Lowering, spanOf, textOf } from './lowering.js';
import type { Span } from '../text.js';

/** A declaration's variables, and its type where it defines one or declares nothing else. */
export function lowerDeclaration(ctx: Lowering, node: Cst): Declarations {
  const type = lowerSpecifier(ctx, childIn(node, 'type'));
  const declarators = node.children.filter((child) => child.field === 'declarator');
  const variables = declarators.flatMap((declarator) => lowerVariable(ctx, node, declarator, type));
  const defines = type.kind === 'tagged' && type.body !== null;
  return { variables, types: defines || declarators.length === 0 ? [type] : [] };
}

/** The names that a `typedef` gives; of a damaged one those that are whole. */
export function lowerTypedefs(ctx: Lowering, node: Cst): readonly Typedef[] {
  const base = lowerSpecifier(ctx, childIn(node, 'type'));
  const isVolatile = hasWord(ctx, node, 'type_qualifier', 'volatile');
  return node.children.flatMap((child) => {
    if (child.field !== 'declarator') return [];
    const { name, type } = lowerDeclarator(ctx, child, base, isVolatile);
    return name === null ? [] : [{ name, type }];
  });
}

function lowerVariable(ctx: Lowering, node: Cst, declarator: Cst, base: TypeExpr): readonly Variable[] {
  const isInit = declarator.type === 'init_declarator';
  const inner = isInit ? childIn(declarator, 'declarator') : declarator;
  const value = isInit ? childIn(declarator, 'value') : undefined;
  if (!inner) return [];
  const { name, nameSpan, type, isConstPointer } = lowerDeclarator(
    ctx,
    inner,
    base,
    hasWord(ctx, node, 'type_qualifier', 'volatile'),
  );
  if (name === null || nameSpan === null) return [];
  const init = value ? lowerExpr(ctx, value) : null;
  const typeSpan = specifierSpan(ctx, node);
  const isPointer = type.kind === 'pointer';
  return [
    {
      name,
      nameSpan,
      type,
      typeSpan,
      init,
      isStatic: hasWord(ctx, node, 'storage_class_specifier', 'static'),
      isExtern: hasWord(ctx, node, 'storage_class_specifier', 'extern'),
      isConst: isPointer ? isConstPointer : hasWord(ctx, node, 'type_qualifier', 'const'),
      isVolatile: !isPointer && hasWord(ctx, node, 'type_qualifier', 'volatile'),
    },
  ];
}

/** The type's words with the qualifiers around them. */
function specifierSpan(ctx: Lowering, node: Cst): Span {
  const parts = node.children.filter((child) => child.field === 'type' || child.type === 'type_qualifier');
  const first = parts[0] ?? node;
  return { start: spanOf(ctx, first).start, end: spanOf(ctx, parts.at(-1) ?? node).end };
}

/** The parameters in a list; `(void)` has none. */
export function lowerParameters(ctx: Lowering, list: Cst): readonly Parameter[] {
  const parameters = parameterNodes(list).map((child) => lowerParameter(ctx, child));
  const only = parameters.length === 1 ? parameters[0] : undefined;
  return only?.name === null && only.type.kind === 'name' && only.type.name === 'void' ? [] : parameters;
}

/** The nodes of the parameters, without `...`. */
export function parameterNodes(list: Cst): readonly Cst[] {
  return list.children.filter(
    (child) => child.type === 'parameter_declaration' || child.type === 'identifier',
  );
}

/** Whether a list of parameters ends in `...`. */
export function isVariadic(list: Cst): boolean {
  return list.children.some((child) => child.type === 'variadic_parameter');
}

function lowerParameter(ctx: Lowering, node: Cst): Parameter {
  const span = spanOf(ctx, node);
  if (node.type === 'identifier')
    return {
      name: textOf(ctx, node),
      nameSpan: span,
      type: { kind: 'name', name: 'int' },
      typeSpan: span,
      span,
    };
  const base = lowerSpecifier(ctx, childIn(node, 'type'));
  const declarator = childIn(node, 'declarator');
  const { name, nameSpan, type } = declarator
    ? lowerDeclarator(ctx, declarator, base, hasWord(ctx, node, 'type_qualifier', 'volatile'))
    : { name: null, nameSpan: null, type: base };
  const attributes = hiddenWords(ctx, node.start, attributesEnd(ctx, node));
  const parameter = { name, nameSpan, type, typeSpan: specifierSpan(ctx, node), span };
  return attributes.length > 0 ? { ...parameter, attributes } : parameter;
}

/** Attributes behind a parameter stand before the next comma or parenthesis. */
function attributesEnd(ctx: Lowering, node: Cst): number {
  const end = ctx.text.slice(node.end).search(/[,)]/);
  return end < 0 ? ctx.text.length : node.end + end;
}
