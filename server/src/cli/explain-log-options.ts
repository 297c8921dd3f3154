/** The options of `explain-log`, checked and given types. */
import { list, oneOf, only, parse, text } from './arguments.js';
import { formatNames, type Format } from './formats.js';

export interface ExplainLogOptions {
  /** `-` for standard input. */
  readonly log: string;
  readonly sources: readonly string[];
  readonly object: string | null;
  readonly format: Format;
}

const known = {
  format: { type: 'string' },
  source: { type: 'string', multiple: true },
  object: { type: 'string' },
} as const;

/** Reads the arguments behind `explain-log`. Throws a UsageError on anything it does not know. */
export function readExplainLog(rest: readonly string[]): ExplainLogOptions {
  const { values, positionals } = parse('explain-log', rest, known);
  return {
    log: positionals.length === 0 ? '-' : only('explain-log', 'a log', positionals),
    sources: list(values['source']),
    object: text(values['object']),
    format: oneOf('--format', text(values['format']) ?? 'pretty', formatNames, 'explain-log'),
  };
}
