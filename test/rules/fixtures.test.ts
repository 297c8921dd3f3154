/**
 * Every file under test/fixtures/<rule-id>/ says what is reported in it, under the line; `x.fixed.c` beside
 * `x.c` says what `--fix` makes of it. `// options: --kernel 5.10` in the first line gives options.
 */
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { assertMarks, fixed, reportedFor } from './support/check.js';
import { fixtureAt, fixturePaths } from './support/fixtures.js';

const cases = fixturePaths.map(fixtureAt);
const reported = reportedFor(cases);

cases.forEach((each, i) => {
  test(`${each.rule}: ${each.name}`, () => assertMarks(each, reported[i] ?? []));
  const golden = fixturePaths[i]?.replace(/\.c$/, '.fixed.c') ?? '';
  if (existsSync(golden)) {
    test(`${each.rule}: ${each.name}, fixed`, () => assert.equal(fixed(each), readFileSync(golden, 'utf8')));
  }
});
