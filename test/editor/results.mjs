/** Reads the suite's receipt, prints results, a line for each test and the counts on the last line, and keeps the counts. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** No receipt means that the suite did not reach its end, whatever the exit code was. */
export function readReceipt(path) {
  if (!existsSync(path)) return undefined;
  const receipt = JSON.parse(readFileSync(path, 'utf8'));
  return receipt.finished === true ? receipt : undefined;
}

function indent(text) {
  return text
    .trimEnd()
    .split('\n')
    .map((line) => `      ${line}`)
    .join('\n');
}

/** True when there were tests, and all of them passed. */
export function report({ passed, failed }) {
  for (const name of passed) console.log(`  ok    ${name}`);
  for (const { name, error } of failed) console.log(`  FAIL  ${name}\n${indent(error)}`);
  console.log(`\n${passed.length} passed, ${failed.length} failed`);
  return passed.length > 0 && failed.length === 0;
}

/** The counts as JSON in a file, for .ci/run. */
export function keepCounts({ passed, failed }, path) {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, `${JSON.stringify({ passed: passed.length, failed: failed.length, skipped: 0 })}\n`);
}
