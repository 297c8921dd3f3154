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

/** Where the text that is being walked stands: in an item itself, or in what a macro expands to. */
export interface Frame {
  readonly content: ItemContent;
  /** The text that spans of this frame's nodes are offsets in. */
  readonly text: string;
  /** The place in the item that a span of this frame's nodes comes from. */
  locate(span: Span): Located;
  /** The calls that led here, outermost first. */
  readonly calls: readonly Located[];
}

/** The frame of an item's own text. */
export function itemFrame(content: ItemContent, calls: readonly Located[]): Frame {
  return {
    content,
    text: content.text,
    calls,
    locate: (span) => ({ content, start: span.start, end: span.end }),
  };
}
