/** What leaves the locals of a path: into memory, to a helper, back to the kernel. */
import { unknownType } from '../../types.js';
import { settled } from '../numbers.js';
import type { Typed, Value } from '../values.js';
import type { Walk } from '../walk.js';
import type { Bytes } from './memory.js';

/**
 * Notes a value that leaves the path's locals, and where it goes: `to`, and for memory, which bytes; of a struct, and of a local that is given
 * away by its address, all parts.
 */
export function noteEffect(walk: Walk, typed: Typed, to = '', bytes?: Bytes | null): void {
  const { path } = walk;
  if (!path || walk.muted > 0) return;
  const note = ({ value, type }: Typed, depth: number): void => {
    path.effects.push({ typed: { value, type }, assumed: path.assumed, to, bytes, isReplaced: false });
    if (depth === 0) return;
    const parts: readonly Value[] =
      value.kind === 'record'
        ? [...value.members.values()]
        : value.kind === 'address'
          ? [value.of.value]
          : [];
    for (const part of parts) note({ value: part, type: unknownType }, depth - 1);
  };
  note(settled(walk, typed), 4);
}

/** Notes a store, which replaces earlier ones to its bytes if nobody could look in between. */
export function noteStore(walk: Walk, typed: Typed, bytes: Bytes | null): void {
  const { path } = walk;
  if (!path || walk.muted > 0) return;
  const seen = path.effects.findLastIndex((each) => each.bytes === undefined);
  for (const each of path.effects.slice(seen + 1))
    if (bytes && each.bytes && covers(bytes, each.bytes)) each.isReplaced = true;
  noteEffect(walk, typed, 'memory', bytes);
}

function covers(outer: Bytes, inner: Bytes): boolean {
  if (outer.base !== inner.base || outer.size === null || inner.size === null) return false;
  return outer.offset <= inner.offset && inner.offset + inner.size <= outer.offset + outer.size;
}

/** Notes a number that decides which way the path goes, by its last decision. */
export function noteTest({ path }: Walk, typed: Typed): void {
  path?.tests.push({
    typed,
    assumed: path.assumed,
    decision: path.decisions.length - 1,
    at: path.effects.length,
  });
}
