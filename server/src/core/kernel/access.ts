/** Which bytes of a context the verifier lets a program read and write: a view over rules/tables/access.json. */
import { parseOffsets, type OffsetSet } from './offsets.js';
import { measuredKey, type ProgramSpec } from './sections.js';
import { rowOn, type KernelSet } from './versions.js';

export type Direction = 'read' | 'write';

/** Where an access goes. */
export interface AccessRegion {
  readonly program: ProgramSpec;
  /** `ctx`, or a pointer that it yields: `ctx->sk`. */
  readonly region: string;
}

/** One access that a verdict is asked for; offset from the start of the region and size in bytes. */
export interface AccessQuery extends AccessRegion {
  readonly access: Direction;
  readonly offset: number;
  readonly size: number;
}

/** rules/tables/access.json: distinct verdicts once, and for each program and region which of them since when. */
export interface RawAccess {
  readonly kernels: KernelSet;
  readonly shapes: readonly RawShape[];
  /** Program, region, then `[first kernel, index into shapes]`, oldest first; -1 where it does not load. */
  readonly programs: Readonly<
    Record<string, Readonly<Record<string, readonly (readonly [string, number])[]>>>
  >;
}

export interface RawShape {
  /** Size in bytes to offsets. */
  readonly read: Readonly<Record<string, string>>;
  readonly write: Readonly<Record<string, string>>;
  /** The last byte that was tried, where it is accepted: nothing is known of what lies behind. */
  readonly measuredTo?: number;
  /** The verifier's words with `#` for the offset and a second `#` for the size. */
  readonly message: string;
  readonly writeMessage?: string;
  /** `offset/size` to the register type that a load yields. */
  readonly yields?: Readonly<Record<string, string>>;
  /** The verifier's words where the pointer is used before it was compared with NULL. */
  readonly nullCheck?: string;
  /** The verifier's words to an atomic operation on a field. */
  readonly atomic?: string;
}

export interface AccessTable {
  readonly kernels: KernelSet;
  /** What the table knows of a program: `ctx`, and the pointers that it may get from there. */
  regions(program: ProgramSpec): readonly string[];
  /** Whether the table says anything about this region. */
  knows(where: AccessRegion): boolean;
  /** The kernels among `kernels` on which the verifier refuses the access; null when it was not measured. */
  refusedOn(query: AccessQuery, kernels: KernelSet): KernelSet | null;
  /** The byte offsets at which an access of this size is accepted on all of `kernels`, ascending. */
  accepted(query: Omit<AccessQuery, 'offset'>, kernels: KernelSet): readonly number[];
  /** The verifier's words for a refused access, with offset and size filled in. */
  message(query: AccessQuery, kernel: string): string;
  /** The verifier's words where the region's pointer is used before it was compared with NULL; null where it may. */
  nullCheck(where: AccessRegion, kernel: string): string | null;
  /** The verifier's words to an atomic operation on the region; null where none was measured. */
  atomic(where: AccessRegion, kernel: string): string | null;
  /** The register type of a load that is no plain number, as `sock_common_or_null`; null for a number. */
  yields(query: AccessQuery, kernel: string): string | null;
}

interface Shape {
  readonly raw: RawShape;
  offsets(access: Direction, size: number): OffsetSet;
}

export function accessTable(raw: RawAccess): AccessTable {
  const shapes = raw.shapes.map(viewShape);
  const shapeOn = remembered(raw, shapes);
  const shapesOn = (where: AccessRegion, kernels: KernelSet): { kernel: string; shape: Shape }[] =>
    kernels.flatMap((kernel) => {
      const shape = shapeOn(where, kernel);
      return shape ? [{ kernel, shape }] : [];
    });
  return {
    kernels: raw.kernels,
    regions: (program) => Object.keys(raw.programs[accessKey(program)] ?? {}),
    knows: (where) => raw.programs[accessKey(where.program)]?.[where.region] !== undefined,
    refusedOn(query, kernels) {
      const known = shapesOn(query, kernels);
      if (known.length === 0) return null;
      return known.filter(({ shape }) => refuses(shape, query)).map(({ kernel }) => kernel);
    },
    accepted(query, kernels) {
      const [first, ...rest] = shapesOn(query, kernels).map(({ shape }) =>
        shape.offsets(query.access, query.size),
      );
      return first?.all.filter((offset) => rest.every((set) => set.has(offset))) ?? [];
    },
    message(query, kernel) {
      const shape = shapeOn(query, kernel)?.raw;
      const words = (query.access === 'write' ? shape?.writeMessage : undefined) ?? shape?.message ?? '';
      return words.replace('#', String(query.offset)).replace('#', String(query.size));
    },
    atomic: (where, kernel) => shapeOn(where, kernel)?.raw.atomic ?? null,
    nullCheck: (where, kernel) => shapeOn(where, kernel)?.raw.nullCheck ?? null,
    yields: (query, kernel) => shapeOn(query, kernel)?.raw.yields?.[`${query.offset}/${query.size}`] ?? null,
  };
}

function refuses(shape: Shape, query: AccessQuery): boolean {
  if (query.offset + query.size - 1 > (shape.raw.measuredTo ?? Infinity)) return false;
  return !shape.offsets(query.access, query.size).has(query.offset);
}

function viewShape(raw: RawShape): Shape {
  const parsed = new Map<string, OffsetSet>();
  return {
    raw,
    offsets(access, size) {
      const key = `${access}${size}`;
      const known = parsed.get(key) ?? parseOffsets(raw[access][String(size)]);
      parsed.set(key, known);
      return known;
    },
  };
}

/** The shape of a region on a kernel; asked for at every access, so that it is looked for once. */
function remembered(
  raw: RawAccess,
  shapes: readonly Shape[],
): (where: AccessRegion, kernel: string) => Shape | null {
  const known = new Map<string, Shape | null>();
  return (where, kernel) => {
    const key = `${accessKey(where.program)} ${where.region} ${kernel}`;
    const before = known.get(key);
    if (before !== undefined) return before;
    const rows = raw.programs[accessKey(where.program)]?.[where.region];
    const row = rowOn(rows, kernel);
    const shape = (row && shapes[row[1]]) ?? null;
    known.set(key, shape);
    return shape;
  };
}

function accessKey(program: ProgramSpec): string {
  return program.accessAs ?? measuredKey(program);
}
