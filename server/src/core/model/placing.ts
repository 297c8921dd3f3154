/**
 * Where a compiler puts the members of a struct or union (LP64, little endian, as clang does for BPF): alignment,
 * bit-fields, packed and aligned. Knows sizes; no names. What is not certain is null, never a guess.
 */
import type { BitRange } from './types.js';

/** A member to be placed. */
export interface Placeable {
  /** Bytes; of a bit-field those of its declared type. Null where they are not known. */
  readonly size: number | null;
  /** Bytes, as attributes of the member and of its struct leave it. */
  readonly align: number | null;
  /** Bytes that an attribute of the member asks for, 1 where none does, null where that is not understood. */
  readonly asked: number | null;
  /** Whether bit-fields follow each other without regard to their type's alignment. */
  readonly isPacked: boolean;
  /** A bit-field's width in bits, null where it is none, 'unknown' where nobody can say. */
  readonly bits: number | 'unknown' | null;
  readonly isNamed: boolean;
}

export interface Spot {
  /** Bytes from the start; null where that is not certain. */
  readonly offset: number | null;
  readonly bits: BitRange | null;
}

export interface Placement {
  readonly spots: readonly Spot[];
  readonly size: number | null;
  readonly align: number | null;
}

/** How a struct or union lays out its members. */
export interface Style {
  readonly isUnion: boolean;
  /** Bytes that it is aligned to at least; null where an attribute says so in a way that is not understood. */
  readonly atLeast: number | null;
}

/** The places of all members, in order. */
export function placeAll(members: readonly Placeable[], style: Style): Placement {
  const spots: Spot[] = [];
  let end: number | null = 0;
  let align: number | null = style.atLeast;
  let largest: number | null = 0;
  for (const member of members) {
    const from: number | null = style.isUnion ? 0 : end;
    const start = startOf(member, from);
    const width = widthOf(member);
    spots.push(spotOf(member, start));
    end = start === null || width === null ? null : start + width;
    largest = largest === null || end === null ? null : Math.max(largest, end);
    align = widest(align, alignIn(member));
  }
  const bytes = largest === null ? null : Math.ceil(largest / 8);
  return { spots, align, size: bytes === null || align === null ? null : roundUp(bytes, align) };
}

/** The first bit that a member may have; null where that is not certain. */
function startOf(member: Placeable, from: number | null): number | null {
  const { size, align, bits } = member;
  if (from === 0 && bits === null) return 0;
  if (from === null) return null;
  if (bits === 0) return size === null ? null : roundUp(from, size * 8);
  if (bits === null) return align === null ? null : roundUp(from, align * 8);
  return bits === 'unknown' ? null : startOfBits(member, bits, from);
}

/** A bit-field stays where it is as long as it fits its type there, and starts where an attribute asks for that. */
function startOfBits({ size, align, asked, isPacked }: Placeable, bits: number, from: number): number | null {
  if (size === null || align === null || asked === null) return null;
  const step = isPacked && asked === 1 ? 1 : align * 8;
  const fits = (from % step) + bits <= size * 8;
  return fits ? (asked > 1 ? roundUp(from, asked * 8) : from) : roundUp(from, step);
}

/** Bits that a member takes. */
function widthOf({ size, bits }: Placeable): number | null {
  if (bits === null) return size === null ? null : size * 8;
  return bits === 'unknown' ? null : bits;
}

function spotOf({ bits }: Placeable, start: number | null): Spot {
  const offset = start === null ? null : Math.floor(start / 8);
  return { offset, bits: typeof bits === 'number' && start !== null ? { start, width: bits } : null };
}

/** What a member asks of its struct's alignment: a bit-field without a name nothing. */
function alignIn({ align, bits, isNamed }: Placeable): number | null {
  return bits !== null && !isNamed ? 1 : align;
}

function widest(a: number | null, b: number | null): number | null {
  return a === null || b === null ? null : Math.max(a, b);
}

function roundUp(offset: number, align: number): number {
  return Math.ceil(offset / align) * align;
}
