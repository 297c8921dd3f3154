/**
 * Which fixes are offered, and which are safe: one that would replace damaged code is left out, for what the parser made
 * up there may reach into other functions.
 */
import type { Fix } from '../finding.js';
import { isLocated } from '../model/walk/located.js';
import { isWholePiece, losesComment } from '../syntax/pieces.js';
import { overlaps, type FileSpan } from '../text.js';

/** The text of a header by its path; of the analysed text without one. */
export type TextByPath = (path?: string) => string;

/** The fixes, with places within items, that touch nothing in which the parser found errors. */
export function soundFixes(fixes: readonly Fix[]): readonly Fix[] {
  return fixes.filter(({ edits }) => edits.every(({ span }) => !isDamaged(span)));
}

function isDamaged(span: FileSpan): boolean {
  return isLocated(span) && span.content.damage.some((damage) => overlaps(damage, span));
}

/**
 * The fixes, with places in texts, whose every edit replaces a whole piece of code. One that would lose a comment is not
 * safe, whatever it does to the code.
 */
export function wholeFixes(fixes: readonly Fix[], texts: TextByPath): readonly Fix[] {
  const replaced = ({ start, end, path }: FileSpan): string => texts(path).slice(start, end);
  return fixes
    .filter(({ edits }) => edits.every(({ span }) => isWholePiece(replaced(span))))
    .map((fix) =>
      fix.edits.some(({ span, text }) => losesComment(replaced(span), text)) ? { ...fix, safe: false } : fix,
    );
}
