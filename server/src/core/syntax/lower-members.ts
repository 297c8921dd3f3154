/**
 * Members of structs and unions, those of map definitions among them. Knows which types the macros of libbpf
 * declare; not what a map is.
 */
import type { Expr, Member, TypeExpr } from './ast.js';
import { childIn, type Cst, namedChildren } from './cst.js';
import { integerValue } from './literals.js';
import { lowerExpr } from './lower-expressions.js';
import { lowerDeclarator, lowerDescriptor, lowerSpecifier, UNKNOWN } from './lower-types.js';
import { hasWord, hiddenWords, type Lowering, spanOf, textOf, typeNote, wordAt } from './lowering.js';

/**
 * The members that one node in a struct's body declares; one of unknown type where it is damaged. `from` is where the
 * one before it ends: attributes may stand in front of a declaration.
 */
export function lowerMember(ctx: Lowering, node: Cst, from: number): readonly Member[] {
  if (node.type === 'ERROR')
    return [{ name: null, type: UNKNOWN, bits: null, span: spanOf(ctx, node), nameSpan: null }];
  if (node.type !== 'field_declaration') return [];
  const word = wordAt(ctx, node);
  const macro = MAP_TYPES.get(word);
  const specifier = childIn(node, 'type');
  const base = specifier && isMacroMember(ctx, specifier) ? UNKNOWN : lowerSpecifier(ctx, specifier);
  const declarators = node.children.filter((child) => child.field === 'declarator');
  const attributes = attributesAt(ctx, node, specifier, from);
  if (declarators.length === 0)
    return [{ name: null, type: base, bits: null, span: spanOf(ctx, node), nameSpan: null, ...attributes }];
  return declarators.map((declarator) => {
    const { name, nameSpan, type } = lowerDeclarator(
      ctx,
      declarator,
      base,
      hasWord(ctx, node, 'type_qualifier', 'volatile'),
    );
    if (name === ':')
      return {
        name: null,
        type,
        bits: paddingBits(ctx, declarator),
        span: spanOf(ctx, node),
        nameSpan: null,
      };
    const mapped = macro ? macro(ctx, declarator) : type;
    const bits = bitsAfter(ctx, node, declarator);
    return { name, type: mapped, bits, span: spanOf(ctx, node), nameSpan, ...attributes };
  });
}

/** Attributes before and behind a member's type; those in or right behind a body are the type's. */
function attributesAt(
  ctx: Lowering,
  node: Cst,
  specifier: Cst | undefined,
  from: number,
): { readonly attributes?: readonly string[] } {
  const hasBody = specifier !== undefined && childIn(specifier, 'body') !== undefined;
  const before = hiddenWords(ctx, from, specifier?.start ?? node.start);
  const words = hasBody ? before : [...before, ...hiddenWords(ctx, specifier?.start ?? node.start, node.end)];
  return words.length > 0 ? { attributes: words } : {};
}

function isMacroMember(ctx: Lowering, specifier: Cst): boolean {
  return (
    specifier.type === 'type_identifier' && !typeNote(ctx, specifier) && textOf(ctx, specifier).includes('(')
  );
}

function bitsAfter(ctx: Lowering, node: Cst, declarator: Cst): Expr | null {
  const clause = node.children[node.children.indexOf(declarator) + 1];
  const value = clause?.type === 'bitfield_clause' ? namedChildren(clause)[0] : undefined;
  return value ? lowerExpr(ctx, value) : null;
}

function paddingBits(ctx: Lowering, colon: Cst): Expr {
  const width = /^\s*(\w+)/.exec(ctx.text.slice(colon.end, colon.end + 40));
  return { kind: 'number', value: integerValue(width?.[1] ?? ''), span: spanOf(ctx, colon) };
}

function lengthPointer(ctx: Lowering, declarator: Cst): TypeExpr {
  const size = childIn(declarator, 'size');
  const length = size ? lowerExpr(ctx, size) : null;
  return { kind: 'pointer', to: { kind: 'array', of: { kind: 'name', name: 'int' }, length } };
}

function argumentType(ctx: Lowering, declarator: Cst): TypeExpr {
  const parameter = childIn(declarator, 'parameters')?.children.find(
    (child) => child.type === 'parameter_declaration',
  );
  return parameter ? lowerDescriptor(ctx, parameter) : UNKNOWN;
}

type MapType = (ctx: Lowering, declarator: Cst) => TypeExpr;

/** What libbpf's macros declare: `int (*name)[n]`, `T *name`, `T *name[]`. */
const MAP_TYPES: ReadonlyMap<string, MapType> = new Map<string, MapType>([
  ['__uint', lengthPointer],
  ['__ulong', lengthPointer],
  ['__type', (ctx, declarator) => ({ kind: 'pointer', to: argumentType(ctx, declarator) })],
  ['__array', (ctx, declarator) => arrayOfPointers(argumentType(ctx, declarator))],
]);

function arrayOfPointers(to: TypeExpr): TypeExpr {
  return { kind: 'array', of: { kind: 'pointer', to }, length: null };
}
