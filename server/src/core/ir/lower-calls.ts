/** Calls: macros, builtins, functions of the text, helpers, kernel functions, and whatever is not seen. */
import { longType, sizeOf, unknownType, voidType, type Type } from '../model/types.js';
import type { Expr, FunctionDef } from '../syntax/ast.js';
import type { Callee, Operand } from './instruction.js';
import { builtin } from './lower-builtins.js';
import { convert, resize } from './lower-conversions.js';
import { temporary } from './lower-initializers.js';
import { steady } from './lower-order.js';
import { emit, havoc, register, type Lower } from './lower.js';
import type { Place, Value } from './values.js';
import { placeOfValue } from './lower-places.js';
import { isScalar } from './scalars.js';

type Call = Extract<Expr, { kind: 'call' }>;

/** The value of a call. */
export function valueOfCall(lower: Lower, call: Call): Value {
  const name = calledName(lower, call);
  if (name === null) return callPointer(lower, call);
  return builtin(lower, call, name) ?? callByName(lower, call, name);
}

/** A builtin may give its argument's place; a struct that a function gives lies in memory. */
export function placeOfCall(lower: Lower, call: Call): Place {
  const [first] = call.args;
  const isTransparent =
    call.callee.kind === 'ident' && lower.facts.readings.meaning(call.callee.name) === 'transparent';
  return first && isTransparent ? lower.place(first) : placeOfValue(lower.value(call));
}

/** The name that is called; null for a pointer or a local. */
function calledName(lower: Lower, { callee }: Call): string | null {
  const called = callee.kind === 'unary' && callee.op === '*' ? callee.operand : callee;
  if (called.kind !== 'ident' || lower.scope.lookup(called.name)) return null;
  return called.name;
}

function callPointer(lower: Lower, call: Call): Value {
  const { operand } = lower.value(call.callee);
  const args = call.args.map((arg) => wideArgument(lower, arg, lower.value(arg)));
  const dst = register(lower, unknownType);
  emit(lower, call.span, { op: 'call', dst, callee: { kind: 'pointer', value: operand }, args });
  return { operand: dst, type: unknownType };
}

function callByName(lower: Lower, call: Call, name: string): Value {
  const fn = lower.symbols.function(name)?.node ?? null;
  if (fn?.body) return callFunction(lower, call, fn);
  const args = call.args.map((arg, i) =>
    wideArgument(
      lower,
      arg,
      steady(lower, lower.value(arg), arg.span, call.args.slice(i + 1)),
      fn?.params[i]?.type,
    ),
  );
  const type = resultType(lower, name, fn);
  const dst = type.kind === 'void' ? null : register(lower, type);
  emit(lower, call.span, { op: 'call', dst, callee: calleeOf(lower, name, fn), args });
  if (!fn && lower.facts.helpers.id(name) === null) forgetArguments(lower, call, name);
  if (lower.facts.readings.meaning(name) === 'ends') lower.builder.end(call.span, { op: 'unreachable' });
  return { operand: dst ?? 0n, type };
}

function calleeOf(lower: Lower, name: string, fn: FunctionDef | null): Callee {
  if (fn?.attributes.some((each) => each.includes('ksym'))) return { kind: 'kfunc', name };
  return lower.facts.helpers.id(name) === null ? { kind: 'unseen', name } : { kind: 'helper', name };
}

/** As declared, as the tables have it, else C's old `int` for helpers that are all `long`. */
function resultType(lower: Lower, name: string, fn: FunctionDef | null): Type {
  const declared = fn ? lower.types.resolve(fn.returns) : unknownType;
  if (isScalar(declared) || declared.kind === 'void') return declared;
  const { readings, helpers } = lower.facts;
  const row = readings.result(name);
  if (row) return { kind: 'integer', size: row.size, signed: false };
  const socket = readings.socket(name);
  if (socket) return { kind: 'pointer', to: lower.types.struct(socket.struct) };
  return helpers.id(name) === null ? unknownType : longType;
}

/** Arguments of what has no body here: 64 bits, after conversion to a declared parameter. */
function wideArgument(
  lower: Lower,
  arg: Expr,
  value: Value,
  written?: FunctionDef['params'][number]['type'],
): Operand {
  const declared = written ? lower.types.resolve(written) : unknownType;
  const own = isScalar(declared) ? convert(lower, arg.span, value, declared) : value;
  return resize(lower, arg.span, own, 64);
}

/** A macro that is not seen may write the locals that it names. */
function forgetArguments(lower: Lower, call: Call, name: string): void {
  if (!/^[A-Z][A-Z0-9_]*$/.test(name)) return;
  for (const arg of call.args) {
    const binding = arg.kind === 'ident' ? lower.scope.lookup(arg.name) : null;
    if (binding?.kind !== 'register') continue;
    emit(lower, arg.span, { op: 'havoc', dst: binding.place.register, from: null, why: 'unknown macro' });
  }
}

/** Arguments are converted to the parameters; of structs the addresses are passed, and of a struct's result too. */
function callFunction(lower: Lower, call: Call, fn: FunctionDef): Value {
  const type = lower.types.resolve(fn.returns);
  const result = type.kind === 'struct' ? temporary(lower, call.span, type) : null;
  const args = fn.params.map((param, i) => {
    const arg = call.args[i];
    const wanted = lower.types.resolve(param.type);
    if (!arg) return havoc(lower, call.span, wanted, 'unsupported').operand;
    const value = steady(lower, lower.value(arg), arg.span, call.args.slice(i + 1));
    const isKnown = isScalar(wanted) || wanted.kind === 'struct';
    return isKnown ? convert(lower, arg.span, value, wanted).operand : resize(lower, arg.span, value, 64);
  });
  for (const extra of call.args.slice(fn.params.length)) lower.value(extra);
  const dst = type.kind === 'void' || result ? null : register(lower, type);
  const all = result ? [result.address, ...args] : args;
  emit(lower, call.span, { op: 'call', dst, callee: { kind: 'function', name: fn.name }, args: all });
  if (result) return { operand: result.address, type };
  return dst === null
    ? { operand: 0n, type: voidType }
    : { operand: dst, type: isKnownSize(type) ? type : unknownType };
}

function isKnownSize(type: Type): boolean {
  return sizeOf(type) !== null;
}
