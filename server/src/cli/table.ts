/** Text in columns for a terminal. */
import { textWidth } from './report/columns.js';

/** A cell: its text, and how it is painted once its width is known. */
export interface TableCell {
  readonly text: string;
  readonly paint?: (text: string) => string;
}

/** Rows as lines, columns padded to their widest cell and two columns apart. */
export function tableLines(rows: readonly (readonly TableCell[])[]): readonly string[] {
  const count = Math.max(0, ...rows.map((row) => row.length));
  const widths = Array.from({ length: count }, (_, at) =>
    Math.max(...rows.map((row) => textWidth(row[at]?.text ?? ''))),
  );
  return rows.map((row) => {
    const cells = row.map(({ text, paint = (same) => same }, at) => {
      const isLast = at === row.length - 1;
      return paint(text) + (isLast ? '' : ' '.repeat((widths[at] ?? 0) - textWidth(text)));
    });
    return cells.join('  ').trimEnd();
  });
}
