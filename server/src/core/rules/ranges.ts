/** Ranges of numbers in words. */
import type { ReturnRange } from '../kernel/returns.js';

/** `0 or 1`, `-4095 to 0`, `any value` for null. */
export function returnsText(ranges: readonly ReturnRange[] | null): string {
  if (!ranges) return 'any value';
  return ranges.map(rangeText).join(', ');
}

function rangeText({ min, max }: ReturnRange): string {
  if (min === max) return String(min);
  return max === min + 1 ? `${min} or ${max}` : `${min} to ${max}`;
}
