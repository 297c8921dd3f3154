/** What an analysis says to whoever runs it: what of a text was not looked at. */
import type { SyntaxFile } from '../syntax/file.js';
import { lineColumn } from '../text.js';
import type { Notice } from './analysis.js';

/** Of a file that was too large, and of what in it was too deep or took too long; `lines` are where its lines start. */
export function noticesOf(file: SyntaxFile, lines: readonly number[]): readonly Notice[] {
  if (file.incomplete === 'size') return [unjudged('the file is too large to be judged')];
  if (file.incomplete === 'time') return [unjudged('the file took too long to parse and was not judged')];
  return file.items.flatMap(({ content, start }) => {
    const what = `what stands at line ${lineColumn(lines, start).line + 1}`;
    if (content.gaveUp)
      return [unjudged(`${what} is too deep or took too long to parse, and was not judged whole`)];
    if (!content.isPartlyExpanded) return [];
    return [{ kind: 'limit', message: `${what} uses macros that are too large to be expanded` } as const];
  });
}

function unjudged(message: string): Notice {
  return { kind: 'unjudged', message };
}
