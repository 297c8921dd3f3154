/** Which programs nothing is said about, or not all, and why: nobody is to take silence for a verdict. */
import type { SectionMatch } from '../kernel/sections.js';
import type { Item, ItemContent, SectionMark, SyntaxFile } from '../syntax/file.js';
import type { ModelledProgram } from './modelled-program.js';
import type { ProgramModel } from './model.js';
import { inFile } from './place.js';
import { inText, movedMark } from './programs.js';
import type { UnjudgedReason, UnjudgedProgram } from './file.js';

/**
 * Those among a text's programs and its headers'; `cut` are programs that rules were not asked to the end about.
 * Sections like `.text` hold no program.
 */
export function unjudgedPrograms(
  programs: readonly ModelledProgram[],
  cut: ReadonlySet<ProgramModel>,
): readonly UnjudgedProgram[] {
  return programs.flatMap(({ placed, model }) => {
    const isCut = model.truncated || model.unjudged !== null || cut.has(model);
    const reason = reasonFor(placed.match, isCut, placed.item);
    if (reason === null) return [];
    const { name, section, path } = inText(placed);
    return section.name?.startsWith('.') ? [] : [{ name, section, path, reason }];
  });
}

function reasonFor(match: SectionMatch | null, isCut: boolean, item: Item): UnjudgedReason | null {
  if (match === null) return 'unknown-section';
  if (isCut) return 'too-large';
  return item.content.damage.length > 0 ? 'damaged' : null;
}

/** What a macro makes that is too large to be expanded may hold any programs. */
function wholeOf({ text }: ItemContent): SectionMark {
  const span = { start: 0, end: text.length };
  return { name: null, span, nameSpan: span };
}

/** Sections of programs at what could not be read as a function. `isProgram` tells whether a loader knows one. */
export function lostPrograms(
  { items }: SyntaxFile,
  isProgram: (section: string) => boolean,
): readonly UnjudgedProgram[] {
  return items.flatMap(({ start, content }) => {
    const { node, damage, gaveUp, isPartlyExpanded, sections } = content;
    const isTooLarge = gaveUp ?? isPartlyExpanded ?? false;
    if (node.kind === 'function' || (damage.length === 0 && !isTooLarge)) return [];
    const reason = isTooLarge ? 'too-large' : 'damaged';
    const named = sections.filter(({ name }) => name !== null && isProgram(name));
    const lost = named.length === 0 && isPartlyExpanded ? [wholeOf(content)] : named;
    return lost.map((mark) => {
      const section = movedMark(mark, (span) => inFile(content, start, span));
      return { name: null, section, path: null, reason };
    });
  });
}
