/** What a name means in an expression: a local, an object of a section, a function, an enumerator, a macro. */
import { intType, unknownType, voidType, type Type } from '../model/types.js';
import type { Expr, Variable } from '../syntax/ast.js';
import type { Span } from '../text.js';
import { load } from './lower-access.js';
import { constant } from './lower-conversions.js';
import { emit, havoc, register, type Lower } from './lower.js';
import type { Place, Value } from './values.js';
import type { Binding } from './scope.js';
import { typeFitting } from './scalars.js';
import { withLength } from './types.js';

type Ident = Extract<Expr, { kind: 'ident' }>;

/** The place of a variable; of another name the place of what it stands for. */
export function placeOfName(lower: Lower, expr: Ident): Place {
  const local = lower.scope.lookup(expr.name);
  if (local) return placeOfBinding(lower, expr.span, local);
  const variable = lower.symbols.variable(expr.name)?.node;
  if (variable) return placeOfGlobal(lower, expr.span, variable);
  return { kind: 'unknown', base: null, type: unknownType, why: 'unknown name' };
}

/** The place of a local, or of an object that the function declares. */
export function placeOfBinding(lower: Lower, span: Span, binding: Binding): Place {
  switch (binding.kind) {
    case 'register':
      return binding.place;
    case 'slot':
      return placeOfSlot(lower, span, binding.slot, binding.type, binding.volatile);
    case 'object':
      return placeOfObject(lower, span, binding.name, binding.type, binding.volatile);
    case 'enumerator':
      return { kind: 'unknown', base: null, type: intType, why: 'unsupported' };
  }
}

function placeOfSlot(lower: Lower, span: Span, slot: number, type: Type, volatile: boolean): Place {
  const dst = register(lower, { kind: 'pointer', to: type });
  emit(lower, span, { op: 'slot', dst, slot });
  return { kind: 'memory', address: dst, type, volatile, bits: null };
}

/** The bytes of an object in a section. */
function placeOfObject(lower: Lower, span: Span, name: string, type: Type, volatile: boolean): Place {
  const dst = register(lower, { kind: 'pointer', to: type });
  emit(lower, span, { op: 'global', dst, name });
  return { kind: 'memory', address: dst, type, volatile, bits: null };
}

function placeOfGlobal(lower: Lower, span: Span, variable: Variable): Place {
  const type = withLength(lower, lower.types.resolve(variable.type), variable.init);
  return placeOfObject(lower, span, variable.name, type, variable.isVolatile);
}

/** The value of a name. */
export function valueOfName(lower: Lower, expr: Ident): Value {
  const { name, span } = expr;
  const local = lower.scope.lookup(name);
  if (local?.kind === 'enumerator') return enumerator(lower, span, local.value);
  if (local ?? lower.symbols.variable(name)) return load(lower, span, placeOfName(lower, expr));
  if (lower.symbols.enumConstant(name)) return enumerator(lower, span, lower.types.constant(name));
  return valueOfOuterName(lower, expr);
}

function enumerator(lower: Lower, span: Span, value: bigint | null): Value {
  return value === null ? havoc(lower, span, intType, 'opaque') : constant(typeFitting(value), value);
}

/** A function, or what a header defines that was not read: the kernel's, else constants by the usual spelling. */
function valueOfOuterName(lower: Lower, { name, span }: Ident): Value {
  if (lower.symbols.function(name)) return addressOfFunction(lower, span, name);
  if (name === 'NULL') return constant({ kind: 'pointer', to: voidType }, 0n);
  const known = lower.types.constant(name);
  if (known !== null) return constant(typeFitting(known), known);
  const isConstant = /^[A-Z_][A-Z0-9_]*$/.test(name);
  if (!isConstant) return havoc(lower, span, unknownType, 'unknown name');
  const dst = register(lower, intType);
  emit(lower, span, { op: 'named', dst, bits: 32, name, by: 'header', local: null });
  return { operand: dst, type: intType };
}

/** A function's name is its address. */
function addressOfFunction(lower: Lower, span: Span, name: string): Value {
  const type: Type = { kind: 'pointer', to: unknownType };
  const dst = register(lower, type);
  emit(lower, span, { op: 'function', dst, name });
  return { operand: dst, type };
}
