/** Byte offsets written as `0-16/4,24`, as the tables have them. */

/** A set of offsets, parsed once. */
export interface OffsetSet {
  has(offset: number): boolean;
  /** Ascending. */
  readonly all: readonly number[];
}

const empty: OffsetSet = { has: () => false, all: [] };

/** Reads `0-3,8-16/4`; an empty or missing text is the empty set. Ranges are inclusive, `/4` is the step. */
export function parseOffsets(text: string | undefined): OffsetSet {
  if (!text) return empty;
  const all = text.split(',').flatMap(expandRange);
  const set = new Set(all);
  return { has: (offset) => set.has(offset), all };
}

function expandRange(range: string): number[] {
  const match = /^(-?\d+)(?:-(-?\d+)(?:\/(\d+))?)?$/.exec(range);
  if (!match) throw new Error(`not a range of offsets: ${range}`);
  const first = Number(match[1]);
  const last = match[2] === undefined ? first : Number(match[2]);
  const step = Number(match[3] ?? 1);
  return Array.from({ length: Math.floor((last - first) / step) + 1 }, (_, i) => first + i * step);
}
