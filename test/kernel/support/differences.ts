/**
 * Where one machine's kernel is known to differ from the measured kernel of its release, and why. The tables hold
 * a distribution's kernel, and a kernel built with other options may refuse more.
 */
import type { ProgramRow } from './measured.js';

interface Difference {
  readonly concerns: (row: ProgramRow) => boolean;
  /** A cell that such a kernel may refuse although the measured one accepts it. */
  readonly cell: RegExp;
  readonly reason: string;
}

const differences: readonly Difference[] = [
  {
    concerns: (row) => row.context === 'pt_regs',
    cell: /^write /,
    reason:
      'Since 6.18 kprobe and uprobe programs may write registers, where the kernel was built to let them; one ' +
      'built for virtual machines refuses, as every kernel did before.',
  },
];

/** Whether a kernel of the same release may refuse this cell, accepted by the measured kernel, for a known reason. */
export function mayRefuse(row: ProgramRow, cell: string): boolean {
  return differences.some((each) => each.concerns(row) && each.cell.test(cell));
}
