/**
 * Prints the sums of the last test run, `N passed, N failed, N skipped`, as .ci/run ends. The argument is the run's
 * exit code: a run that failed without a failed test, as a linter's complaint does, counts as one failure.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const results = resolve(import.meta.dirname, '..', 'out', 'results');
const sums = { passed: 0, failed: 0, skipped: 0 };

for (const suite of ['unit', 'editor']) {
  const path = join(results, `${suite}.json`);
  const counts = existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : {};
  for (const name of Object.keys(sums)) sums[name] += counts[name] ?? 0;
}
if (process.argv[2] !== '0' && sums.failed === 0) sums.failed = 1;
console.log(`${sums.passed} passed, ${sums.failed} failed, ${sums.skipped} skipped`);
