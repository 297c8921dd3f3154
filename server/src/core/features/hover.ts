/** What to show for an offset: a context field, a SEC string. */
import type { Analysis } from '../engine/analysis.js';
import type { Span } from '../text.js';
import type { KernelFacts } from '../kernel/facts.js';

export interface HoverText {
  readonly span: Span;
  /** CommonMark with tables, as editors render it. */
  readonly markdown: string;
}

/** The hover at an offset; null where we know nothing that clangd does not. */
export declare function hover(analysis: Analysis, facts: KernelFacts, offset: number): HoverText | null;
