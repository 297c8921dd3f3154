/** What a function declares: locals in registers or in memory, static objects, types and their enumerators. */
import { alignOf, sizeOf, type Type } from '../model/types.js';
import type { Expr, TypeExpr, Variable } from '../syntax/ast.js';
import type { Span } from '../text.js';
import type { Register } from './instruction.js';
import { store } from './lower-access.js';
import { convert } from './lower-conversions.js';
import { initialize } from './lower-initializers.js';
import { placeOfBinding } from './lower-names.js';
import { emit, register, type Lower } from './lower.js';
import { isScalar } from './scalars.js';
import type { Binding } from './scope.js';
import { staticObject } from './static-objects.js';
import { typeOf, typeOfWritten, withLength } from './types.js';

/** Structs, unions and enums that are declared within the function. */
export function declareTypes(lower: Lower, types: readonly TypeExpr[]): void {
  for (const type of types) {
    if (type.kind !== 'tagged' || !type.body) continue;
    if (type.tag !== null) lower.scope.declareTag(`${type.keyword} ${type.tag}`, type);
    let next: bigint | null = 0n;
    for (const { name, value } of type.body.constants) {
      if (value) next = constantOf(lower, value);
      lower.scope.declare(name, { kind: 'enumerator', value: next });
      if (next !== null) next += 1n;
    }
  }
}

function constantOf(lower: Lower, expr: Expr): bigint | null {
  const { operand, type } = convert(lower, expr.span, lower.value(expr), wide);
  return typeof operand === 'bigint' && type.kind === 'integer' ? BigInt.asIntN(64, operand) : null;
}

const wide: Type = { kind: 'integer', size: 8, signed: true };

/** A variable, with its initializer. */
export function declareVariable(lower: Lower, variable: Variable): void {
  const { name, init, isExtern, isStatic, isVolatile } = variable;
  if (variable.type.kind === 'function') return;
  const type = withLength(lower, typeOfDeclared(lower, variable), init);
  if (isExtern) return lower.scope.declare(name, { kind: 'object', name, type, volatile: isVolatile });
  if (isStatic) {
    const object = staticObject(lower, variable, type);
    return lower.scope.declare(name, { kind: 'object', name: object, type, volatile: isVolatile });
  }
  const binding = declareLocal(lower, variable, type);
  if (init) initialize(lower, init.span, placeOfBinding(lower, variable.nameSpan, binding), init);
}

function typeOfDeclared(lower: Lower, { type, init }: Variable): Type {
  const isAuto = type.kind === 'name' && type.name === '__auto_type';
  return isAuto && init ? typeOf(lower, init) : typeOfWritten(lower, type);
}

/** A local without a value yet: in a register, or in memory where its address is taken or its bytes matter. */
function declareLocal(lower: Lower, variable: Variable, type: Type): Binding {
  const { name, nameSpan, init, isVolatile } = variable;
  const binding = bindingOf(lower, name, type, isVolatile);
  if (binding.kind === 'slot')
    emit(lower, nameSpan, { op: 'indeterminate', target: { kind: 'slot', slot: binding.slot } });
  else if (!init)
    emit(lower, nameSpan, {
      op: 'indeterminate',
      target: { kind: 'register', register: binding.place.register },
    });
  lower.scope.declare(name, binding);
  return binding;
}

type LocalBinding = Extract<Binding, { kind: 'register' | 'slot' }>;

function bindingOf(lower: Lower, name: string, type: Type, volatile: boolean): LocalBinding {
  const local = lower.locals++;
  const fits = isScalar(type) || type.kind === 'unknown';
  if (fits && !volatile && !lower.addressed.has(local))
    return {
      kind: 'register',
      place: { kind: 'register', register: register(lower, type, name), local, type },
    };
  const slot = lower.builder.slot({ name, size: sizeOf(type), align: alignOf(type) ?? 8 });
  return { kind: 'slot', slot, type, volatile };
}

/** A parameter by its name. The caller's value is in a register, of a struct its address. */
export function declareParameter(lower: Lower, name: string, span: Span, type: Type): Register {
  const binding = bindingOf(lower, name, type, false);
  lower.scope.declare(name, binding);
  if (binding.kind === 'register') return binding.place.register;
  const value = register(lower, type, name);
  store(lower, span, placeOfBinding(lower, span, binding), { operand: value, type });
  return value;
}
