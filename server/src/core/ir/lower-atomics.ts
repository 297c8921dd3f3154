/** The compiler's atomic builtins, `__sync_*` and `__atomic_*`. */
import { intType, voidType, type Type } from '../model/types.js';
import type { Expr } from '../syntax/ast.js';
import type { Span } from '../text.js';
import { load, store } from './lower-access.js';
import { convert, resize } from './lower-conversions.js';
import { binary, unary } from './lower-operators.js';
import { pointee } from './lower-places.js';
import { emit, havoc, register, type Lower } from './lower.js';
import type { Place, Value } from './values.js';
import type { AtomicOp } from './operator.js';
import { bitsOf, isScalar } from './scalars.js';

type Call = Extract<Expr, { kind: 'call' }>;

const nothing: Value = { operand: 0n, type: voidType };

/** The value of a call of an atomic builtin; null for any other name. */
export function atomicBuiltin(lower: Lower, call: Call, name: string): Value | null {
  if (/^__(?:sync_synchronize|atomic_thread_fence)$/.test(name)) return nothing;
  const [target, value, wanted] = call.args;
  const isAtomic = /^__(?:sync|atomic)_/.test(name);
  if (!isAtomic || !target) return null;
  const place = pointee(lower.value(target));
  if (place.kind !== 'memory' || !isScalar(place.type)) return unknown(lower, call, place);
  if (name === '__atomic_load_n') return load(lower, call.span, { ...place, volatile: true });
  if (!value) return unknown(lower, call, place);
  const operand = convert(lower, value.span, lower.value(value), place.type);
  if (name === '__atomic_store_n') {
    store(lower, call.span, { ...place, volatile: true }, operand);
    return nothing;
  }
  const swap = /^__sync_(val|bool)_compare_and_swap$/.exec(name);
  if (swap && wanted)
    return exchange(lower, call.span, place, operand, lower.value(wanted), swap[1] === 'bool');
  const change = operationOf(name);
  return change ? changed(lower, call.span, place, operand, change) : unknown(lower, call, place);
}

type Memory = Extract<Place, { kind: 'memory' }>;

interface Change {
  readonly operator: AtomicOp;
  /** Whether the call gives the value afterwards. */
  readonly isAfter: boolean;
}

function operationOf(name: string): Change | null {
  if (/^__(?:sync_lock_test_and_set|atomic_exchange_n)$/.test(name))
    return { operator: 'exchange', isAfter: false };
  const before = /^__(?:sync|atomic)_fetch_and_?(\w+)$|^__atomic_fetch_(\w+)$/.exec(name);
  const after = /^__sync_(\w+)_and_fetch$|^__atomic_(\w+)_fetch$/.exec(name);
  const word = before?.[1] ?? before?.[2] ?? after?.[1] ?? after?.[2] ?? '';
  const isKnown = /^(?:add|sub|and|or|xor|nand)$/.test(word);
  return isKnown ? { operator: word as AtomicOp, isAfter: after !== null } : null;
}

function changed(
  lower: Lower,
  span: Span,
  place: Memory,
  value: Value,
  { operator, isAfter }: Change,
): Value {
  const { type, address } = place;
  const dst = register(lower, type);
  emit(lower, span, { op: 'atomic', dst, bits: bitsOf(type), operator, address, value: value.operand });
  const before = { operand: dst, type: unsigned(type) };
  if (!isAfter) return { operand: dst, type };
  const signs: Readonly<Partial<Record<AtomicOp, string>>> = { add: '+', sub: '-', or: '|', xor: '^' };
  const own = { operand: value.operand, type: unsigned(type) };
  const after = binary(lower, span, signs[operator] ?? '&', before, own);
  return convert(lower, span, operator === 'nand' ? unary(lower, span, '~', after) : after, type);
}

/** Atomic arithmetic wraps. */
function unsigned(type: Type): Type {
  return { kind: 'integer', size: bitsOf(type) / 8, signed: false };
}

function exchange(
  lower: Lower,
  span: Span,
  { type, address }: Memory,
  expected: Value,
  wanted: Value,
  asTruth: boolean,
): Value {
  const dst = register(lower, type);
  const bits = bitsOf(type);
  const value = resize(lower, span, convert(lower, span, wanted, type), bits);
  emit(lower, span, { op: 'compare-exchange', dst, bits, address, expected: expected.operand, value });
  if (!asTruth) return { operand: dst, type };
  const truth = register(lower, intType);
  emit(lower, span, { op: 'cmp', dst: truth, bits, predicate: 'eq', left: dst, right: expected.operand });
  return { operand: truth, type: intType };
}

function unknown(lower: Lower, call: Call, place: Place): Value {
  for (const arg of call.args.slice(1)) lower.value(arg);
  const base = place.kind === 'memory' ? place.address : null;
  emit(lower, call.span, { op: 'clobber', base, why: 'unsupported' });
  return havoc(lower, call.span, place.type, 'unsupported');
}
