/** What is read from memory that is no local, or was written there, on one path. */
import type { Value } from '../values.js';

/** Some bytes: what they are counted from, and where they begin. */
export interface Bytes {
  readonly base: string;
  readonly offset: number;
  /** Null where it is not known. */
  readonly size: number | null;
}

export interface Memory {
  /** The name of the number that is read: the same one as long as nobody may have written there. */
  nameOf(bytes: Bytes): string;
  /** What this path wrote and nobody may have overwritten; null where nothing is known. */
  written(bytes: Bytes): Value | null;
  /** Writes somewhere; null where nobody can say where. */
  write(bytes: Bytes | null, value: Value): void;
  /** Others may have written anywhere. */
  clobber(): void;
  /** Notes that these very bytes were loaded, and tells whether they were since others may have written. */
  noteLoad(bytes: Bytes): void;
  wasLoaded(bytes: Bytes): boolean;
}

/** Memory of which nothing is known yet. */
export function createMemory(): Memory {
  let state = 0;
  const held = new Map<string, { readonly value: Value; readonly size: number | null }>();
  const read = new Set<string>();
  const loaded = new Set<string>();
  /** What a write of this path may have changed: whether it did is for others to know. */
  const doubtful = new Set<string>();
  const spoil = (isHit: (place: string) => boolean): void => {
    for (const place of [...read, ...held.keys()]) if (isHit(place)) doubtful.add(place);
    for (const place of [...held.keys()]) if (isHit(place)) held.delete(place);
  };
  return {
    nameOf(bytes) {
      const place = placeOf(bytes);
      read.add(place);
      const isDoubtful = doubtful.has(place) || held.has(place);
      return `${isDoubtful ? '?' : ''}${place}@${state}`;
    },
    written(bytes) {
      const known = held.get(placeOf(bytes));
      return known?.size === bytes.size ? known.value : null;
    },
    write(bytes, value) {
      if (!bytes) return spoil(() => true);
      const place = placeOf(bytes);
      spoil(
        (each) => each !== place && rootOf(each) === rootOf(place) && isVarying(each) !== isVarying(place),
      );
      held.set(place, { value, size: bytes.size });
    },
    clobber() {
      state++;
      held.clear();
      read.clear();
      loaded.clear();
      doubtful.clear();
    },
    noteLoad: (bytes) => void loaded.add(keyOf(bytes)),
    wasLoaded: (bytes) => loaded.has(keyOf(bytes)),
  };
}

function placeOf({ base, offset }: Bytes): string {
  return `${base}+${offset}`;
}

function keyOf(bytes: Bytes): string {
  return `${placeOf(bytes)}:${bytes.size}`;
}

/** The variable, or the pointer, that a place lies behind. */
function rootOf(place: string): string {
  return /^[^+]*/.exec(place)?.[0] ?? '';
}

/** Whether an index known at run time only chooses the element. */
function isVarying(place: string): boolean {
  return place.includes('[');
}
