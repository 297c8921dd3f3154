/** What a walk finds that takes an execution to matter, and what tells one such thing from another. */
import type { Located } from '../located.js';
import type { Recorded, RecordedAccess, RecordedUnchecked } from '../recorded.js';

export const kinds = [
  'accesses',
  'returns',
  'helperCalls',
  'outsideCalls',
  'arguments',
  'stacked',
  'mapUses',
  'readOnly',
  'dereferences',
  'unchecked',
  'addresses',
  'missing',
  'operations',
  'globalCalls',
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
  /** What it may be sought by; nothing where it does not count. */
  readonly details: readonly string[];
  /** Set where the compiler drops it unless its value is needed. */
  readonly load: RecordedAccess | RecordedUnchecked | null;
}

/** What a path did of one kind, in order. A long path did much, and few of it are asked for: each is made then. */
export function doneOf(
  found: Pick<Recorded, Kind>,
  kind: Kind,
): readonly { at: Located; done: () => Done }[] {
  switch (kind) {
    case 'accesses':
      return found.accesses.map((each) => ({ at: each.at, done: () => doneAccess(each) }));
    case 'unchecked':
      return found.unchecked.map((each) => ({
        at: each.at,
        done: () => ({ details: each.testedLater ? [] : [''], load: each }),
      }));
    case 'returns':
      return found.returns.map(({ at, values }) => ({
        at,
        done: () => ({ details: values.map((value) => String(BigInt.asIntN(32, value))), load: null }),
      }));
    case 'arguments':
      return found.arguments.map(({ at, given }) => ({ at, done: () => ({ details: [given], load: null }) }));
    default:
      return found[kind].map(({ at }) => ({ at, done: () => ({ details: [''], load: null }) }));
  }
}

function doneAccess(access: RecordedAccess): Done {
  const details = access.isAtHand ? [] : [detailOf(access), access.access];
  return { details, load: access.access === 'read' ? access : null };
}

/** What tells an access from others at its place; one whose offset varies in a loop is any of them. */
export function detailOf({ access, offset, size, elements }: RecordedAccess): string {
  if (elements?.inLoop) return access;
  return `${access} ${elements ? 'elements' : offset} ${size}`;
}
