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
  /** The name of the number that is read; one of `isUntracked` where nobody follows what is there. */
  nameOf(bytes: Bytes): string;
  /** What this path wrote and nobody may have overwritten; null where nothing is known. */
  written(bytes: Bytes): Value | null;
  /** Writes somewhere; `value` is null where nobody follows it, and `bytes` where nobody can say where. */
  write(bytes: Bytes | null, value: Value | null): void;
  /** Others may have written anywhere, so that everything may be anything. */
  clobber(): void;
  /** Notes that these very bytes were loaded, and tells whether they were since others may have written. */
  noteLoad(bytes: Bytes): void;
  wasLoaded(bytes: Bytes): boolean;
}

interface Extent extends Bytes {
  /** What was written; null for bytes whose content nobody follows, absent for bytes that were only read. */
  readonly value?: Value | null;
}

/** Memory of which nothing is known yet. */
export function createMemory(): Memory {
  let state = 0;
  let writes = 0;
  let extents: readonly Extent[] = [];
  let isAllUntracked = false;
  const loaded = new Set<string>();
  const found = (bytes: Bytes): Extent | undefined => extents.findLast((each) => isSame(each, bytes));
  return {
    nameOf(bytes) {
      const own = found(bytes);
      const isUntracked =
        own?.value !== undefined ||
        (!own && (isAllUntracked || extents.some((each) => mayTouch(each, bytes, each.value !== undefined))));
      if (!own && !isUntracked) extents = [...extents, bytes];
      const place = `${bytes.base}+${bytes.offset}@${state}`;
      return isUntracked ? `!${place}.${writes}` : place;
    },
    written: (bytes) => found(bytes)?.value ?? null,
    write(bytes, value) {
      writes++;
      isAllUntracked ||= bytes === null;
      const spoiled = (each: Extent): boolean => bytes === null || mayTouch(each, bytes, true);
      extents = extents
        .filter((each) => !bytes || !isSame(each, bytes))
        .map((each) => (spoiled(each) ? { ...each, value: null } : each));
      if (bytes) extents = [...extents, { ...bytes, value }];
    },
    clobber() {
      state++;
      extents = [];
      isAllUntracked = false;
      loaded.clear();
    },
    noteLoad: (bytes) => void loaded.add(keyOf(bytes)),
    wasLoaded: (bytes) => loaded.has(keyOf(bytes)),
  };
}

function keyOf({ base, offset, size }: Bytes): string {
  return `${base}+${offset}:${size}`;
}

function isSame(a: Bytes, b: Bytes): boolean {
  return a.base === b.base && a.offset === b.offset && a.size === b.size && a.size !== null;
}

/** Whether two extents may have bytes in common. */
function mayTouch(a: Bytes, b: Bytes, isWrite: boolean): boolean {
  if (a.base !== b.base) return rootOf(a.base) === rootOf(b.base) && (isWrite || mayBeOne(a.base, b.base));
  if (a.size === null || b.size === null) return true;
  return a.offset < b.offset + b.size && b.offset < a.offset + a.size;
}

/** Whether nobody can tell two bases within one object apart: by unknown steps, or in one member of it. */
function mayBeOne(a: string, b: string): boolean {
  const [own, other] = [partsOf(a), partsOf(b)];
  const isMember = own.member === '' || other.member === '' || own.member === other.member;
  if (own.object !== other.object) return isMember && /\(/.test(own.object + other.object);
  return isMember || own.isElement;
}

/** The object that a base lies in, and the member of it where only its name is known. */
function partsOf(base: string): {
  readonly object: string;
  readonly member: string;
  readonly isElement: boolean;
} {
  const [, object = base, kind = '', member = ''] = /^(.*?)([.[])(\w*)/.exec(base) ?? [];
  return { object: object.replace(/\+-?\d+$/, ''), member, isElement: kind === '[' };
}

/** The variable, or the pointer, that a base starts from; what is added to a pointer does not change that. */
function rootOf(base: string): string {
  return /^[^+]*/.exec(base.replace(/^\*(?:\(\S+ )+/, '*'))?.[0] ?? '';
}
