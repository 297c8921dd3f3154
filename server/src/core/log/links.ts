/** Which lines of a program's own log are about which lines of source: its instructions, by the object's line table. */
import type { LineRun } from './place.js';
import type { CodeLine } from './unverified.js';

/** A line of the log, and UTF-16 code units of it, from 0. */
export interface LogLink extends CodeLine {
  readonly logLine: number;
  readonly length: number;
}

/** In order; empty where the object has no line table. */
export function logLinks(log: string, runs: readonly LineRun[]): readonly LogLink[] {
  const ascending = [...runs].sort((a, b) => a.from - b.from);
  return log.split('\n').flatMap((text, logLine) => {
    const pc = /^(\d+): \(/.exec(text)?.[1];
    const run = pc === undefined ? undefined : ascending.findLast(({ from }) => from <= Number(pc));
    if (!run || run.line < 0) return [];
    return [{ logLine, length: text.length, file: run.file, line: run.line }];
  });
}
