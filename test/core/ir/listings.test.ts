/**
 * The lowering by its listings: a file in listings/ holds cases, each a title behind `===`, C that defines a function
 * `f`, and behind `---` what becomes of it.
 */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { listing } from './support.js';

const folder = join(process.cwd(), 'test', 'core', 'ir', 'listings');

for (const file of readdirSync(folder)) {
  const cases = readFileSync(join(folder, file), 'utf8').split(/^=== /m).slice(1);
  test(`${file} holds cases`, () => assert.ok(cases.length > 5));
  for (const each of cases) {
    const [head = '', expected = ''] = each.split('\n---\n');
    const [title = '', ...lines] = head.split('\n');
    test(`lowering: ${title}`, () => assert.equal(listing(lines.join('\n')).trim(), expected.trim()));
  }
}
