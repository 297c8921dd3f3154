/** Breaks prose into lines for a terminal. */
import { textWidth } from './columns.js';

/** The words of `text` in lines of at most `width` columns; a longer word stands alone. Line ends in `text` stay. */
export function wrap(text: string, width: number): readonly string[] {
  return text.split(/\r?\n/).flatMap((paragraph) => wrapParagraph(paragraph, width));
}

function wrapParagraph(paragraph: string, width: number): readonly string[] {
  const lines: string[] = [];
  let line = '';
  let taken = 0;
  for (const word of paragraph.split(/ +/)) {
    const own = textWidth(word);
    if (line !== '' && taken + 1 + own > width) {
      lines.push(line);
      [line, taken] = [word, own];
    } else {
      taken = line === '' ? own : taken + 1 + own;
      line = line === '' ? word : `${line} ${word}`;
    }
  }
  return [...lines, line];
}
