/**
 * An answer to "which accesses does the verifier accept?" as a list of cells, `read 4 @12` being four bytes from
 * offset 12. Tables, measured files and the prober are brought to this form so that they can be held side by side.
 */
import type { FieldTable } from '../../../server/src/core/features/fields.js';

/** Size in bytes to offsets written as `0-16/4,24`. */
export type Ranges = Readonly<Record<string, string>>;

/** Accepted accesses in one form; some contexts have a hundred thousand. */
export type Cells = readonly string[];

/** What was accepted, and at which offsets that was tried: of a long record only windows were. */
export interface Answered {
  readonly cells: Cells;
  readonly tried: readonly number[];
}

/** The cells of `fields --format json`: what every field says of itself, put together. */
export function cellsOfTable(table: FieldTable): Cells {
  return (table.fields ?? []).flatMap((field) =>
    (['read', 'write'] as const).flatMap((access) =>
      field[access].flatMap(({ offset, sizes }) => sizes.map((size) => cell(access, size, offset))),
    ),
  );
}

/** The cells of two sets of ranges, for reads and for writes. */
export function cellsOfRanges(read: Ranges, write: Ranges): Cells {
  const expand = (access: string, ranges: Ranges): string[] =>
    Object.entries(ranges).flatMap(([size, text]) =>
      offsetsOf(text).map((offset) => cell(access, Number(size), offset)),
    );
  return [...expand('read', read), ...expand('write', write)];
}

/** What the two answers do not agree on, in words; empty when they say the same. */
export function disagreements(tool: Cells, { cells, tried }: Answered): readonly string[] {
  const inTool = new Set(tool);
  const inKernel = new Set(cells);
  const known = new Set(tried);
  const last = tried.at(-1) ?? -Infinity;
  /** Between two windows that agree the tool may go on; behind the last one it may not. */
  const isBetween = (each: string): boolean => {
    const offset = Number(each.split('@')[1]);
    return offset < last && !known.has(offset);
  };
  return [
    ...tool
      .filter((each) => !inKernel.has(each) && !isBetween(each))
      .map((each) => `${each}: the kernel refuses it`),
    ...cells.filter((each) => !inTool.has(each)).map((each) => `${each}: the kernel accepts it`),
  ];
}

/** Numbers written as `0-3,8,16-64/4`, `-8--1`; kept apart from the tool's own reader, which is under test. */
export function offsetsOf(text: string): readonly number[] {
  if (text === '') return [];
  return text.split(',').flatMap((part) => {
    const [, first = '', last = first, step = '1'] = /^(-?\d+)(?:-(-?\d+))?(?:\/(\d+))?$/.exec(part) ?? [];
    if (first === '') throw new Error(`not a range: ${part}`);
    const count = Math.floor((Number(last) - Number(first)) / Number(step)) + 1;
    return Array.from({ length: count }, (_, i) => Number(first) + i * Number(step));
  });
}

function cell(access: string, size: number, offset: number): string {
  return `${access} ${size} @${offset}`;
}
