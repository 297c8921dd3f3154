/** What the verifier counted, in words: of one kernel, or of several that count differently. */
import type { Statistics } from '../../core/log/log.js';

/** `: 212 of 1,000,000 instructions, stack 96`, as far as the logs say it; `12 to 14` where they differ. */
export function figuresInWords(all: readonly Statistics[]): string {
  const of = span(all.map(({ limit }) => limit));
  const instructions = span(all.map((each) => each.instructions));
  const stacks = [...new Set(all.flatMap(({ stack }) => stack ?? []))];
  const parts = [
    ...(instructions === '' ? [] : [`${instructions}${of === '' ? '' : ` of ${of}`} instructions`]),
    ...(stacks.length === 0 ? [] : [`stack ${stacks.join(' or ')}`]),
  ];
  return parts.length === 0 ? '' : `: ${parts.join(', ')}`;
}

/** From the least to the most. */
function span(values: readonly (number | undefined)[]): string {
  const known = values.filter((value) => value !== undefined);
  if (known.length === 0) return '';
  const [least, most] = [Math.min(...known), Math.max(...known)].map((value) => value.toLocaleString('en'));
  return least === most ? `${least}` : `${least} to ${most}`;
}
