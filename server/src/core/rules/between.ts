/** Targets that were not measured themselves: the measured kernel before them stands for them, and may be wrong. */
import { compareVersions } from '../engine/settings.js';
import type { KernelSet } from '../kernel/versions.js';
import type { RuleInput } from './rule.js';

/**
 * Whether only a kernel older than every target refuses, which stands for a target, and the next measured one does not:
 * somewhere between the two that changed, and nobody measured where.
 */
export function mayHaveChanged(
  refusing: KernelSet,
  { facts, settings: { kernel } }: RuleInput,
  refuses: (kernel: string) => boolean,
): boolean {
  const last = refusing.at(-1);
  if (!kernel || last === undefined || compareVersions(last, kernel.min) >= 0) return false;
  const next = facts.kernels[facts.kernels.indexOf(last) + 1];
  return next !== undefined && !refuses(next);
}
