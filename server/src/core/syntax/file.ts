/** A parsed file as plain data: its items, and what stands between the lines of C. */
import type { ItemNode } from './ast.js';
import type { Include } from './directives.js';
import type { Span } from '../text.js';

/** One top-level item; spans in it are relative to `start`. An item that did not change is the same object again. */
export interface Item {
  readonly start: number;
  readonly end: number;
  readonly content: ItemContent;
}

export interface ItemContent {
  readonly node: ItemNode;
  /** The unmasked text of the item. */
  readonly text: string;
  /** Where the parser found errors; relative. */
  readonly damage: readonly Span[];
  /** Set where it is too deep or took too long, so that nothing is known of what it holds. */
  readonly gaveUp?: true;
}

/** `SEC("...")`, `__section("...")` or `__attribute__((section("...")))`, wherever it stands. Absolute offsets. */
export interface SectionMark {
  readonly span: Span;
  /** What the strings add up to; null when a part is a macro that cannot be resolved here. */
  readonly name: string | null;
  /** The span of the string literals (quotes included); the whole mark where a macro hides them. */
  readonly nameSpan: Span;
  /** The macro of this file that holds the SEC, as in `#define PROG SEC("xdp")`; else null. */
  readonly macro: string | null;
}

/** `#define`; `params` is null for an object-like macro. Absolute offsets. */
export interface Define {
  readonly name: string;
  readonly params: readonly string[] | null;
  /** Whether the parameters end in `...` (then the last of `params` is `__VA_ARGS__` or the named one). */
  readonly variadic: boolean;
  /** The replacement, line splices and comments removed, trimmed. */
  readonly body: string;
  readonly span: Span;
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
  readonly sections: readonly SectionMark[];
  readonly defines: readonly Define[];
  readonly includes: readonly Include[];
  readonly comments: readonly Comment[];
  readonly incomplete: 'size' | 'time' | null;
}
