/** What a walk finds that takes an execution to matter, and what tells one such thing from another. */
import type { Located } from '../located.js';
import type { Recorded, RecordedAccess, RecordedUnchecked } from '../recorded.js';

export const kinds = [
  'accesses',
  'returns',
  'helperCalls',
  'dereferences',
  'unchecked',
  'addresses',
] as const;
export type Kind = (typeof kinds)[number];

/** Something that was found, and what tells it from others at its place. */
export interface Sought {
  readonly kind: Kind;
  readonly at: Located;
  readonly calls: readonly Located[];
  /** An access's direction and offset, or a returned value; empty where the place says all. */
  readonly detail: string;
}

/** Something that a path did. */
interface Done {
  readonly at: Located;
  /** What it may be sought by; nothing where it does not count. */
  readonly details: readonly string[];
  /** Set where the compiler drops it unless its value is needed. */
  readonly load: RecordedAccess | RecordedUnchecked | null;
}

/** What a path did of one kind, in order. */
export function doneOf(found: Pick<Recorded, Kind>, kind: Kind): readonly Done[] {
  switch (kind) {
    case 'accesses':
      return found.accesses.map((each) => ({
        at: each.at,
        details: each.isAtHand ? [] : [detailOf(each), each.access],
        load: each.access === 'read' ? each : null,
      }));
    case 'unchecked':
      return found.unchecked.map((each) => ({
        at: each.at,
        details: each.testedLater ? [] : [''],
        load: each,
      }));
    case 'returns':
      return found.returns.map(({ at, values }) => ({
        at,
        details: values.map((value) => String(BigInt.asIntN(32, value))),
        load: null,
      }));
    default:
      return found[kind].map(({ at }) => ({ at, details: [''], load: null }));
  }
}

/** What tells an access from others at its place; one whose offset varies in a loop is any of them. */
export function detailOf({ access, offset, size, elements }: RecordedAccess): string {
  if (elements?.inLoop) return access;
  return `${access} ${elements ? 'elements' : offset} ${size}`;
}
