/** Places that survive a move: a span within an item, whatever stands above the item in the file. */
import type { ItemContent } from '../../syntax/file.js';
import type { Span } from '../../text.js';

/** Offsets relative to the item that `content` belongs to. */
export interface Located extends Span {
  readonly content: ItemContent;
}

/** Whether a place is within an item rather than in the whole text. */
export function isLocated(span: Span): span is Located {
  return 'content' in span;
}

/** A span of an item's nodes, with the item. */
export function located(content: ItemContent, { start, end }: Span): Located {
  return { content, start, end };
}

/** The item that is being walked. */
export interface Frame {
  readonly content: ItemContent;
  /** A span of its nodes, with the item. */
  locate(span: Span): Located;
  /** The calls that led here, outermost first. */
  readonly calls: readonly Located[];
}

/** The frame of an item. */
export function itemFrame(content: ItemContent, calls: readonly Located[]): Frame {
  return {
    content,
    calls,
    locate: (span) => located(content, span),
  };
}
