/** Lvalues: which of them lie in a context, and at which byte. */
import type { Expr } from '../../syntax/ast.js';
import type { Span } from '../../text.js';
import { tableType, unknownType, type Type } from '../types.js';
import { isFixed } from './guards.js';
import { anyOf, elementOf, withoutDecay } from './elements.js';
import { load } from './loads.js';
import { pointee } from './pointees.js';
import { settled } from './numbers.js';
import { learnTruth } from './learning.js';
import { anyElement, type Chain, type CopyValue, type Typed } from './values.js';
import {
  elsewhere,
  muted,
  pathOf,
  textOf,
  type ContextPlace,
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
        : elsewhere(walk.value(expr, 'used').type);
    case 'call':
      return placeOfCall(walk, expr);
    default:
      return elsewhere(walk.value(expr, 'used').type);
  }
}

function placeOfName(walk: Walk, expr: Extract<Expr, { kind: 'ident' }>): Place {
  const local = walk.environment.lookup(expr.name);
  if (local) return { kind: 'local', cell: local, name: expr.name, path: [], type: local.type };
  const variable = walk.symbols.variable(expr.name);
  if (variable) {
    const base = isFixed(variable.node) ? `?${expr.name}` : expr.name;
    return elsewhere(walk.types.resolve(variable.node.type), { base, offset: 0 });
  }
  return elsewhere(unknownType);
}

function placeOfMember(walk: Walk, expr: Extract<Expr, { kind: 'member' }>): Place {
  const base = expr.arrow
    ? pointee(followed(walk, walk.value(expr.object, 'used')), textOf(walk, expr.object))
    : placeOf(walk, expr.object);
  const fieldAt = walk.frame.locate(expr.fieldSpan);
  const member = asKernelMember(
    walk,
    base,
    expr.field,
    memberOf(base, expr.field, fieldAt, expr.arrow),
    expr.fieldSpan,
  );
  return asBitField(base.type, expr.field, member);
}

/** A member of a kernel struct that this file does not declare has the type that it has in the kernel. */
function asKernelMember(walk: Walk, base: Place, name: string, place: Place, at: Span): Place {
  noteMissing(walk, base, name, at);
  if (place.kind !== 'kernel' || place.type.kind !== 'unknown' || base.type.kind !== 'struct') return place;
  const text = walk.facts.readings.member(base.type.layout.name, name);
  return text === null ? place : { ...place, type: tableType(text, walk.types.tagged) };
}

/** CO-RE looks for the members of a struct that it relocates in the kernel's struct of that name, up to `___`. */
function noteMissing(walk: Walk, { type }: Place, member: string, span: Span): void {
  if (walk.muted > 0 || !walk.kernel || type.kind !== 'struct' || !type.layout.isRelocated) return;
  const { name, isUnion } = type.layout;
  const struct = name.replace(/___.*$/, '');
  const record = walk.kernel.record(isUnion ? 'union' : 'struct', struct);
  if (!record || record.member(member)) return;
  const at = walk.frame.locate(span);
  const guarded = walk.environment.isDoubtful();
  walk.found.missing.push({ struct, member, at, calls: walk.frame.calls, guarded });
}

/** An unsigned bit-field holds no more than its bits. */
function asBitField(type: Type, name: string, place: Place): Place {
  const field = type.kind === 'struct' ? type.layout.field(name) : null;
  if (place.kind !== 'other' || !field?.bits) return place;
  const isPlain = field.type.kind === 'integer' && !field.type.signed && field.type.size <= 4;
  return isPlain ? { ...place, bits: field.bits.width } : place;
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
    const isOverlaid = layout?.isShared(name) ?? false;
    return { ...base, type, path: [...base.path, isOverlaid ? anyElement : name] };
  }
  if (base.kind === 'kernel') return { ...base, type, chain: extend(base.chain, name, arrow) };
  if (base.kind === 'other')
    return elsewhere(
      type,
      field?.isBitField ? undefined : stepInto(base, name, field?.offset ?? null),
      base.via,
    );
  if (!layout || !field || field.isBitField) return elsewhere(type);
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

/** A pointer that memory is accessed through is not NULL from there on. */
function followed(walk: Walk, pointer: Typed): Typed {
  if (pathOf(walk) && pointer.value.kind === 'unknown') learnTruth(walk, pointer, true);
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
  if (index.kind !== 'constant' && first.kind === 'other') return anyOf(first, by);
  return elementOf(first, index.kind === 'constant' ? index.value : null, length, walk.loops > 0);
}

function isPlace(expr: Expr): boolean {
  return (
    expr.kind === 'ident' ||
    expr.kind === 'member' ||
    expr.kind === 'index' ||
    (expr.kind === 'unary' && expr.op === '*')
  );
}

function placeOfCall(walk: Walk, expr: Extract<Expr, { kind: 'call' }>): Place {
  const name = expr.callee.kind === 'ident' ? expr.callee.name : '';
  const [first] = expr.args;
  if (first && walk.facts.readings.meaning(name) === 'transparent') return placeOf(walk, first);
  return temporary(walk.value(expr, 'used'));
}

/** A struct that a function gave is a local without a name. */
function temporary({ value, type }: Typed): Place {
  if (type.kind !== 'struct') return elsewhere(type);
  return { kind: 'local', cell: { value, type }, name: '', path: [], type };
}

/** `f`, `a.b` or `cb[1]` as a member of a place. */
export function followMembers(walk: Walk, base: Place, field: Expr): Place {
  switch (field.kind) {
    case 'ident':
      return asKernelMember(
        walk,
        base,
        field.name,
        memberOf(base, field.name, walk.frame.locate(field.span)),
        field.span,
      );
    case 'member': {
      const object = followMembers(walk, base, field.object);
      const member = memberOf(object, field.field, walk.frame.locate(field.fieldSpan));
      return asKernelMember(walk, object, field.field, member, field.fieldSpan);
    }
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
