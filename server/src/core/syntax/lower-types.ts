/** Types and declarators out of the parser's nodes. Knows how C writes types; looks none of them up. */
import type { EnumConstant, Expr, TypeBody, TypeExpr } from './ast.js';
import { childIn, type Cst } from './cst.js';
import type { TypeNote } from './draft.js';
import { lowerExpr } from './lower-expressions.js';
import { lowerMember } from './lower-members.js';
import { hasWord, hiddenWords, type Lowering, spanOf, textOf, typeNote } from './lowering.js';
import { looksLikeType, TYPE_WORDS } from './words.js';
import type { Span } from '../text.js';

/** A type that is not understood. */
export const UNKNOWN: TypeExpr = { kind: 'unknown' };

/** A declarator taken apart: the name it declares, if any, and the type it makes of the one before it. */
export interface Declared {
  readonly name: string | null;
  readonly nameSpan: Span | null;
  readonly type: TypeExpr;
  /** The parameter list next to the name, when the declarator is a function. */
  readonly params: Cst | null;
  /** Whether the declared thing itself is a const pointer. */
  readonly isConstPointer: boolean;
}

/** The type of a declaration, a parameter or a member, without its declarator. */
export function lowerSpecifier(ctx: Lowering, node: Cst | undefined): TypeExpr {
  if (!node || node.type === 'ERROR') return UNKNOWN;
  const note = typeNote(ctx, node);
  if (note) return lowerNote(ctx, note);
  switch (node.type) {
    case 'struct_specifier':
      return lowerTagged(ctx, node, 'struct');
    case 'union_specifier':
      return lowerTagged(ctx, node, 'union');
    case 'enum_specifier':
      return lowerTagged(ctx, node, 'enum');
    case 'sized_type_specifier':
      return { kind: 'name', name: canonical(textOf(ctx, node)) };
    case 'primitive_type':
      return { kind: 'name', name: primitive(textOf(ctx, node)) };
    case 'type_identifier':
    case 'identifier':
      return { kind: 'name', name: canonicalName(textOf(ctx, node)) };
    default:
      return UNKNOWN;
  }
}

/** A type that the masking noted: an argument, or typeof. */
export function lowerNote(ctx: Lowering, note: TypeNote): TypeExpr {
  if (note.kind === 'type') return typeFromText(ctx, note);
  const shift = note.innerStart - ctx.noteShift + ctx.spanShift;
  const type = looksLikeTypeText(note.inner) ? typeFromText(ctx, note) : null;
  const statement = type ? undefined : ctx.nested(`${note.inner};`, shift)?.[0];
  const operand = statement?.kind === 'expression' ? statement.expression : null;
  return { kind: 'typeof', operand, type: operand || !type ? null : type };
}

function looksLikeTypeText(text: string): boolean {
  return (
    /^\s*(?:const\s+|volatile\s+)*(?:struct|union|enum)\b|\*\s*$/.test(text) || looksLikeType(text.trim())
  );
}

const TAGGED = /^\s*(?:(?:const|volatile)\s+)*(struct|union|enum)\s+([A-Za-z_]\w*)\s*(?:const\s*)?(\*?)\s*$/;

function typeFromText(ctx: Lowering, note: TypeNote): TypeExpr {
  const match = TAGGED.exec(note.inner);
  if (match) {
    const type: TypeExpr = {
      kind: 'tagged',
      keyword: match[1] as 'struct' | 'union' | 'enum',
      tag: match[2] ?? null,
      body: null,
    };
    return match[3] === '*' ? { kind: 'pointer', to: type } : type;
  }
  const statement = ctx.nested(
    `sizeof(${note.inner});`,
    note.innerStart - ctx.noteShift + ctx.spanShift - 7,
  )?.[0];
  const expression = statement?.kind === 'expression' ? statement.expression : null;
  return expression?.kind === 'unevaluated' ? (expression.type ?? nameOf(expression.operand)) : UNKNOWN;
}

function nameOf(operand: Expr | null): TypeExpr {
  return operand?.kind === 'ident' ? { kind: 'name', name: operand.name } : UNKNOWN;
}

function canonicalName(word: string): string {
  return word === '_Bool' ? 'bool' : word;
}

/** A word that is no builtin type stands where the masking put one. */
function primitive(word: string): string {
  return TYPE_WORDS.has(word) || looksLikeType(word) ? word : 'int';
}

/** `long unsigned` is `unsigned long`, `unsigned` is `unsigned int`, `short int` is `short`. */
function canonical(text: string): string {
  const words: readonly string[] = text.match(/[A-Za-z_]\w*/g) ?? [];
  const sign = words.includes('unsigned') ? ['unsigned'] : [];
  const size = words.filter((word) => word === 'long' || word === 'short');
  const rest = words.filter(
    (word) =>
      !['unsigned', 'signed', '__signed__', 'long', 'short', 'int', 'const', 'volatile'].includes(word),
  );
  if (rest.includes('char') && words.includes('signed')) return 'signed char';
  if (rest.length === 0 && size.length === 0) rest.push('int');
  return [...sign, ...size, ...rest].join(' ');
}

function lowerTagged(ctx: Lowering, node: Cst, keyword: 'struct' | 'union' | 'enum'): TypeExpr {
  const name = childIn(node, 'name');
  const body = childIn(node, 'body');
  return {
    kind: 'tagged',
    keyword,
    tag: name ? textOf(ctx, name) : null,
    body: body ? lowerBody(ctx, node, body) : null,
  };
}

function lowerBody(ctx: Lowering, node: Cst, body: Cst): TypeBody {
  const attributes = [
    ...hiddenWords(ctx, node.start, body.start),
    ...hiddenWords(ctx, body.end, afterBody(ctx, body.end)),
  ];
  const members = body.children.flatMap((child, i) =>
    lowerMember(ctx, child, body.children[i - 1]?.end ?? body.start),
  );
  const constants = body.children
    .filter((child) => child.type === 'enumerator')
    .map((child) => lowerConstant(ctx, child));
  return attributes.length > 0 ? { members, constants, attributes } : { members, constants };
}

/** Attributes behind a body reach to the `;` or to the next declaration. */
function afterBody(ctx: Lowering, from: number): number {
  const end = ctx.text.indexOf(';', from);
  return end < 0 ? ctx.text.length : end;
}

function lowerConstant(ctx: Lowering, node: Cst): EnumConstant {
  const name = childIn(node, 'name');
  const value = childIn(node, 'value');
  return { name: name ? textOf(ctx, name) : '', value: value ? lowerExpr(ctx, value) : null };
}

/** A type with an abstract declarator: in a cast, in sizeof, as a parameter without a name. */
export function lowerDescriptor(ctx: Lowering, node: Cst): TypeExpr {
  const base = lowerSpecifier(ctx, childIn(node, 'type'));
  const declarator = childIn(node, 'declarator');
  return declarator
    ? lowerDeclarator(ctx, declarator, base, hasWord(ctx, node, 'type_qualifier', 'volatile')).type
    : base;
}

/** Applies a declarator, abstract or not, to the type in front of it; `isVolatileBase` tells of that type. */
export function lowerDeclarator(
  ctx: Lowering,
  declarator: Cst,
  base: TypeExpr,
  isVolatileBase: boolean,
): Declared {
  let type = base;
  let params: Cst | null = null;
  let isConstPointer = false;
  let node: Cst | undefined = declarator;
  while (node) {
    const kind: string = node.type.replace(/^abstract_/, '');
    if (kind === 'pointer_declarator') {
      type = { kind: 'pointer', to: type, ...(isVolatileBase && type === base ? { isVolatile: true } : {}) };
      isConstPointer = node.children.some(
        (child) => child.type === 'type_qualifier' && textOf(ctx, child) === 'const',
      );
      params = null;
    } else if (kind === 'array_declarator') {
      const size = childIn(node, 'size');
      type = { kind: 'array', of: type, length: size?.named ? lowerExpr(ctx, size) : null };
      params = null;
    } else if (kind === 'function_declarator') {
      type = { kind: 'function', returns: type };
      params = childIn(node, 'parameters') ?? null;
    } else if (!kind.endsWith('declarator')) {
      return { name: textOf(ctx, node), nameSpan: spanOf(ctx, node), type, params, isConstPointer };
    }
    node = innerDeclarator(node);
  }
  return { name: null, nameSpan: null, type, params, isConstPointer };
}

function innerDeclarator(node: Cst): Cst | undefined {
  const inField = childIn(node, 'declarator');
  if (inField) return inField;
  const bare =
    node.type.includes('parenthesized') || node.type.includes('attributed') || node.type.includes('pointer');
  return bare
    ? node.children.find((child) => child.named && !/qualifier|modifier|attribute_/.test(child.type))
    : undefined;
}
