/** How wide text is on a terminal: tabs reach the next stop, CJK and emoji take two columns, marks take none. */

/** Kernel sources are written with tabs of eight. */
const tabWidth = 8;

/** A grapheme as it is printed. */
export interface Cell {
  /** UTF-16 offset in the text. */
  readonly offset: number;
  /** Column from 0 at which it starts. */
  readonly column: number;
  readonly width: number;
  /** What is printed for it: spaces for a tab, a stand-in for a control character. */
  readonly shown: string;
}

const segmenter = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** The cells of one line of text, which holds no line end. */
export function cellsOf(line: string): readonly Cell[] {
  return /^[\t\x20-\x7e\xa0]*$/.test(line) ? asciiCells(line) : graphemeCells(line);
}

/** Printable ASCII, as nearly all source is, and the blank that does not break: each character is a grapheme, and the segmenter is slow. */
function asciiCells(line: string): readonly Cell[] {
  let column = 0;
  return Array.from(line, (character, offset) => {
    const shown = character === '\t' ? ' '.repeat(tabWidth - (column % tabWidth)) : character;
    const cell = { offset, column, width: shown.length, shown };
    column += cell.width;
    return cell;
  });
}

function graphemeCells(line: string): readonly Cell[] {
  let column = 0;
  const cells: Cell[] = [];
  for (const { segment, index } of segmenter.segment(line)) {
    const shown = segment === '\t' ? ' '.repeat(tabWidth - (column % tabWidth)) : printable(segment);
    const width = segment === '\t' ? shown.length : graphemeWidth(shown);
    cells.push({ offset: index, column, width, shown });
    column += width;
  }
  return cells;
}

/** The column at which an offset of the line stands: where its grapheme starts, or the line's end. */
export function columnOf(cells: readonly Cell[], offset: number): number {
  const after = cells.findIndex((cell) => cell.offset > offset);
  const cell = after < 0 ? cells.at(-1) : cells[after - 1];
  if (!cell) return 0;
  return after < 0 && offset > cell.offset ? cell.column + cell.width : cell.column;
}

/** Columns that a text without tabs takes. */
export function textWidth(text: string): number {
  return cellsOf(text).reduce((sum, cell) => sum + cell.width, 0);
}

/** Text from a source file or a path, safe to print: no control character reaches the terminal, and it stays on its line. */
export function printable(text: string): string {
  return text.replace(/[\u0000-\u001f\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069]/g, '\uFFFD');
}

function graphemeWidth(grapheme: string): number {
  if (/^[\p{Mark}\p{Default_Ignorable_Code_Point}]+$/u.test(grapheme)) return 0;
  const isEmoji = /\p{Emoji_Presentation}|\p{Extended_Pictographic}\uFE0F|\p{Regional_Indicator}{2}/u.test(
    grapheme,
  );
  return isEmoji || isWide(grapheme.codePointAt(0) ?? 0) ? 2 : 1;
}

/** Ranges of Unicode's East Asian Width W and F, first and last code point. */
const wideRanges: readonly (readonly [number, number])[] = [
  [0x1100, 0x115f],
  [0x2e80, 0x303e],
  [0x3041, 0x4dbf],
  [0x4e00, 0xa4cf],
  [0xa960, 0xa97f],
  [0xac00, 0xd7a3],
  [0xf900, 0xfaff],
  [0xfe30, 0xfe6f],
  [0xff01, 0xff60],
  [0xffe0, 0xffe6],
  [0x1b000, 0x1b2ff],
  [0x20000, 0x3fffd],
];

function isWide(codePoint: number): boolean {
  return wideRanges.some(([first, last]) => first <= codePoint && codePoint <= last);
}
