/** Runs the built command line on a question, several processes at a time, and gives its JSON. */
import { execFile } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { basename, resolve } from 'node:path';
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

/** A finding as the command line prints it. */
export interface Finding {
  readonly rule: string;
  readonly severity: string;
  readonly program?: string;
  readonly verifier?: string;
}

/** What `check` says of one file. */
export interface Checked {
  /** Names of the programs that it found. */
  readonly programs: readonly string[];
  /** Findings of which the verifier would say the same; reads that load and yield garbage are none. */
  readonly errors: readonly Finding[];
  readonly warnings: readonly Finding[];
}

interface Report {
  readonly files: readonly {
    readonly path: string;
    readonly programs: readonly { readonly name: string }[];
    readonly diagnostics: readonly Finding[];
  }[];
}

/** Runs `check` for the running kernel over a folder; the result is by file name. */
export async function checkFolder(folder: string): Promise<ReadonlyMap<string, Checked>> {
  const { files } = JSON.parse(await checkText(folder)) as Report;
  return new Map(
    files.map(({ path, programs, diagnostics }) => [
      basename(path),
      {
        programs: programs.map(({ name }) => name),
        errors: diagnostics.filter((each) => each.severity === 'error' && each.rule !== 'probe-read-on-ctx'),
        warnings: diagnostics.filter((each) => each.severity === 'warning'),
      },
    ]),
  );
}

/** Findings make the exit code 1, which is no failure here. */
async function checkText(folder: string): Promise<string> {
  const args = ['check', folder, '--kernel', 'host', '--no-config', '--format', 'json'];
  try {
    return (await execute(process.execPath, [resolve('dist', 'cli.js'), ...args], { maxBuffer: 1 << 26 }))
      .stdout;
  } catch (error) {
    const { code, stdout } = error as { code?: number; stdout?: string };
    if (code !== 1 || stdout === undefined) throw error;
    return stdout;
  }
}
