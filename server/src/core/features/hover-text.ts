/** What a hover shows, as plain data. */
import type { Span } from '../text.js';

export interface HoverText {
  readonly span: Span;
  /** CommonMark with tables, as editors render it. */
  readonly markdown: string;
}
