/** Markdown within a line, as our messages and pages use it: code, emphasis, links. */
import { wrap } from './report/wrap.js';
import type { Colours } from './terminal.js';

/** Stands for a space that is no place to break a line; no message and no page holds it. */
const unbreakable = '\u00A0';

/** Prose in lines of at most `columns`; code with spaces in it stays together. For `paintInline`, line by line. */
export function wrapProse(text: string, columns: number): readonly string[] {
  return wrap(
    text.replace(/`[^`\n]+`/g, (code) => code.replaceAll(' ', unbreakable)),
    columns,
  );
}

/** The same prose with colours in place of its markers. */
export function paintInline(text: string, colours: Colours): string {
  const parts = text.split(/(`[^`]+`)/);
  const painted = parts.map((part, index) =>
    index % 2 === 1 ? colours.cyan(part.slice(1, -1)) : emphasis(part, colours),
  );
  return painted.join('').replaceAll(unbreakable, ' ');
}

/** A line of `wrapProse` with its markers left in, for readers without colours. */
export function keepMarkers(text: string): string {
  return text.replaceAll(unbreakable, ' ');
}

function emphasis(text: string, { bold, italic, dim }: Colours): string {
  return text
    .replace(/\*\*([^*]+)\*\*/g, (_, strong: string) => bold(strong))
    .replace(/(?<![\w*])\*([^*\s][^*]*)\*/g, (_, words: string) => italic(words))
    .replace(
      /\[([^\]]+)\]\(([^)]+)\)/g,
      (_, label: string, target: string) => `${label} ${dim(`(${target})`)}`,
    );
}
