/** The kernel of the machine that we run on, as a target that users write as `host`. */
import { release } from 'node:os';
import type { KernelRange } from '../core/engine/settings.js';
import { parseKernelTarget } from './kernel-syntax.js';

/** Reads a target kernel as users write it; `host` is the running kernel, and nothing where that is not Linux. */
export function readKernelTarget(text: string): KernelRange | null {
  return parseKernelTarget(text, hostKernel());
}

/** The running kernel as `major.minor`; null where it is not Linux. */
export function hostKernel(): string | null {
  if (process.platform !== 'linux') return null;
  return /^\d+\.\d+/.exec(release())?.[0] ?? null;
}
