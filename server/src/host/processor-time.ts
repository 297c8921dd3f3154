/** The clock of the limits in time. Knows no limit. */

/** Milliseconds between two readings: asking the kernel costs more than much of what is measured. */
const betweenReadings = 20;

let read = -Infinity;
let last = 0;

/**
 * Milliseconds of processor time that this process has used, some too few: it stands still while others have
 * the machine, so that a busy machine gives the same verdicts as a quiet one.
 */
export function processorTime(): number {
  const now = performance.now();
  if (now - read < betweenReadings) return last;
  const { user, system } = process.cpuUsage();
  read = now;
  last = (user + system) / 1000;
  return last;
}
