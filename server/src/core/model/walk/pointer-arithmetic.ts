/** Arithmetic with pointers into memory that is no context, on a path. */
import { longType, sizeOf, sizeType, type Type } from '../types.js';
import { untracked } from './names.js';
import { computed, converted, settled } from './numbers.js';
import { rangeFrom } from './ranges.js';
import { anyElement, ofType, type Typed, type Value } from './values.js';
import type { Walk } from './walk.js';

/** A pointer moved by so many elements; `type` is its own. */
export function movedNumber(walk: Walk, op: string, pointer: Typed, by: Typed): Typed {
  const { type } = pointer;
  if (!walk.path || type.kind !== 'pointer') return ofType(type);
  if (pointer.value.kind === 'address') return movedAddress(walk, op, pointer, pointer.value, by);
  const scale = sizeOfElement(walk, type.to);
  const wide = converted(walk, longType, by);
  const step = isOne(scale) ? wide : computed(walk, '*', wide, scale, longType);
  const moved = computed(walk, op, pointer, step, type);
  const name = steppedName(pointer, op, step);
  return name === null || moved.value.kind !== 'unknown' ? moved : { value: { ...moved.value, name }, type };
}

/** `p + 4 bytes` is named by `p` and the bytes, so that it is the same however it was come by. */
function steppedName({ value }: Typed, op: string, { value: step }: Typed): string | null {
  if (value.kind !== 'unknown' || value.name === undefined || step.kind !== 'constant') return null;
  const [, base = value.name, offset = '0'] = /^(.*?)\+(-?\d+)$/s.exec(value.name) ?? [];
  return `${base}+${op === '+' ? Number(offset) + Number(step.value) : Number(offset) - Number(step.value)}`;
}

function isOne({ value }: Typed): boolean {
  return value.kind === 'constant' && value.value === 1n;
}

/** The bytes of what a pointer steps over; those of a struct that is declared elsewhere are some number. */
function sizeOfElement(walk: Walk, to: Type): Typed {
  const size = sizeOf(to);
  if (size !== null) return { value: { kind: 'constant', value: BigInt(size) }, type: longType };
  return { ...sizeOfUnseen(walk, to), type: longType };
}

/** The bytes of a type that is declared where nobody looks. */
export function sizeOfUnseen(walk: Walk, type: Type): Typed {
  const name = type.kind === 'struct' ? `?sizeof ${type.layout.name}` : `!${walk.count()}`;
  return { value: { kind: 'unknown', name, range: rangeFrom(1n, 4096n) }, type: sizeType };
}

/** A step within an array that is a local; anywhere else in one nobody follows it. */
function movedAddress(
  walk: Walk,
  op: string,
  { type }: Typed,
  { of, path }: Extract<Value, { kind: 'address' }>,
  by: Typed,
): Typed {
  const index = /^\[(\d+)\]$/.exec(path.at(-1) ?? '')?.[1];
  const step = settled(walk, by).value;
  if (step.kind === 'constant' && step.value === 0n) return { value: { kind: 'address', of, path }, type };
  if (index === undefined || step.kind !== 'constant')
    return { value: { kind: 'address', of, path: [anyElement] }, type };
  const at = Number(index) + (op === '+' ? Number(step.value) : -Number(step.value));
  return { value: { kind: 'address', of, path: [...path.slice(0, -1), `[${at}]`] }, type };
}

/** How far two pointers are apart, in elements. */
export function distance(walk: Walk, left: Typed, right: Typed, size: number | null): Typed {
  const isLocal = left.value.kind === 'address' || right.value.kind === 'address';
  if (!walk.path || size === null || isLocal) return untracked(walk, longType);
  const bytes = computed(walk, '-', left, right, longType);
  const scale: Typed = { value: { kind: 'constant', value: BigInt(size) }, type: longType };
  return size === 1 ? bytes : computed(walk, '/', bytes, scale, longType);
}
