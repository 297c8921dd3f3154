/** What leaves the locals of a path: into memory, to a helper, back to the kernel. */
import { unknownType } from '../../types.js';
import { settled } from '../numbers.js';
import type { Typed, Value } from '../values.js';
import type { Walk } from '../walk.js';
import type { Bytes } from './memory.js';
import type { Path } from './path.js';

/**
 * Notes a value that leaves the path's locals, and where it goes: `to`, and for memory, which bytes; of a struct, and of a local that is given
 * away by its address, all parts.
 */
export function noteEffect(walk: Walk, typed: Typed, to = '', bytes?: Bytes | null): void {
  const { path } = walk;
  if (!path || walk.muted > 0) return;
  const note = ({ value, type }: Typed, depth: number): void => {
    path.effects.push({
      typed: { value, type },
      assumed: path.assumed,
      to,
      bytes,
      over: [],
      isReplaced: false,
    });
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
  if (bytes) noteOverwritten(path, bytes);
  noteEffect(walk, typed, 'memory', bytes);
}

/** Notes that bytes get other values, together with which earlier stores may be replaced. */
export function noteOverwritten(path: Path, bytes: Bytes): void {
  const seen = path.effects.findLastIndex((each) => each.bytes === undefined);
  for (const each of path.effects.slice(seen + 1)) {
    if (!each.bytes || each.bytes.base !== bytes.base) continue;
    each.over.push(bytes);
    each.isReplaced ||= isCovered(each.bytes, each.over);
  }
}

/** Whether every byte lies in one of the stores that came after it. */
function isCovered({ offset, size }: Bytes, over: readonly Bytes[]): boolean {
  if (size === null) return false;
  let [start, before] = [offset, -1];
  while (start < offset + size && start !== before) {
    before = start;
    for (const each of over)
      if (each.size !== null && each.offset <= start) start = Math.max(start, each.offset + each.size);
  }
  return start >= offset + size;
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
