/** What the verifier counted, in words: of one kernel, or of several that count differently. */
import type { Statistics } from './log.js';

/** `: 212 of 1,000,000 instructions, stack 96 of 512`, as far as the logs say it; `12 to 14` where they differ. */
export function figuresInWords(all: readonly Statistics[]): string {
  const of = span(all.map(({ limit }) => limit));
  const instructions = span(all.map((each) => each.instructions));
  const stacks = [...new Set(all.flatMap(({ stack }) => stack ?? []))];
  const parts = [
    ...(instructions === '' ? [] : [`${instructions}${of === '' ? '' : ` of ${of}`} instructions`]),
    ...(stacks.length === 0 ? [] : [`stack ${stacks.map(ofStack).join(' or ')}`]),
  ];
  return parts.length === 0 ? '' : `: ${parts.join(', ')}`;
}

/** MAX_BPF_STACK of include/linux/filter.h; `8+16` are the stacks of several functions. */
function ofStack(bytes: string): string {
  return /^\d+$/.test(bytes) ? `${bytes} of 512` : bytes;
}

/** From the least to the most. */
function span(values: readonly (number | undefined)[]): string {
  const known = values.filter((value) => value !== undefined);
  if (known.length === 0) return '';
  const [least, most] = [Math.min(...known), Math.max(...known)].map((value) => value.toLocaleString('en'));
  return least === most ? `${least}` : `${least} to ${most}`;
}
