/**
 * Offsets in a text, lines, and edits. Knows nothing of C and nothing of editors.
 * All offsets are UTF-16 code units, as in JavaScript strings and in the language server protocol.
 */

/** A half-open range of UTF-16 offsets: `start` is inside, `end` is not. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** A place that may stand in another file than the analysed one: then `path` names it. */
export interface FileSpan extends Span {
  readonly path?: string;
}

/** A line (from 0) and a column in UTF-16 code units (from 0). */
export interface LineColumn {
  readonly line: number;
  readonly column: number;
}

/** Replaces what `span` covers by `text`. */
export interface TextEdit {
  readonly span: Span;
  readonly text: string;
}

/** `span` moved by `by` code units. */
export function shift(span: Span, by: number): Span {
  return { start: span.start + by, end: span.end + by };
}

/** Whether `inner` lies within `outer`; an empty span at either edge does. */
export function contains(outer: Span, inner: Span): boolean {
  return outer.start <= inner.start && inner.end <= outer.end;
}

/** Whether an offset of the analysed text stands in `span` or at its end, as a cursor does. */
export function touches(span: FileSpan, offset: number): boolean {
  return span.path === undefined && span.start <= offset && offset <= span.end;
}

/** The line that an offset stands in, up to the offset; `text` is cut to its length. */
export function lineBefore(text: string, offset: number): string {
  if (offset <= 0) return '';
  const end = Math.max(text.lastIndexOf('\n', offset - 1), text.lastIndexOf('\r', offset - 1));
  return text.slice(end + 1, offset);
}

/** Whether two spans share at least one code unit, or one is empty and stands inside the other. */
export function overlaps(a: Span, b: Span): boolean {
  return a.start < b.end && b.start < a.end;
}

/** The starts of the lines of `text`, ascending; "\n", "\r\n" and a lone "\r" end a line. */
export function lineStarts(text: string): readonly number[] {
  const starts = [0];
  const ends = text.includes('\r') ? /\r\n|\r|\n/g : null;
  if (ends) {
    for (const match of text.matchAll(ends)) starts.push(match.index + match[0].length);
    return starts;
  }
  // The usual case, and on the path of every keystroke.
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return starts;
}

/** The index of the first of some ascending numbers that is not below `from`; their count where there is none. */
export function firstFrom(ascending: readonly number[], from: number): number {
  let [low, high] = [0, ascending.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((ascending[middle] ?? 0) < from) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The UTF-16 code units of a line that so many bytes of UTF-8 are; one that they cut is left out. */
export function unitsIn(line: string, bytes: number): number {
  let [units, left] = [0, bytes];
  for (const character of line) {
    const code = character.codePointAt(0) ?? 0;
    left -= code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
    if (left < 0) break;
    units += character.length;
  }
  return units;
}

/** The line and column of an offset; offsets outside the text are clamped by the caller. */
export function lineColumn(starts: readonly number[], offset: number): LineColumn {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((starts[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return { line: low, column: offset - (starts[low] ?? 0) };
}

/**
 * `text` with all edits applied. Edits may come in any order; one that overlaps an earlier kept one is
 * left out, and so is an exact repetition.
 */
export function applyEdits(text: string, edits: readonly TextEdit[]): string {
  let result = '';
  let at = 0;
  for (const edit of withoutOverlaps(edits)) {
    result += text.slice(at, edit.span.start) + edit.text;
    at = edit.span.end;
  }
  return result + text.slice(at);
}

/** The edits in order of position, without those that overlap or repeat one already kept. */
export function withoutOverlaps(edits: readonly TextEdit[]): readonly TextEdit[] {
  const sorted = [...edits].sort((a, b) => a.span.start - b.span.start || a.span.end - b.span.end);
  const kept: TextEdit[] = [];
  for (const edit of sorted) {
    const last = kept.at(-1);
    const clear = !last || edit.span.start > last.span.end || isAdjacent(last.span, edit.span);
    if (clear) kept.push(edit);
  }
  return kept;
}

function isAdjacent(before: Span, after: Span): boolean {
  return after.start === before.end && before.end > before.start && after.end > after.start;
}
