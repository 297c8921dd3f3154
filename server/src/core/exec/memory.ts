/**
 * The bytes of one region as far as they are known: cells that do not overlap, in order. Values: a write gives new
 * contents. Little endian, as the machine of the IR. Knows offsets that are numbers; of the others, regions forget.
 */
import type { Width } from '../ir/operator.js';
import { binary, cast, constant } from './build-terms.js';
import type { Arena, Term } from './terms.js';
import { number, unknown, type Value } from './values.js';

/** `size` bytes from `offset` on that hold one value; a number has 8, 16, 32 or 64 bits. */
export interface Cell {
  readonly offset: number;
  readonly size: number;
  readonly value: Value;
}

export type Contents = readonly Cell[];

/** Makes the value of bytes that no cell holds. */
export type Fresh = (offset: number, size: number) => Value;

/** What a read gives, and the contents once bytes that were never looked at have values. */
export interface Reading {
  readonly value: Value;
  readonly contents: Contents;
}

/** `size` bytes, 1, 2, 4 or 8, at `offset`. */
export function read(arena: Arena, contents: Contents, offset: number, size: number, fresh: Fresh): Reading {
  const exact = contents.find((cell) => cell.offset === offset && cell.size === size);
  if (exact) return { value: exact.value, contents };
  const whole = fillGaps(contents, offset, size, fresh);
  const within = whole.filter((cell) => overlaps(cell, offset, size));
  return { value: combine(arena, within, offset, size), contents: whole };
}

/** The cells that cover `size` bytes at `offset`, cut to these, and the contents once all of them have values. */
export function readCells(
  arena: Arena,
  contents: Contents,
  offset: number,
  size: number,
  fresh: Fresh,
): { readonly cells: Contents; readonly contents: Contents } {
  const whole = fillGaps(contents, offset, size, fresh);
  const cells = whole
    .filter((cell) => overlaps(cell, offset, size))
    .flatMap((cell) => {
      const [from, to] = [Math.max(cell.offset, offset), Math.min(cell.offset + cell.size, offset + size)];
      return to - from === cell.size ? [cell] : pieces(arena, cell, from, to);
    });
  return { cells, contents: whole };
}

/** The contents with `value` in `size` bytes at `offset`; what is left of cells that it cuts stays. */
export function write(
  arena: Arena,
  contents: Contents,
  offset: number,
  size: number,
  value: Value,
): Contents {
  const kept = contents.flatMap((cell) =>
    overlaps(cell, offset, size) ? remains(arena, cell, offset, size) : [cell],
  );
  return sorted([...kept, { offset, size, value }]);
}

function overlaps(cell: Cell, offset: number, size: number): boolean {
  return cell.offset < offset + size && offset < cell.offset + cell.size;
}

function sorted(cells: readonly Cell[]): Contents {
  return [...cells].sort((a, b) => a.offset - b.offset);
}

/** Gives a value to each stretch of the bytes that has none: in pieces that a register can hold. */
function fillGaps(contents: Contents, offset: number, size: number, fresh: Fresh): Contents {
  const added: Cell[] = [];
  let at = offset;
  for (const cell of [...contents, { offset: offset + size, size: 0, value: unknown }]) {
    if (cell.offset + cell.size <= at && cell.size > 0) continue;
    const end = Math.min(cell.offset, offset + size);
    while (at < end) {
      const piece = largestPiece(end - at);
      added.push({ offset: at, size: piece, value: fresh(at, piece) });
      at += piece;
    }
    at = Math.max(at, cell.offset + cell.size);
    if (at >= offset + size) break;
  }
  return added.length === 0 ? contents : sorted([...contents, ...added]);
}

function largestPiece(size: number): number {
  return size >= 8 ? 8 : size >= 4 ? 4 : size >= 2 ? 2 : 1;
}

/** One value from the cells that cover these bytes; a pointer that is cut is lost. */
function combine(arena: Arena, cells: readonly Cell[], offset: number, size: number): Value {
  const width = (size * 8) as Width;
  let result: Term = constant(arena, width, 0n);
  for (const cell of cells) {
    const from = Math.max(cell.offset, offset);
    const piece = extract(arena, cell, from, Math.min(cell.offset + cell.size, offset + size) - from);
    if (piece === null) return unknown;
    const wide = cast(arena, 'zext', piece.width, width, piece.term);
    const shifted = binary(arena, 'shl', width, wide, constant(arena, width, BigInt((from - offset) * 8)));
    result = binary(arena, 'or', width, result, shifted);
  }
  return number(result);
}

/**
 * `size` bytes of a cell, zero-extended where no width has as many; null where it holds no number. Bytes beyond the
 * piece are cleared.
 */
function extract(
  arena: Arena,
  { offset, size: all, value }: Cell,
  from: number,
  size: number,
): { readonly width: Width; readonly term: Term } | null {
  if (value.kind !== 'number') return null;
  const own = (all * 8) as Width;
  const moved = binary(arena, 'lshr', own, value.term, constant(arena, own, BigInt((from - offset) * 8)));
  const width = widthFor(size);
  const narrow = width < own ? cast(arena, 'trunc', own, width, moved) : moved;
  const result = width < own ? width : own;
  const mask = constant(arena, result, (1n << BigInt(size * 8)) - 1n);
  return { width: result, term: binary(arena, 'and', result, narrow, mask) };
}

function widthFor(size: number): Width {
  return size === 1 ? 8 : size === 2 ? 16 : size <= 4 ? 32 : 64;
}

/** The parts of a cell before and behind bytes that are written, in pieces that a register can hold. */
function remains(arena: Arena, cell: Cell, offset: number, size: number): readonly Cell[] {
  const end = cell.offset + cell.size;
  return [
    ...pieces(arena, cell, cell.offset, Math.min(offset, end)),
    ...pieces(arena, cell, Math.max(offset + size, cell.offset), end),
  ];
}

function pieces(arena: Arena, cell: Cell, from: number, to: number): readonly Cell[] {
  const cells: Cell[] = [];
  for (let at = from; at < to;) {
    const size = largestPiece(to - at);
    const piece = extract(arena, cell, at, size);
    cells.push({ offset: at, size, value: piece ? number(piece.term) : unknown });
    at += size;
  }
  return cells;
}
