/** Measured kernels and what a user's target range means among them. */
import { compareVersions, type KernelRange } from '../engine/settings.js';

/** Measured kernels as `major.minor`, oldest first: the ones a verdict must hold on. */
export type KernelSet = readonly string[];

/**
 * The measured kernels that stand for a range: all within it, and the newest one at or below its start,
 * for a measured kernel stands for the versions up to the next. A range older than every measured kernel
 * gets the oldest. Null means the newest measured kernel.
 */
export function kernelsInRange(measured: KernelSet, range: KernelRange | null): KernelSet {
  if (!range) return measured.slice(-1);
  const upTo = measured.filter((kernel) => compareVersions(kernel, range.max) <= 0);
  if (upTo.length === 0) return measured.slice(0, 1);
  const below = upTo.filter((kernel) => compareVersions(kernel, range.min) <= 0).length;
  return upTo.slice(Math.max(0, below - 1));
}

/** A row of a table, with the first measured kernel that it holds on. */
type Dated = readonly [since: string, ...rest: unknown[]] | { readonly since: string };

/** The row that holds on a kernel, of rows that stand oldest first; undefined where there is none, or all are newer. */
export function rowOn<Row extends Dated>(rows: readonly Row[] | undefined, kernel: string): Row | undefined {
  return rows?.findLast((row) => compareVersions('since' in row ? row.since : row[0], kernel) <= 0);
}

/** `6.1 and 6.12`, `5.10, 6.1 and 7.3`. */
export function listKernels(kernels: KernelSet): string {
  const last = kernels.at(-1) ?? '';
  return kernels.length < 2 ? last : `${kernels.slice(0, -1).join(', ')} and ${last}`;
}
