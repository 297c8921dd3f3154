/** A folder of our own for one run, which only this user may enter, and which is gone afterwards. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Does the work in a new folder; it is removed at the end, also when the process is asked to stop. */
export async function withScratch<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'ebpf-verdict-'));
  const remove = (): void => rmSync(folder, { recursive: true, force: true });
  const leave = (signal: NodeJS.Signals): void => {
    remove();
    process.off(signal, leave);
    process.kill(process.pid, signal);
  };
  process.on('SIGINT', leave).on('SIGTERM', leave);
  try {
    return await work(folder);
  } finally {
    process.off('SIGINT', leave).off('SIGTERM', leave);
    remove();
  }
}
