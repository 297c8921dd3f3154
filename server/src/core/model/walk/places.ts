/** Lvalues: which of them lie in a context, and at which byte. */
import type { Expr } from '../../syntax/ast.js';
import { sizeOf, unknownType, type Type } from '../types.js';
import { convert } from './conversions.js';
import { expandedExpression } from './expansions.js';
import type { RecordedAccess, Use } from './recorded.js';
import { ofType, unknownValue, type ContextPointer, type Typed } from './values.js';
import { type ContextPlace, type Place, type Walk } from './walk.js';

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
        ? pointee(walk.value(expr.operand, 'used'))
        : other(walk.value(expr, 'used').type);
    case 'call':
      return placeOfCall(walk, expr);
    default:
      return other(walk.value(expr, 'used').type);
  }
}

function other(type: Type): Place {
  return { kind: 'other', type };
}

function placeOfName(walk: Walk, expr: Extract<Expr, { kind: 'ident' }>): Place {
  const local = walk.environment.lookup(expr.name);
  if (local) return { kind: 'local', name: expr.name, type: local.type };
  const variable = walk.symbols.variable(expr.name);
  if (variable) return other(walk.types.resolve(variable.node.type));
  return expandedExpression(walk, expr, (inner) => placeOf(walk, inner)) ?? other(unknownType);
}

function placeOfMember(walk: Walk, expr: Extract<Expr, { kind: 'member' }>): Place {
  const base = expr.arrow ? pointee(walk.value(expr.object, 'used')) : placeOf(walk, expr.object);
  return memberOf(base, expr.field, walk.frame.locate(expr.fieldSpan));
}

/** The member of a place; a member that its struct does not have is `other`. */
export function memberOf(base: Place, name: string, fieldAt: ContextPlace['fieldAt']): Place {
  const layout = base.type.kind === 'struct' ? base.type.layout : null;
  const field = layout?.field(name);
  const type = field?.type ?? unknownType;
  if (base.kind !== 'context' || !layout || !field || field.isBitField) return other(type);
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

function placeOfElement(walk: Walk, expr: Extract<Expr, { kind: 'index' }>): Place {
  const whole = isPlace(expr.object) ? placeOf(walk, expr.object) : null;
  const base = whole ? load(walk, whole, expr.object, 'used') : walk.value(expr.object, 'used');
  const index = walk.value(expr.index, 'used').value;
  const length = whole?.type.kind === 'array' ? whole.type.length : null;
  return elementOf(pointee(base), index.kind === 'constant' ? index.value : null, length);
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
export function elementOf(first: Place, index: bigint | null, length: number | null): Place {
  const size = sizeOf(first.type);
  if (first.kind !== 'context' || size === null) return first.kind === 'context' ? other(first.type) : first;
  if (index !== null && first.offset !== null) {
    return {
      ...first,
      offset: first.offset + Number(index) * size,
      path: first.path && `${first.path}[${index}]`,
    };
  }
  const varying =
    first.offset === null || length === null ? null : { first: first.offset, stride: size, count: length };
  return { ...first, offset: null, varying, path: first.path && `${first.path}[]` };
}

function placeOfCall(walk: Walk, expr: Extract<Expr, { kind: 'call' }>): Place {
  const name = expr.callee.kind === 'ident' ? expr.callee.name : '';
  const [first] = expr.args;
  if (first && walk.facts.readings.meaning(name) === 'transparent') return placeOf(walk, first);
  const expanded = first && expandedExpression(walk, expr, (inner) => placeOf(walk, inner));
  return expanded ?? other(walk.value(expr, 'used').type);
}

/** What a pointer points to. */
export function pointee({ value, type }: Typed): Place {
  const to = type.kind === 'pointer' ? type.to : unknownType;
  if (value.kind !== 'context') return other(to);
  const { region, offset, owner, path } = value;
  return { kind: 'context', region, offset, owner, path, type: to, fieldAt: null, varying: null };
}

/** `&place`, or what an array decays to. */
export function addressOf(place: Place, to: Type): Typed {
  const type: Type = { kind: 'pointer', to };
  if (place.kind !== 'context') return ofType(type);
  const { region, offset, owner, path } = place;
  return { value: { kind: 'context', region, offset, owner, path } satisfies ContextPointer, type };
}

/** The value of a place; a load from a context is recorded. */
export function load(walk: Walk, place: Place, expr: Expr, use: Use): Typed {
  if (place.type.kind === 'array') return addressOf(place, place.type.of);
  if (place.kind === 'local') return walk.environment.lookup(place.name) ?? ofType(place.type);
  if (place.kind === 'context') record(walk, place, expr, use === 'unknown' ? 'unknown' : 'read', use, false);
  return { value: unknownValue, type: place.type };
}

/** Writes a value to a place: a context's is recorded, a local's is remembered. */
export function store(walk: Walk, place: Place, expr: Expr, value: Typed, compound: boolean): void {
  if (place.kind === 'context') record(walk, place, expr, 'write', 'used', compound);
  if (place.kind === 'local') walk.environment.assign(place.name, convert(place.type, value).value);
}

/** Records an access to a place in a context, if its offset and its width are known. */
export function record(
  walk: Walk,
  place: ContextPlace,
  expr: Expr,
  access: RecordedAccess['access'],
  use: Use,
  compound: boolean,
): void {
  const size = place.type.kind === 'integer' || place.type.kind === 'pointer' ? sizeOf(place.type) : null;
  const offset = place.offset ?? place.varying?.first ?? null;
  if (walk.muted > 0 || size === null || offset === null) return;
  const at = walk.frame.locate(expr.span);
  walk.found.accesses.push({
    region: place.region,
    struct: place.owner ?? walk.spec.context ?? '',
    path: place.path,
    access,
    offset,
    size,
    elements:
      place.offset === null && place.varying
        ? { stride: place.varying.stride, count: place.varying.count }
        : null,
    at,
    fieldAt: place.fieldAt ?? at,
    calls: walk.frame.calls,
    use,
    guarded: walk.guards > 0,
    compound,
  });
}
