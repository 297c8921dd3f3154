/** Reads a target kernel as users write it, `host` included: the part of that which needs to know the machine. */
import { release } from 'node:os';
import { parseKernelRange, type KernelRange } from '../core/engine/settings.js';

/** How a target kernel may be written, for messages. */
export const kernelSyntax = 'a version like 6.1, a range like 5.10..6.12, or host';

/**
 * Reads `6.1`, `5.10..6.12`, `host`, and a range with `host` at either end. Null on anything else, and for
 * `host` on a machine that does not run Linux.
 */
export function readKernelTarget(text: string): KernelRange | null {
  const host = hostKernel();
  const ends = text.split('..').map((end) => (end.trim() === 'host' ? host : end));
  return ends.includes(null) ? null : parseKernelRange(ends.join('..'));
}

/** `6.1` or `5.10..6.12`, as `readKernelTarget` reads it. */
export function writeKernelTarget(range: KernelRange): string {
  return range.min === range.max ? range.min : `${range.min}..${range.max}`;
}

/** The running kernel as `major.minor`; null where it is not Linux. */
function hostKernel(): string | null {
  if (process.platform !== 'linux') return null;
  return /^\d+\.\d+/.exec(release())?.[0] ?? null;
}
