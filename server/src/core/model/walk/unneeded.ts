/** Reads whose value decides nothing after all: what is known without them makes the compiler drop them. */
import type { Use } from './recorded.js';
import type { Walk } from './walk.js';

interface Read {
  readonly use: Use;
  readonly access?: string;
}

/** Whatever is recorded with its use; calls of helpers have more effects than their value, and no rule asks for theirs. */
function listsOf({ accesses, dereferences, unchecked, addresses }: Walk['found']): readonly Read[][] {
  return [accesses, dereferences, unchecked, addresses];
}

/** How many reads of each kind were recorded so far. */
export type ReadCount = readonly number[];

export function readsSoFar({ found }: Walk): ReadCount {
  return listsOf(found).map(({ length }) => length);
}

/** Marks the reads that were recorded after `from`, and before `to`, as dropped. */
export function dropReads(walk: Walk, from: ReadCount, to: ReadCount = readsSoFar(walk)): void {
  listsOf(walk.found).forEach((list, i) => {
    for (let at = from[i] ?? 0; at < (to[i] ?? 0); at++) {
      const each = list[at];
      if (each?.use === 'used' && each.access !== 'write') list[at] = { ...each, use: 'dropped' };
    }
  });
}
