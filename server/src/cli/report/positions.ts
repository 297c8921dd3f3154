/** Offsets as the report formats count them: lines and columns from 0 (LSP) or from 1 (everyone else). */
import { lineColumn, type Span } from '../../core/text.js';

export interface Position {
  readonly line: number;
  /** In UTF-16 code units. */
  readonly character: number;
}

export interface Range {
  readonly start: Position;
  readonly end: Position;
}

/** A text with the starts of its lines, as analyses carry them. */
export interface Lines {
  readonly text: string;
  readonly lines: readonly number[];
}

/** An offset, clamped to the text, counted from 0. */
export function positionOf({ text, lines }: Lines, offset: number): Position {
  const { line, column } = lineColumn(lines, Math.min(Math.max(offset, 0), text.length));
  return { line, character: column };
}

/** A span counted from 0. */
export function rangeOf(source: Lines, span: Span): Range {
  return { start: positionOf(source, span.start), end: positionOf(source, span.end) };
}

/** `12:9`, counted from 1, as editors show it and terminals make it clickable. */
export function lineAndColumn(source: Lines, offset: number): string {
  const { line, character } = positionOf(source, offset);
  return `${line + 1}:${character + 1}`;
}

/** A line's text without its end; empty for a line that does not exist. */
export function lineText({ text, lines }: Lines, line: number): string {
  const start = lines[line];
  return start === undefined
    ? ''
    : text.slice(start, lines[line + 1] ?? text.length).replace(/\r?\n$|\r$/, '');
}
