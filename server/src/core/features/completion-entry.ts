/** One line of a list of completions, as plain data. */
import type { Span } from '../text.js';

export interface Completion {
  readonly kind: 'section' | 'field' | 'helper' | 'rule' | 'directive';
  /** What is shown and, where nothing else is said, inserted. */
  readonly label: string;
  /** Set where `label` is not what to insert; with `${1:name}` where the author goes on typing. */
  readonly snippet?: string;
  /** What is compared with the typed text; the label where it is absent. */
  readonly filter?: string;
  /** Dimmed beside the label. */
  readonly hint: string;
  /** One line. */
  readonly detail: string;
  /** CommonMark. */
  readonly documentation: string;
  /** Refused here: struck through, and listed last. */
  readonly isRefused: boolean;
  /** What is replaced: the typed part. */
  readonly span: Span;
}
