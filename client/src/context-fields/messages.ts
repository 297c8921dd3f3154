/** What the view and its page tell each other. */
import type { ContextFields } from '../../../protocol/context-fields.js';

/** To the page: a table, or null where the editor shows no BPF program. */
export interface ShowTable {
  readonly table: ContextFields | null;
  /** The kernel that was chosen in the page; null for the target in force. */
  readonly kernel: string | null;
}

/** From the page: it is there, or another kernel was chosen. */
export type PageMessage =
  | { readonly kind: 'ready'; readonly kernel: string | null }
  | { readonly kind: 'kernel'; readonly kernel: string | null };
