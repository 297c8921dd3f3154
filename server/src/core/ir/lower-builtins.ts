/**
 * Names that mean something to the compiler or in libbpf's headers, where the text does not define them itself:
 * builtins, byte order, one-time reads and writes. Knows no helper.
 */
import { intType, longType, sizeOf, unknownType, voidType, type Type } from '../model/types.js';
import type { Expr } from '../syntax/ast.js';
import { atomicBuiltin } from './lower-atomics.js';
import { load, store } from './lower-access.js';
import { constant, convert, isNotZero, resize } from './lower-conversions.js';
import { valueOfChoice } from './lower-conditions.js';
import { memberValue } from './lower-probe-reads.js';
import { emit, havoc, register, type Lower } from './lower.js';
import type { Place, Value } from './values.js';
import { typeOf } from './types.js';

type Call = Extract<Expr, { kind: 'call' }>;

/** The value of a call of a builtin; null for any other name. */
export function builtin(lower: Lower, call: Call, name: string): Value | null {
  const [first, second, third] = call.args;
  const meaning = lower.facts.readings.meaning(name);
  const swap = swappedBytes(name);
  if (lower.symbols.function(name)?.node.body) return null;
  if (first && swap !== null) return swapped(lower, call, first, swap);
  if (first && /^__builtin_expect/.test(name)) return convert(lower, call.span, lower.value(first), longType);
  if (first && /^(?:un)?likely$/.test(name))
    return { operand: isNotZero(lower, call.span, lower.value(first)), type: intType };
  if (first && /^(?:__builtin_)?mem(?:cpy|move)$/.test(name) && second && third)
    return copyBytes(lower, call, [first, second, third]);
  if (first && /^(?:__builtin_)?memset$/.test(name) && second && third)
    return fillBytes(lower, call, [first, second, third]);
  if (first && name === 'barrier_var') return hide(lower, first);
  if (first && second && /^(?:min|max|MIN|MAX)$/.test(name))
    return valueOfChoice(lower, call.span, /^(?:min|MIN)$/.test(name) ? '<' : '>', first, second);
  if (name === 'barrier') return nothing;
  return (
    atomicBuiltin(lower, call, name) ??
    memberValue(lower, call, name) ??
    (meaning === 'transparent' && first ? lower.value(first) : byMeaning(lower, call, name))
  );
}

const nothing: Value = { operand: 0n, type: voidType };

function byMeaning(lower: Lower, call: Call, name: string): Value | null {
  const [first, second] = call.args;
  switch (lower.facts.readings.meaning(name)) {
    case 'unevaluated':
      return named(lower, call, name);
    case 'chooses':
      return choose(lower, call);
    case 'unreachable':
      lower.builder.end(call.span, { op: 'unreachable' });
      return nothing;
    case 'assumes':
      if (first)
        emit(lower, call.span, { op: 'assume', test: isNotZero(lower, first.span, lower.value(first)) });
      return nothing;
    case 'reads':
      return first && name === 'READ_ONCE' ? load(lower, call.span, onceOf(lower, first)) : null;
    case 'writes':
      return first && second ? store(lower, call.span, onceOf(lower, first), lower.value(second)) : null;
    default:
      return null;
  }
}

/** A place that is accessed exactly as it is written. */
function onceOf(lower: Lower, expr: Expr): Place {
  const place = lower.place(expr);
  return place.kind === 'memory' ? { ...place, volatile: true } : place;
}

/** `barrier_var(x)`: the same value, and one that the compiler does not know. */
function hide(lower: Lower, expr: Expr): Value {
  const place = lower.place(expr);
  const { operand, type } = load(lower, expr.span, place);
  const dst = register(lower, type);
  const bits = lower.builder.registers[dst]?.bits ?? 64;
  emit(lower, expr.span, { op: 'move', dst, bits, value: operand, opaque: true });
  store(lower, expr.span, place, { operand: dst, type });
  return nothing;
}

/** Bytes that a name reverses; null for any other name. Hosts are little endian here. */
function swappedBytes(name: string): 2 | 4 | 8 | null {
  if (/^(?:__)?(?:bpf_)?(?:hton|ntoh)s$|^__builtin_bswap16$/.test(name)) return 2;
  if (/^(?:__)?(?:bpf_)?(?:hton|ntoh)l$|^__builtin_bswap32$/.test(name)) return 4;
  return /^bpf_(?:cpu_to_be|be)64|^__builtin_bswap64$/.test(name) ? 8 : null;
}

function swapped(lower: Lower, call: Call, of: Expr, size: 2 | 4 | 8): Value {
  const type: Type = { kind: 'integer', size, signed: false };
  const value = convert(lower, of.span, lower.value(of), type).operand;
  if (typeof value === 'bigint') return constant(type, reversed(value, size));
  const dst = register(lower, type);
  const bits = size === 2 ? 16 : size === 4 ? 32 : 64;
  emit(lower, call.span, { op: 'unary', dst, bits, operator: 'bswap', value, wraps: true });
  return { operand: dst, type };
}

function reversed(value: bigint, size: number): bigint {
  let result = 0n;
  for (let i = 0n; i < size; i++) result = (result << 8n) | ((value >> (8n * i)) & 255n);
  return result;
}

function copyBytes(lower: Lower, call: Call, [to, from, count]: readonly [Expr, Expr, Expr]): Value {
  const target = lower.value(to);
  const source = lower.value(from);
  const size = resize(lower, count.span, lower.value(count), 64);
  emit(lower, call.span, { op: 'copy', target: target.operand, source: source.operand, size });
  return target;
}

function fillBytes(lower: Lower, call: Call, [to, byte, count]: readonly [Expr, Expr, Expr]): Value {
  const target = lower.value(to);
  const value = resize(lower, byte.span, lower.value(byte), 8);
  const size = resize(lower, count.span, lower.value(count), 64);
  emit(lower, call.span, { op: 'fill', target: target.operand, value, size });
  return target;
}

/** What the loader or the compiler answers; the argument is not evaluated. */
function named(lower: Lower, call: Call, name: string): Value {
  const isRelocation = /^bpf_core_|^__builtin_(?:preserve|btf)/.test(name);
  const [first] = call.args;
  const size = name === 'bpf_core_field_size' && first ? sizeOf(typeOf(lower, first)) : null;
  const isWide = /enum_value$|object_size$/.test(name);
  const type: Type = isWide ? longType : intType;
  const dst = register(lower, type);
  const text = lower.text.slice(call.span.start, call.span.end);
  emit(lower, call.span, {
    op: 'named',
    dst,
    bits: isWide ? 64 : 32,
    name: text.replace(/\s+/g, ' '),
    by: isRelocation ? 'relocation' : 'compiler',
    local: size === null ? null : BigInt(size),
  });
  return { operand: dst, type };
}

/** `__builtin_choose_expr(constant, a, b)`: the other one is never compiled. */
function choose(lower: Lower, call: Call): Value {
  const [test, then, otherwise] = call.args;
  const chosen = test ? lower.value(test).operand : 0;
  if (typeof chosen !== 'bigint') return havoc(lower, call.span, unknownType, 'unsupported');
  const kept = chosen === 0n ? otherwise : then;
  return kept ? lower.value(kept) : nothing;
}
