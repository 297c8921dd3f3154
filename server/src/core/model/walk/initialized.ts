/**
 * Which member of a struct, or which element of an array, each value of a braced initializer goes to: designators,
 * positions, and braces that were left out (C11 6.7.9). Knows types; evaluates nothing.
 */
import { sizeOf, unknownType, type Type } from '../types.js';
import { taken } from './kernel-pointers.js';
import { keptValue } from './loads.js';
import { unknownValue, type Typed, type Value } from './values.js';
import type { Walk } from './walk.js';

/** A value of an initializer, or those in inner braces, with its designator: `a`, `.a.b`, `[2]`. */
export type Evaluated = { readonly field: string | null } & (
  { readonly value: Typed; readonly isString: boolean } | { readonly value: readonly Evaluated[] }
);

/** Values that are taken one after the other. */
interface Cursor {
  readonly values: readonly Evaluated[];
  at: number;
}

/** A member or an element. */
interface Spot {
  /** Null of an anonymous struct or union: its members count as the outer one's. */
  readonly key: string | null;
  readonly type: Type;
  /** The position of what comes next; null where that is not sure. */
  readonly behind: number | null;
}

type Aggregate = Extract<Type, { kind: 'struct' | 'array' }>;
type Members = Map<string, Value>;

/** What braces give to a type: a record in which what they leave out is 0. Unknown where a value's place is not sure. */
export function initialized(walk: Walk, type: Type, values: readonly Evaluated[]): Value {
  const members: Members = new Map();
  if (isAggregate(type)) {
    const isSure = fill(walk, type, { values, at: 0 }, members, true);
    return isSure ? recordOf(members, !isElsewhere(type) || values.every(isZero)) : unknownValue;
  }
  const [only] = values;
  return only && values.length === 1 && 'isString' in only ? kept(walk, type, only.value) : unknownValue;
}

function isAggregate(type: Type): type is Aggregate {
  return type.kind === 'struct' || type.kind === 'array';
}

/** Whether its members are declared where nobody looks: some of them may be others' bytes. */
function isElsewhere(type: Aggregate): boolean {
  return type.kind === 'struct' && type.layout.size === null && type.layout.members().length === 0;
}

function isZero(each: Evaluated): boolean {
  if (!('isString' in each)) return each.value.every(isZero);
  const { value } = each.value;
  return value.kind === 'constant' && value.value === 0n;
}

function recordOf(members: Members, isZeroed: boolean): Value {
  return isZeroed ? { kind: 'record', members, isZeroed } : { kind: 'record', members };
}

function kept(walk: Walk, type: Type, value: Typed): Value {
  taken(walk, value, type);
  return keptValue(walk, type, value);
}

/** Takes values for an aggregate, without braces of its own only as many as it has; gives whether their places are sure. */
function fill(walk: Walk, type: Aggregate, cursor: Cursor, members: Members, isBraced: boolean): boolean {
  const positional = positionsOf(type);
  let next: number | null = 0;
  for (let each = cursor.values[cursor.at]; each; each = cursor.values[cursor.at]) {
    const isDesignated: boolean = each.field !== null;
    if (isDesignated && !isBraced) return true;
    const spot: Spot | null =
      each.field !== null ? designated(type, each.field) : next === null ? null : positional(next);
    if (!spot && (isDesignated || next === null || (isElsewhere(type) && !isZero(each)))) return false;
    if (!spot && !isBraced) return true;
    if (!spot) cursor.at++;
    else if (!put(walk, spot, cursor, members)) return false;
    next = spot ? spot.behind : next;
  }
  return true;
}

/** Gives a member or an element the next value, or as many of them as it takes where it has no braces. */
function put(walk: Walk, { key, type }: Spot, cursor: Cursor, members: Members): boolean {
  const each = cursor.values[cursor.at];
  if (!each) return true;
  if (!('isString' in each)) {
    cursor.at++;
    if (key === null)
      return isAggregate(type) && fill(walk, type, { values: each.value, at: 0 }, members, true);
    members.set(key, initialized(walk, type, each.value));
    return true;
  }
  if (isAggregate(type)) {
    const isWhole = isWholeValue(type, each.value.type, each.isString);
    if (isWhole === null) return false;
    if (!isWhole) return fillWithoutBraces(walk, type, cursor, members, key);
  }
  cursor.at++;
  if (key !== null) members.set(key, kept(walk, type, each.value));
  return key !== null;
}

function fillWithoutBraces(
  walk: Walk,
  type: Aggregate,
  cursor: Cursor,
  members: Members,
  key: string | null,
): boolean {
  const before = cursor.at;
  const inner: Members = key === null ? members : new Map<string, Value>();
  const isSure = fill(walk, type, cursor, inner, false);
  if (key !== null) members.set(key, recordOf(inner, true));
  return isSure && cursor.at > before;
}

/** Whether a value without braces is the whole aggregate, and not its first member; null where that is not sure. */
function isWholeValue(type: Aggregate, given: Type, isString: boolean): boolean | null {
  if (type.kind === 'array') {
    if (sizeOf(type.of) !== 1) return false;
    return isString || (given.kind === 'integer' ? false : null);
  }
  if (given.kind === 'unknown') return null;
  if (given.kind !== 'struct') return false;
  if (given.layout === type.layout) return true;
  return given.layout.name === type.layout.name ? null : false;
}

/** The member or element at a position; null behind the last. Only the first member of a union has one. */
function positionsOf(type: Aggregate): (position: number) => Spot | null {
  if (type.kind === 'array') {
    const { of, length } = type;
    return (at) => (length !== null && at >= length ? null : spotOf(`[${at}]`, of, at + 1));
  }
  const { layout } = type;
  const fields = layout.members();
  return (at) => {
    const field = layout.isUnion && at > 0 ? undefined : fields[at];
    return field ? spotOf(field.name || null, field.type, at + 1) : null;
  };
}

/** The member or element that a designator names; null where it names more than one, or none that is known. */
function designated(type: Aggregate, written: string): Spot | null {
  if (isElsewhere(type) && /^\w+$/.test(written)) return spotOf(written, unknownType, null);
  if (type.kind === 'array') {
    const index = /^\[(\d+)\]$/.exec(written)?.[1];
    return index === undefined ? null : spotOf(`[${Number(index)}]`, type.of, Number(index) + 1);
  }
  const field = /^\w+$/.test(written) ? type.layout.field(written) : null;
  const at = type.layout.members().findIndex(({ name }) => name === written);
  return field && spotOf(written, field.type, at < 0 ? null : at + 1);
}

/** A value for a type that is not known may be one of several for it. */
function spotOf(key: string | null, type: Type, behind: number | null): Spot {
  return { key, type, behind: type.kind === 'unknown' ? null : behind };
}
