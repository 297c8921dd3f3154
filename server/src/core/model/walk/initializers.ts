/** Braced initializers: which member of a struct gets which value. */
import type { Expr } from '../../syntax/ast.js';
import { unknownType, type Type } from '../types.js';
import { memberKey } from './liveness.js';
import type { Use } from './recorded.js';
import type { Typed, Value } from './values.js';
import type { Walk } from './walk.js';

/** What an initializer gives: its values by the members' names, or by their positions (`#0`) where none are named; `variable` is what it initializes. */
export function valueOfInitializer(
  walk: Walk,
  expr: Extract<Expr, { kind: 'initializer' }>,
  use: Use,
  variable: string | null = null,
): Typed {
  const type = expr.type ? walk.types.resolve(expr.type) : unknownType;
  const members = new Map<string, Value>();
  expr.values.forEach((each, i) => {
    const isUnused = variable !== null && walk.activation.unused.has(memberKey(variable, each.field));
    const { value } = walk.value(each.value, isUnused ? 'dropped' : use);
    if (each.field === null) members.set(`#${i}`, value);
    else if (/^\w+$/.test(each.field)) members.set(each.field, value);
  });
  return { value: { kind: 'record', members }, type };
}

/** An initializer's values by the names of the members that get them. */
export function named(value: Value, type: Type): Value {
  if (value.kind !== 'record' || type.kind !== 'struct') return value;
  const names = type.layout.names();
  const name = (key: string): string => (key.startsWith('#') ? (names[Number(key.slice(1))] ?? key) : key);
  return { kind: 'record', members: new Map([...value.members].map(([key, member]) => [name(key), member])) };
}
