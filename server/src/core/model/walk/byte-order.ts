/** Functions that only compute: byte order, above all. BPF programs are compiled for little endian here. */
import type { Expr } from '../../syntax/ast.js';
import { untyped, type Typed } from './values.js';
import type { Type } from '../types.js';
import { untracked } from './names.js';
import { computed, converted } from './numbers.js';
import { noteEffect } from './paths/effects.js';
import { swap } from './paths/evaluate.js';
import type { Use } from './recorded.js';
import type { Walk } from './walk.js';

type Call = Extract<Expr, { kind: 'call' }>;

/** A number in the other byte order; of the other names that only compute, nothing is known. */
export function computedByName(walk: Walk, call: Call, name: string, use: Use): Typed {
  const args = call.args.map((argument) => walk.value(argument, use));
  const [first = untyped] = args;
  const size = swappedBytes(name);
  if (size !== null && first.value.kind === 'constant')
    return { value: { kind: 'constant', value: swap(first.value.value, size) }, type: swappedType(size) };
  if (size !== null)
    return computed(walk, `swap${size}`, converted(walk, swappedType(size), first), null, swappedType(size));
  if (name !== 'READ_ONCE') return untracked(walk, first.type, args);
  noteEffect(walk, first);
  return first;
}

/** BPF's hosts are little endian here; `bpf_htons` and its kin swap. Null for any other name. */
function swappedBytes(name: string): number | null {
  if (/^(?:__)?(?:bpf_)?(?:hton|ntoh)s$/.test(name)) return 2;
  if (/^(?:__)?(?:bpf_)?(?:hton|ntoh)l$/.test(name)) return 4;
  if (/^bpf_(?:cpu_to_be|be)64/.test(name)) return 8;
  const bits = /^__builtin_bswap(\d+)$/.exec(name)?.[1];
  return bits === undefined ? null : Number(bits) / 8;
}

function swappedType(size: number): Type {
  return { kind: 'integer', size, signed: false };
}
