/** Labels of a function: each starts a block, wherever `goto` or `asm goto` names it first. */
import type { BlockId } from './ir.js';
import type { Lower } from './lower.js';

/** The block that a label starts. */
export function blockOf(lower: Lower, label: string): BlockId {
  const known = lower.labels.get(label);
  if (known !== undefined) return known;
  const block = lower.builder.block();
  lower.labels.set(label, block);
  return block;
}
