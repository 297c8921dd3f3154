/** Braced initializers: which member of a struct, or which element of an array, gets which value. */
import type { Expr } from '../../syntax/ast.js';
import { unknownType, type Type } from '../types.js';
import { taken } from './kernel-pointers.js';
import { memberKey } from './liveness.js';
import type { Use } from './recorded.js';
import { unknownValue, type Typed, type Value } from './values.js';
import type { Walk } from './walk.js';

type Initializer = Extract<Expr, { kind: 'initializer' }>;

/**
 * What an initializer gives: its values by their designators (`a`, `[2]`), or by their positions (`#0`) where they
 * have none; what it leaves out is 0. `variable` is what it initializes.
 */
export function valueOfInitializer(
  walk: Walk,
  expr: Initializer,
  use: Use,
  variable: string | null = null,
): Typed {
  const type = expr.type ? walk.types.resolve(expr.type) : unknownType;
  const members = new Map<string, Value>();
  expr.values.forEach((each, i) => {
    const isUnused = variable !== null && walk.activation.unused.has(memberKey(variable, each.field));
    members.set(each.field ?? `#${i}`, walk.value(each.value, isUnused ? 'dropped' : use).value);
  });
  const record: Value = { kind: 'record', members, isZeroed: true };
  if (!expr.type) return { value: record, type };
  const value = named(record, type);
  taken(walk, { value, type }, type);
  return { value, type };
}

/** An initializer's values by the members that get them; unknown where a designator names more than one. */
export function named(value: Value, type: Type): Value {
  if (value.kind !== 'record' || (type.kind !== 'struct' && type.kind !== 'array')) return value;
  const names = type.kind === 'struct' ? type.layout.names() : [];
  const members = new Map<string, Value>();
  let next = 0;
  for (const [key, member] of value.members) {
    if (/^\[\d+\]$/.test(key)) next = Number(key.slice(1, -1));
    else if (!/^#?\w+$/.test(key)) return unknownValue;
    else if (!key.startsWith('#') && names.includes(key)) next = names.indexOf(key);
    const positional = type.kind === 'array' ? `[${next}]` : (names[next] ?? key);
    const name = key.startsWith('#') || key.startsWith('[') ? positional : key;
    members.set(name, named(member, typeOf(type, name)));
    next++;
  }
  return { ...value, members };
}

function typeOf(type: Extract<Type, { kind: 'struct' | 'array' }>, name: string): Type {
  return type.kind === 'array' ? type.of : (type.layout.field(name)?.type ?? unknownType);
}
