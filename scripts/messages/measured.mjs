/** Reads what kernels said to the examples of rules/messages.json. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The content of rules/messages/*.json, oldest kernel first. */
export function readMeasured(root) {
  const folder = join(root, 'rules', 'messages');
  return readdirSync(folder)
    .map((name) => JSON.parse(readFileSync(join(folder, name), 'utf8')))
    .sort((a, b) => a.kernel.localeCompare(b.kernel, 'en', { numeric: true }));
}
