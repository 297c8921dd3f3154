/** Braced initializers as they are evaluated: each value once, in the order in which they are written. */
import type { Expr } from '../../syntax/ast.js';
import { unknownType, type Type } from '../types.js';
import { initialized, type Evaluated } from './initialized.js';
import { memberKey } from './liveness.js';
import type { Use } from './recorded.js';
import type { Typed } from './values.js';
import type { Walk } from './walk.js';

type Initializer = Extract<Expr, { kind: 'initializer' }>;

/** What an initializer gives to what has the type that is written before it, or `declared`. */
export function valueOfInitializer(
  walk: Walk,
  expr: Initializer,
  use: Use,
  declared: Type = unknownType,
  variable: string | null = null,
): Typed {
  const type = expr.type ? walk.types.resolve(expr.type) : declared;
  return { value: initialized(walk, type, evaluated(walk, expr, use, variable)), type };
}

/** `variable` is what is initialized: those of its members that nobody uses get values that are dropped. */
function evaluated(walk: Walk, { values }: Initializer, use: Use, variable: string | null): Evaluated[] {
  return values.map(({ field, value }) => {
    const isUnused = variable !== null && walk.activation.unused.has(memberKey(variable, field));
    const taken = isUnused ? 'dropped' : use;
    return value.kind === 'initializer' && !value.type
      ? { field, value: evaluated(walk, value, taken, null) }
      : { field, value: walk.value(value, taken), isString: value.kind === 'string' };
  });
}
