/**
 * Writes the generated documentation: the README's tables, two pages in docs/, and docs/messages. With `--check` it writes nothing
 * and fails when one of them is not up to date, which is what test/tidy asks. Needs a build.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { btfPage } from './docs/btf-types.mjs';
import { differencesPage } from './docs/differences.mjs';
import { updateReadme } from './docs/rule-table.mjs';
import { readMeasured } from './messages/measured.mjs';
import { messagePages } from './messages/pages.mjs';

const root = resolve(import.meta.dirname, '..');

const messages = JSON.parse(readFileSync(join(root, 'rules', 'messages.json'), 'utf8'));
mkdirSync(join(root, 'docs', 'messages'), { recursive: true });

/** Path to what its text should be, given what it is. */
const generated = {
  'README.md': updateReadme,
  'docs/btf-enabled-program-types.md': btfPage,
  'docs/where-public-documentation-differs.md': differencesPage,
  ...Object.fromEntries(
    [...messagePages(messages, readMeasured(root))].map(([name, text]) => [
      `docs/messages/${name}`,
      () => text,
    ]),
  ),
};

const stale = Object.entries(generated).filter(([name, generate]) => {
  const path = join(root, name);
  const before = existsSync(path) ? readFileSync(path, 'utf8') : '';
  const after = generate(before);
  if (after === before) return false;
  if (!process.argv.includes('--check')) writeFileSync(path, after);
  return true;
});

for (const [name] of stale) console.log(name);
if (process.argv.includes('--check') && stale.length > 0) {
  console.error('not up to date: npm run generate');
  process.exitCode = 1;
}
