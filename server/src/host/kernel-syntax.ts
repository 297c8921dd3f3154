/** How a target kernel is written. What `host` stands for is the caller's to say: this file knows no machine. */
import { parseKernelRange, type KernelRange } from '../core/engine/settings.js';

/** How a target kernel may be written, for messages. */
export const kernelSyntax = 'a version like 6.1, a range like 5.10..6.12, or host';

/**
 * Reads `6.1`, `5.10..6.12`, `host`, and a range with `host` at either end. Null on anything else, and for
 * `host` where there is no such kernel.
 */
export function parseKernelTarget(text: string, hostKernel: string | null): KernelRange | null {
  const isHost = (end: string): boolean => end.trim() === 'host';
  const written = text.split('..');
  const ends = written.map((end) => (isHost(end) ? hostKernel : end));
  const range = ends.includes(null) ? null : parseKernelRange(ends.join('..'));
  return range && written.some(isHost) ? { ...range, includesHost: true } : range;
}

/** `6.1` or `5.10..6.12`, as `parseKernelTarget` reads it. */
export function writeKernelTarget(range: KernelRange): string {
  return range.min === range.max ? range.min : `${range.min}..${range.max}`;
}
