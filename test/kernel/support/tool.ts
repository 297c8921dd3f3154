/** Runs the built command line on a question, several processes at a time, and gives its JSON. */
import { execFile } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { resolve } from 'node:path';
import { promisify } from 'node:util';
import type { FieldTable } from '../../../server/src/core/features/fields.js';

const execute = promisify(execFile);

/** What `fields SECTION --kernel KERNEL --format json` prints. */
export async function fieldsOf(section: string, kernel: string): Promise<FieldTable> {
  const args = ['fields', section, '--kernel', kernel, '--no-config', '--format', 'json'];
  const { stdout } = await execute(process.execPath, [resolve('dist', 'cli.js'), ...args], {
    maxBuffer: 1 << 26,
  });
  return JSON.parse(stdout) as FieldTable;
}

/** Maps in order, as many at a time as the machine has processors. */
export async function inParallel<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  const queue = items.entries();
  const worker = async (): Promise<void> => {
    for (const [index, item] of queue) results[index] = await work(item);
  };
  await Promise.all(Array.from({ length: availableParallelism() }, worker));
  return results;
}
