/**
 * Which lines of a program that was accepted the verifier never came to: a constant, such as one that a loader sets,
 * or what is known of a value rules them out, and nothing was said of them.
 */
import type { LineRun } from './place.js';

/** A line from 0, and its file. */
export interface CodeLine {
  readonly file: string;
  readonly line: number;
}

/**
 * Lines none of whose runs was entered, in order. A run is entered at its first instruction: what compilers give no
 * place of its own counts to the run before it, and may be reached by a jump. `visited` are pairs of the first and the
 * last instruction of each stretch that was looked at; null where that is not known, and then there are no such lines.
 */
export function unverifiedLines(
  runs: readonly LineRun[],
  visited: readonly number[] | null,
): readonly CodeLine[] {
  if (visited === null) return [];
  const isEntered = ({ from }: LineRun): boolean =>
    visited.some((first, index) => index % 2 === 0 && first <= from && from <= (visited[index + 1] ?? first));
  const alive = new Set(runs.filter(isEntered).map(keyOf));
  return codeLines(runs.filter((run) => !alive.has(keyOf(run))));
}

/** Every line that code is of, once, in order. */
export function codeLines(runs: readonly LineRun[]): readonly CodeLine[] {
  const byKey = new Map(runs.filter(({ line }) => line >= 0).map((run) => [keyOf(run), run]));
  return [...byKey.values()]
    .map(({ file, line }) => ({ file, line }))
    .sort((a, b) => (a.file === b.file ? a.line - b.line : a.file < b.file ? -1 : 1));
}

function keyOf({ file, line }: CodeLine): string {
  return `${line} ${file}`;
}
