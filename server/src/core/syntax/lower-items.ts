/**
 * The top-level item out of the parser's nodes, functions that a macro declares among them. Knows the shape of
 * BPF_PROG and its kin; not what they are for.
 */
import type { FunctionDef, ItemNode, Parameter, TypeExpr } from './ast.js';
import { childIn, type Cst, isBrokenHere, namedChildren } from './cst.js';
import {
  isVariadic,
  lowerDeclaration,
  lowerParameters,
  lowerTypedefs,
  parameterNodes,
} from './lower-declarations.js';
import { lowerStatement } from './lower-statements.js';
import { type Declared, lowerDeclarator, lowerSpecifier } from './lower-types.js';
import { hasWord, hiddenWords, type Lowering, spanOf, textOf } from './lowering.js';

const OPAQUE: ItemNode = { kind: 'opaque' };

/** The item in a tree; opaque when there is none. */
export function lowerItem(ctx: Lowering, root: Cst): ItemNode {
  if (root.type === 'ERROR') return OPAQUE;
  for (const node of root.children) {
    const item = lowerNode(ctx, node);
    if (item) return item;
  }
  return OPAQUE;
}

function lowerNode(ctx: Lowering, node: Cst): ItemNode | null {
  switch (node.type) {
    case 'function_definition':
      return lowerFunction(ctx, node, childIn(node, 'declarator'));
    case 'declaration':
      return lowerTopDeclaration(ctx, node);
    case 'type_definition':
      return lowerTypedef(ctx, node);
    case 'struct_specifier':
    case 'union_specifier':
    case 'enum_specifier':
      return { kind: 'types', types: [lowerSpecifier(ctx, node)] };
    default:
      return null;
  }
}

function lowerTopDeclaration(ctx: Lowering, node: Cst): ItemNode {
  const declarators = node.children.filter((child) => child.field === 'declarator');
  const only = declarators.length === 1 ? declarators[0] : undefined;
  const prototype = only && only.type !== 'init_declarator' ? lowerFunction(ctx, node, only) : null;
  if (prototype) return prototype;
  const { variables, types } = lowerDeclaration(ctx, node);
  if (variables.length === 0) return isBrokenHere(node) ? OPAQUE : { kind: 'types', types };
  return { kind: 'variables', variables, types };
}

function lowerTypedef(ctx: Lowering, node: Cst): ItemNode {
  const typedefs = lowerTypedefs(ctx, node);
  return typedefs.length > 0 ? { kind: 'typedef', typedefs } : OPAQUE;
}

/** A function or its prototype; null when the declarator declares no function. */
function lowerFunction(ctx: Lowering, node: Cst, declarator: Cst | undefined): FunctionDef | null {
  if (!declarator) return null;
  const declared = lowerDeclarator(
    ctx,
    declarator,
    lowerSpecifier(ctx, childIn(node, 'type')),
    hasWord(ctx, node, 'type_qualifier', 'volatile'),
  );
  const { params: list, type } = declared;
  if (declared.name === null || declared.nameSpan === null || !list || type.kind !== 'function') return null;
  const body = childIn(node, 'body');
  const headEnd = body ? body.start : node.end;
  const attributes = [...hiddenWords(ctx, -Infinity, list.start), ...hiddenWords(ctx, list.end, headEnd)];
  const isStatic = hasWord(ctx, node, 'storage_class_specifier', 'static') || attributes.includes('static');
  const rest = {
    ...namedFunction(ctx, declared, list, type.returns, declarator),
    body: body ? lowerStatement(ctx, body) : null,
    isStatic,
    attributes,
  };
  return { kind: 'function', ...rest };
}

type Named = Pick<
  FunctionDef,
  'name' | 'nameSpan' | 'wrapper' | 'wrapperSpan' | 'returns' | 'params' | 'variadic' | 'paramsSpan'
>;

function namedFunction(
  ctx: Lowering,
  declared: Declared,
  list: Cst,
  returns: TypeExpr,
  declarator: Cst,
): Named {
  const name = declared.name ?? '';
  const nameSpan = declared.nameSpan ?? spanOf(ctx, declarator);
  const variadic = isVariadic(list);
  const paramsSpan = spanOf(ctx, list);
  const inner = /^[A-Z][A-Z0-9_]*$/.test(name) ? realName(list) : undefined;
  if (!inner)
    return {
      name,
      nameSpan,
      wrapper: null,
      wrapperSpan: null,
      returns,
      params: lowerParameters(ctx, list),
      variadic,
      paramsSpan,
    };
  const wrapped = {
    name: textOf(ctx, inner),
    nameSpan: spanOf(ctx, inner),
    wrapper: name,
    wrapperSpan: nameSpan,
  };
  const outer = returns.kind === 'function' ? outerList(declarator) : undefined;
  if (outer && returns.kind === 'function') {
    return {
      ...wrapped,
      returns: returns.returns,
      params: lowerParameters(ctx, outer),
      variadic: isVariadic(outer),
      paramsSpan: spanOf(ctx, outer),
    };
  }
  const params = name.endsWith('_PROG2')
    ? pairedParameters(ctx, list)
    : lowerParameters(ctx, withoutFirst(list));
  return { ...wrapped, returns, params, variadic, paramsSpan };
}

/** In `MACRO(name, ...)` the parser takes the name for the type of a parameter without one. */
function realName(list: Cst): Cst | undefined {
  const first = parameterNodes(list)[0];
  if (first?.type === 'identifier') return first;
  const type = first?.children.length === 1 ? first.children[0] : undefined;
  return type?.type === 'type_identifier' ? type : undefined;
}

function withoutFirst(list: Cst): Cst {
  const first = parameterNodes(list)[0];
  return { ...list, children: list.children.filter((child) => child !== first) };
}

/** `MACRO(name)(params)`. */
function outerList(declarator: Cst): Cst | undefined {
  return declarator.type === 'function_declarator' ? childIn(declarator, 'parameters') : undefined;
}

/** BPF_PROG2 has a comma between each type and its name. */
function pairedParameters(ctx: Lowering, list: Cst): readonly Parameter[] {
  const [, ...nodes] = parameterNodes(list);
  const params: Parameter[] = [];
  for (let i = 0; i + 1 < nodes.length; i += 2) {
    const type = nodes[i];
    const name = nodes[i + 1];
    if (!type || !name) continue;
    const [lowered] = lowerParameters(ctx, { ...list, children: [type] });
    const last = namedChildren(name).at(-1) ?? name;
    if (lowered)
      params.push({
        ...lowered,
        name: textOf(ctx, last),
        nameSpan: spanOf(ctx, last),
        span: { start: lowered.span.start, end: spanOf(ctx, name).end },
      });
  }
  return params;
}

/** The spans of what the parser could not make out, small ones first come in order of position. */
export function damageOf(
  ctx: Lowering,
  root: Cst,
): readonly { readonly start: number; readonly end: number }[] {
  const spans: { readonly start: number; readonly end: number }[] = [];
  const pending: Cst[] = [root];
  for (let node = pending.pop(); node; node = pending.pop()) {
    if (node.broken) spans.push(spanOf(ctx, node));
    else if (node.damaged && node.children.length === 0) spans.push(spanOf(ctx, node));
    else for (let i = node.children.length - 1; i >= 0; i--) pending.push(node.children[i] as Cst);
  }
  return spans;
}
