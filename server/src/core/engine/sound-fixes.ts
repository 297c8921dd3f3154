/** Leaves out fixes that would replace damaged code: what the parser made up there may reach into other functions. */
import type { Fix } from '../finding.js';
import { isLocated } from '../model/walk/located.js';
import { isWholePiece } from '../syntax/pieces.js';
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

/** The fixes, with places in texts, whose every edit replaces a whole piece of code. */
export function wholeFixes(fixes: readonly Fix[], texts: TextByPath): readonly Fix[] {
  const replaced = ({ start, end, path }: FileSpan): string => texts(path).slice(start, end);
  return fixes.filter(({ edits }) => edits.every(({ span }) => isWholePiece(replaced(span))));
}
