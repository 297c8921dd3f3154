/** Lines of source with marks below them, as compilers print them: `12 |  return ctx->mark;` and carets. */
import type { Span } from '../../core/text.js';
import type { Colours } from '../terminal.js';
import { cellsOf, columnOf, textWidth, type Cell } from './columns.js';
import { lineText, positionOf, type Lines } from './positions.js';
import type { Style } from './report.js';
import { wrap } from './wrap.js';

export interface Mark {
  readonly span: Span;
  /** The place complained of; others explain it. */
  readonly isMain: boolean;
  /** Stands behind the mark; may be empty. */
  readonly label: string;
  /** Colours the mark. */
  readonly paint: (text: string) => string;
}

/** Longer lines are cut around their first mark, in code units before and columns after measuring. */
const longLine = 2000;
const widestExcerpt = 120;

/** The marked lines in order, each with its marks, and `...` where lines between are left out. */
export function excerpt(source: Lines, marks: readonly Mark[], style: Style): readonly string[] {
  const byLine = groupByLine(source, marks);
  const numbers = [...byLine.keys()].sort((a, b) => a - b);
  const gutter = String((numbers.at(-1) ?? 0) + 1).length;
  const width = Math.max(40, Math.min(style.columns ?? widestExcerpt, widestExcerpt) - gutter - 6);
  const print = new LinePrinter(source, gutter, width, style.colours);
  return numbers.flatMap((line, index) => [
    ...print.gap(numbers[index - 1], line),
    ...print.marked(line, byLine.get(line) ?? []),
  ]);
}

function groupByLine(source: Lines, marks: readonly Mark[]): ReadonlyMap<number, readonly Mark[]> {
  const groups = new Map<number, Mark[]>();
  const ordered = [...marks].sort(
    (a, b) => Number(b.isMain) - Number(a.isMain) || a.span.start - b.span.start,
  );
  for (const mark of ordered) {
    const { line } = positionOf(source, mark.span.start);
    groups.set(line, [...(groups.get(line) ?? []), mark]);
  }
  return groups;
}

/** Part of a line that fits, and how far it was cut on the left. */
interface Window {
  readonly cells: readonly Cell[];
  /** Offset in the text of the window's first code unit. */
  readonly base: number;
  readonly firstColumn: number;
  readonly lastColumn: number;
}

class LinePrinter {
  constructor(
    private readonly source: Lines,
    private readonly gutter: number,
    private readonly width: number,
    private readonly colours: Colours,
  ) {}

  /** One line left out is shown: it costs no more room than saying so. */
  gap(previous: number | undefined, line: number): readonly string[] {
    if (previous === undefined || line - previous < 2) return [];
    if (line - previous > 2) return [this.colours.blue(`  ${' '.repeat(this.gutter - 1)}...`)];
    return [this.numbered(line - 1, this.window(line - 1, this.source.lines[line - 1] ?? 0))];
  }

  marked(line: number, marks: readonly Mark[]): readonly string[] {
    const window = this.window(line, marks[0]?.span.start ?? 0);
    return [this.numbered(line, window), ...marks.flatMap((mark) => this.underline(mark, window))];
  }

  private window(line: number, around: number): Window {
    const whole = lineText(this.source, line);
    const start = this.source.lines[line] ?? 0;
    const cut = whole.length > longLine ? Math.max(0, around - start - longLine / 2) : 0;
    const cells = cellsOf(whole.slice(cut, cut + longLine));
    const focus = columnOf(cells, around - start - cut);
    const total = (cells.at(-1)?.column ?? 0) + (cells.at(-1)?.width ?? 0);
    const first =
      total <= this.width ? 0 : Math.max(0, Math.min(focus - Math.floor(this.width / 3), total - this.width));
    return { cells, base: start + cut, firstColumn: first, lastColumn: Math.min(total, first + this.width) };
  }

  private numbered(line: number, { cells, firstColumn, lastColumn }: Window): string {
    const inside = cells.filter(
      (cell) => firstColumn <= cell.column && cell.column + cell.width <= lastColumn,
    );
    const before = ' '.repeat((inside[0]?.column ?? firstColumn) - firstColumn);
    const text = `${before}${inside.map((cell) => cell.shown).join('')}`.trimEnd();
    const isCut = inside.length < cells.length;
    const shown = isCut
      ? `${inside[0] === cells[0] ? '' : '…'}${text}${inside.at(-1) === cells.at(-1) ? '' : '…'}`
      : text;
    return this.row(String(line + 1), shown);
  }

  private underline({ span, isMain, label, paint }: Mark, window: Window): readonly string[] {
    const column = (offset: number): number =>
      Math.min(Math.max(columnOf(window.cells, offset - window.base), window.firstColumn), window.lastColumn);
    const start = column(span.start);
    const length = Math.max(1, column(span.end) - start);
    // A line that was cut on the left begins with an ellipsis.
    const indent = start - window.firstColumn + (window.firstColumn > 0 ? 1 : 0);
    const strokes = (isMain ? '^' : '-').repeat(length);
    return this.labelled(strokes, label, indent).map((line) =>
      this.row('', `${' '.repeat(indent)}${paint(line)}`),
    );
  }

  /** The label stands behind the strokes, or below them where it would be too long. */
  private labelled(strokes: string, label: string, indent: number): readonly string[] {
    const oneLine = label === '' ? strokes : `${strokes} ${label}`;
    if (indent + textWidth(oneLine) <= this.width) return [oneLine];
    return [strokes, ...wrap(label, Math.max(30, this.width - indent))];
  }

  private row(number: string, text: string): string {
    return `  ${this.colours.blue(`${number.padStart(this.gutter)} |`)} ${text}`.trimEnd();
  }
}
