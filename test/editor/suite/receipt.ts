/**
 * What the suite leaves behind to prove that it ran: counts, names, and the text of each failure.
 * The editor's exit code proves nothing, since a host that aborts may report 0.
 */
import { renameSync, writeFileSync } from 'node:fs';

export interface Failure {
  readonly name: string;
  readonly error: string;
}

export interface Receipt {
  readonly finished: true;
  readonly editor: string;
  readonly passed: readonly string[];
  readonly failed: readonly Failure[];
}

/** Renamed into place, so that a reader never sees half of it. */
export function writeReceipt(path: string, receipt: Receipt): void {
  const draft = `${path}.part`;
  writeFileSync(draft, JSON.stringify(receipt, undefined, 2));
  renameSync(draft, path);
}
