/** Lvalues: which of them lie in a context, and at which byte. */
import type { Expr } from '../../syntax/ast.js';
import { sizeOf, unknownType, type Layout, type LayoutField, type Type } from '../types.js';
import { expandedExpression } from './expansions.js';
import { isFixed } from './guards.js';
import { load } from './loads.js';
import { settled } from './numbers.js';
import { noteEffect } from './paths/effects.js';
import { anyElement, type Chain, type CopyValue, type Typed, type Value } from './values.js';
import {
  muted,
  textOf,
  type ContextPlace,
  type LocalPlace,
  type OtherPlace,
  type Place,
  type Walk,
} from './walk.js';

/** The place that an expression names; `other` for whatever is no place in a context and no local. */
export function placeOf(walk: Walk, expr: Expr): Place {
  switch (expr.kind) {
    case 'ident':
      return placeOfName(walk, expr);
    case 'member':
      return placeOfMember(walk, expr);
    case 'index':
      return placeOfElement(walk, expr);
    case 'unary':
      return expr.op === '*'
        ? pointee(followed(walk, walk.value(expr.operand, 'used')))
        : other(walk.value(expr, 'used').type);
    case 'call':
      return placeOfCall(walk, expr);
    default:
      return other(walk.value(expr, 'used').type);
  }
}

function other(type: Type, where?: OtherPlace['where']): OtherPlace {
  return { kind: 'other', type, where };
}

function placeOfName(walk: Walk, expr: Extract<Expr, { kind: 'ident' }>): Place {
  const local = walk.environment.lookup(expr.name);
  if (local) return { kind: 'local', cell: local, name: expr.name, path: [], type: local.type };
  const variable = walk.symbols.variable(expr.name);
  if (variable) {
    const base = isFixed(variable.node) ? `?${expr.name}` : expr.name;
    return other(walk.types.resolve(variable.node.type), { base, offset: 0 });
  }
  return expandedExpression(walk, expr, (inner) => placeOf(walk, inner)) ?? other(unknownType);
}

function placeOfMember(walk: Walk, expr: Extract<Expr, { kind: 'member' }>): Place {
  const base = expr.arrow
    ? pointee(followed(walk, walk.value(expr.object, 'used')), textOf(walk, expr.object))
    : placeOf(walk, expr.object);
  const fieldAt = walk.frame.locate(expr.fieldSpan);
  const written = fieldMacro(walk, expr.field);
  if (written) return followMembers(walk, base, written);
  return memberOf(base, expr.field, fieldAt, expr.arrow);
}

/** `sk_family` may be a macro for `__sk_common.skc_family`, or for an element. */
function fieldMacro(walk: Walk, field: string): Expr | null {
  const define = walk.symbols.define(field);
  if (define?.params !== null || !/^[A-Za-z_][\w.[\]]*$/.test(define.body) || define.body === field)
    return null;
  const first = walk.parse(define.body)?.[0];
  return first?.kind === 'expression' ? first.expression : null;
}

/** The member of a place; a member that its struct does not have is `other`. */
export function memberOf(base: Place, name: string, fieldAt: ContextPlace['fieldAt'], arrow = false): Place {
  const layout = base.type.kind === 'struct' ? base.type.layout : null;
  const field = layout?.field(name);
  const type = field?.type ?? unknownType;
  if (base.kind === 'local') {
    const { value } = base.cell;
    if (value.kind === 'copy' && base.path.length === 0)
      return memberOf(copiedPlace(value, base.type), name, fieldAt);
    const isOverlaid = layout && field ? sharesBytes(layout, field) : false;
    return { ...base, type, path: [...base.path, isOverlaid ? anyElement : name] };
  }
  if (base.kind === 'kernel') return { ...base, type, chain: extend(base.chain, name, arrow) };
  if (base.kind === 'other') return other(type, stepInto(base, name, field?.offset ?? null));
  if (!layout || !field || field.isBitField) return other(type);
  const offset = base.offset === null || field.offset === null ? null : base.offset + field.offset;
  return {
    ...base,
    offset,
    type,
    fieldAt,
    owner: base.owner ?? layout.name,
    path: base.path ? `${base.path}.${name}` : name,
    varying:
      base.varying && field.offset !== null
        ? { ...base.varying, first: base.varying.first + field.offset }
        : null,
  };
}

/** Whether a member has bytes in common with another one: in a union, and as a bit-field. */
function sharesBytes(layout: Layout, { name, offset, isBitField }: LayoutField): boolean {
  return (
    isBitField ||
    layout.names().some((each) => each !== name && offset !== null && layout.field(each)?.offset === offset)
  );
}

/** A pointer that memory is accessed through matters. */
function followed(walk: Walk, pointer: Typed): Typed {
  if (pointer.value.kind === 'unknown') noteEffect(walk, pointer);
  return pointer;
}

function stepInto({ where }: OtherPlace, name: string, offset: number | null): OtherPlace['where'] {
  if (!where) return undefined;
  if (offset !== null) return { ...where, offset: where.offset + offset };
  return { base: `${where.base}+${where.offset}.${name}`, offset: 0 };
}

function copiedPlace({ of }: CopyValue, type: Type): ContextPlace {
  return { ...of, kind: 'context', type, nullable: false, fieldAt: null, varying: null, isCopy: true };
}

/** `->name` begins a new link, `.name` lengthens the last one. */
function extend(chain: Chain | null, name: string, arrow: boolean): Chain | null {
  if (!chain) return null;
  const last = chain.path.at(-1);
  if (arrow || last === undefined) return { ...chain, path: [...chain.path, name] };
  return { ...chain, path: [...chain.path.slice(0, -1), `${last}.${name}`] };
}

function placeOfElement(walk: Walk, expr: Extract<Expr, { kind: 'index' }>): Place {
  const whole = isPlace(expr.object) ? placeOf(walk, expr.object) : null;
  const base = whole ? load(walk, whole, expr.object, 'used') : walk.value(expr.object, 'used');
  const by = walk.value(expr.index, 'used');
  const index = settled(walk, by).value;
  const length = whole?.type.kind === 'array' ? whole.type.length : null;
  const first = withoutDecay(pointee(base), whole);
  if (index.kind !== 'constant') noteEffect(walk, by);
  if (index.kind !== 'constant' && first.kind === 'other') return anyOf(first, by);
  return elementOf(first, index.kind === 'constant' ? index.value : null, length, walk.loops > 0);
}

/** The element that a number chooses: the same one wherever the same number does. */
function anyOf({ type, where }: OtherPlace, { value }: Typed): OtherPlace {
  const name = value.kind === 'unknown' ? value.name : undefined;
  return other(
    type,
    where && name ? { base: `${where.base}+${where.offset}[${name}]`, offset: 0 } : undefined,
  );
}

/** `a[1]` names an element of an array; no address of `a` is computed on the way, as its decay suggests. */
function withoutDecay(first: Place, whole: Place | null): Place {
  if (first.kind !== 'context' || whole?.type.kind !== 'array') return first;
  return { ...first, memberAt: whole.kind === 'context' ? whole.memberAt : undefined };
}

function isPlace(expr: Expr): boolean {
  return (
    expr.kind === 'ident' ||
    expr.kind === 'member' ||
    expr.kind === 'index' ||
    (expr.kind === 'unary' && expr.op === '*')
  );
}

/** The element `index` counted from a place; null where it is known at run time only. */
export function elementOf(first: Place, index: bigint | null, length: number | null, inLoop = false): Place {
  const size = sizeOf(first.type);
  if (first.kind === 'kernel') return { ...first, chain: null };
  if (first.kind === 'local') return elementOfLocal(first, index);
  if (first.kind === 'other' && index !== null && size !== null && first.where)
    return other(first.type, { ...first.where, offset: first.where.offset + Number(index) * size });
  if (first.kind !== 'context' || size === null) return first.kind === 'context' ? other(first.type) : first;
  if (index !== null && first.offset !== null) {
    return {
      ...first,
      offset: first.offset + Number(index) * size,
      path: first.path && `${first.path}[${index}]`,
    };
  }
  const varying = first.offset === null ? null : { first: first.offset, stride: size, count: length, inLoop };
  return { ...first, offset: null, varying, path: first.path && `${first.path}[]` };
}

/** An array that is a local has its elements as members; a pointer to any other local leads to that one alone. */
function elementOfLocal(first: LocalPlace, index: bigint | null): Place {
  const last = first.path.at(-1) ?? '';
  const isElement = /^\[.*\]$/.test(last);
  if (!isElement) return index === 0n ? first : other(first.type);
  const at = index === null || last === anyElement ? null : Number(last.slice(1, -1)) + Number(index);
  return { ...first, path: [...first.path.slice(0, -1), at === null ? anyElement : `[${at}]`] };
}

function placeOfCall(walk: Walk, expr: Extract<Expr, { kind: 'call' }>): Place {
  const name = expr.callee.kind === 'ident' ? expr.callee.name : '';
  const [first] = expr.args;
  if (first && walk.facts.readings.meaning(name) === 'transparent') return placeOf(walk, first);
  const expanded = first && expandedExpression(walk, expr, (inner) => placeOf(walk, inner));
  return expanded ?? temporary(walk.value(expr, 'used'));
}

/** A struct that a function gave is a local without a name. */
function temporary({ value, type }: Typed): Place {
  if (type.kind !== 'struct') return other(type);
  return { kind: 'local', cell: { value, type }, name: '', path: [], type };
}

/** What a pointer points to; `text` is the pointer as written, for what is read through it. */
export function pointee({ value, type }: Typed, text: string | null = null): Place {
  const to = type.kind === 'pointer' ? type.to : unknownType;
  switch (value.kind) {
    case 'context':
      return {
        ...value,
        type: to,
        fieldAt: null,
        varying: value.moved ? { ...value.moved, count: null } : null,
      };
    case 'kernel':
      return { ...value, type: to, chain: text === null ? null : { pointer: text, path: [] } };
    case 'address':
      return localAt(value, to);
    case 'dereferenced':
      return { kind: 'kernel', trusted: false, type: to, chain: value.chain };
    default:
      return other(to, whereOf(value));
  }
}

/** A local that its address leads to; through a pointer to something of another size its bytes are nobody's. */
function localAt({ of, path }: Extract<Value, { kind: 'address' }>, to: Type): LocalPlace {
  const isFirst = path.length === 1 && path[0] === '[0]';
  const real = path.length === 0 ? of.type : isFirst && of.type.kind === 'array' ? of.type.of : unknownType;
  const [own, seen] = [sizeOf(real), sizeOf(to)];
  const isRetyped = own !== null && seen !== null && own !== seen;
  return {
    kind: 'local',
    cell: of,
    name: '',
    path: isRetyped ? [anyElement] : path,
    type: to.kind === 'unknown' ? of.type : to,
  };
}

/** A pointer's name is what it points to behind `&`, and bytes: `&x+4`. */
function whereOf(value: Value): OtherPlace['where'] {
  const name = value.kind === 'unknown' ? value.name : undefined;
  if (name === undefined) return undefined;
  const [, base = name, offset = '0'] = /^(.*?)\+(-?\d+)$/s.exec(name) ?? [];
  return { base: base.startsWith('&') ? base.slice(1) : `*${base}`, offset: Number(offset) };
}

/** `f`, `a.b` or `cb[1]` as a member of a place. */
export function followMembers(walk: Walk, base: Place, field: Expr): Place {
  switch (field.kind) {
    case 'ident':
      return memberOf(base, field.name, walk.frame.locate(field.span));
    case 'member':
      return memberOf(
        followMembers(walk, base, field.object),
        field.field,
        walk.frame.locate(field.fieldSpan),
      );
    case 'index': {
      const array = followMembers(walk, base, field.object);
      const index = muted(walk, () => walk.value(field.index, 'used')).value;
      const whole = muted(walk, () => load(walk, array, field.object, 'used'));
      const first = withoutDecay(pointee(whole), array);
      return elementOf(first, index.kind === 'constant' ? index.value : null, null);
    }
    default:
      return { kind: 'other', type: base.type };
  }
}
