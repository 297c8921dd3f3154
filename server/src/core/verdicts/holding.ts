/**
 * Which verdicts still hold for a text that was edited since, and where the lines that they name are now. A verdict
 * holds while every function that its program's code is of reads as it did, and so does all that is outside of
 * functions; what stands around them may move.
 */
import type { Analysis } from '../engine/analysis.js';
import { lineColumn, unitsIn, type Span } from '../text.js';
import type { PlacedFunction } from '../model/file.js';
import { judgedText, type JudgedText, type KernelVerdict, type Verified } from './verdict.js';

export interface Holding {
  readonly verdicts: readonly KernelVerdict[];
  /**
   * From a column, in bytes, to the end of the line's code; null for a line of another file, or of a function that
   * changed. Line and column count from 0.
   */
  spanOf(place: {
    readonly file: string | null;
    readonly line: number | null;
    readonly column?: number | null;
  }): Span | null;
}

/** What holds of a run for the text as it is now. */
export function holding({ judged, path, verdicts }: Verified, now: Analysis): Holding {
  if (judged.text === now.text) return { verdicts, spanOf: spanIn(path, now, (line) => line) };
  const today = judgedText(now);
  if (!isSameOutside(judged, today)) return { verdicts: [], spanOf: () => null };
  const moved = movedFunctions(judged, today);
  const functionOf = (line: number): PlacedFunction | undefined =>
    judged.functions.find((each) => holdsLine(judged, each, line));
  const holds = ({ program, runs }: KernelVerdict): boolean =>
    judged.functions.filter(({ name }) => name === program).every((each) => moved.has(each)) &&
    runs.every(({ file, line }) => {
      const touched = file === path ? functionOf(line) : undefined;
      return !touched || moved.has(touched);
    });
  return {
    verdicts: verdicts.filter(holds),
    spanOf: spanIn(path, now, (line) => {
      const by = moved.get(functionOf(line) ?? outside);
      return by === undefined ? null : line + by;
    }),
  };
}

/** A line that no function holds. */
const outside: PlacedFunction = { name: '', span: { start: 0, end: 0 } };

function isSameOutside(judged: JudgedText, today: JudgedText): boolean {
  return (
    judged.outline === today.outline &&
    judged.headers.size === today.headers.size &&
    [...judged.headers].every(([path, text]) => today.headers.get(path) === text)
  );
}

/** The functions that read as they did, and by how many lines each has moved. */
function movedFunctions(judged: JudgedText, today: JudgedText): ReadonlyMap<PlacedFunction, number> {
  const moved = new Map<PlacedFunction, number>();
  for (const each of judged.functions) {
    const same = today.functions.find(
      (other) => other.name === each.name && textOf(other, today) === textOf(each, judged),
    );
    if (same) moved.set(each, lineOf(same, today) - lineOf(each, judged));
  }
  return moved;
}

function textOf({ span }: PlacedFunction, { text }: JudgedText): string {
  return text.slice(span.start, span.end);
}

function lineOf({ span }: PlacedFunction, { lines }: JudgedText): number {
  return lineColumn(lines, span.start).line;
}

function holdsLine({ lines }: JudgedText, { span }: PlacedFunction, line: number): boolean {
  return lineColumn(lines, span.start).line <= line && line <= lineColumn(lines, span.end).line;
}

function spanIn(path: string, now: Analysis, lineNow: (line: number) => number | null): Holding['spanOf'] {
  return ({ file, line, column }) => {
    const today = file === path && line !== null ? lineNow(line) : null;
    return today === null ? null : codeSpan(now, today, column ?? null);
  };
}

/** From a column, in bytes, to the end of a line's code: without the space around it and the comment behind it. */
function codeSpan({ text, lines }: Analysis, line: number, column: number | null): Span | null {
  const start = lines[line];
  if (start === undefined) return null;
  const [whole = ''] = text.slice(start, lines[line + 1]).split(/[\r\n]/);
  const code = whole.replace(/\s*(?:\/\/.*|\/\*(?:(?!\*\/).)*(?:\*\/)?\s*)?$/, '');
  const from = column === null ? whole.search(/\S|$/) : unitsIn(whole, column);
  return { start: start + Math.min(from, code.length), end: start + code.length };
}
