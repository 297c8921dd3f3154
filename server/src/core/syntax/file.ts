/** A parsed file as plain data: its items, and what stands between the lines of C. */
import type { ItemNode } from './ast.js';
import type { Include } from './directive.js';
import type { Origins } from './expand/origins.js';
import type { Region } from './regions.js';
import type { Span } from '../text.js';
import type { Define, MacroLine } from './directive.js';

/**
 * One top-level item; spans in it are relative to `start`, and offsets in its own text where it has origins. An item
 * that did not change is the same object again.
 */
export interface Item {
  readonly start: number;
  readonly end: number;
  readonly content: ItemContent;
}

export interface ItemContent {
  readonly node: ItemNode;
  /** The unmasked text of the item, with the macros of the project expanded. */
  readonly text: string;
  /** Where the parser found errors; relative. */
  readonly damage: readonly Span[];
  /** Set where it is too deep or took too long, so that nothing is known of what it holds. */
  readonly gaveUp?: true;
  /** Set where macros were left as they are because their expansion is too large. */
  readonly isPartlyExpanded?: true;
  /** The sections that it names, in order; relative, and before the item where they stand in front of it. */
  readonly sections: readonly SectionMark[];
  /** The branches in it that only some builds compile; relative. Absent where there are none. */
  readonly open?: readonly Region[];
  /** Where the text was written, where macros made some of it; absent where it stands in the file as it is. */
  readonly origins?: Origins;
}

/** `SEC("...")`, `__section("...")` or `__attribute__((section("...")))`, wherever it stands. */
export interface SectionMark {
  readonly span: Span;
  /** What the strings add up to; null when a part is a macro that nobody defines here. */
  readonly name: string | null;
  /** The span of the string literals (quotes included); the whole mark where there is something else. */
  readonly nameSpan: Span;
}

/** A comment, with its markers. Absolute offsets. */
export interface Comment {
  readonly span: Span;
  readonly text: string;
}

/** A whole file. `incomplete` is set when the parser ran out of its time or size budget: then `items` is empty. */
export interface SyntaxFile {
  readonly items: readonly Item[];
  readonly defines: readonly Define[];
  /** Every `#define` and `#undef` in order. */
  readonly macroLines: readonly MacroLine[];
  readonly includes: readonly Include[];
  readonly comments: readonly Comment[];
  /** The branches that only some builds compile. */
  readonly open: readonly Region[];
  readonly incomplete: 'size' | 'time' | null;
}

/** What a file says before it is parsed. */
export type Outline = Pick<SyntaxFile, 'includes' | 'macroLines'>;

/** What is known of a text that is not looked at. */
export const emptyFile: SyntaxFile = {
  items: [],
  defines: [],
  macroLines: [],
  includes: [],
  comments: [],
  open: [],
  incomplete: null,
};
