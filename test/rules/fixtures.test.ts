/**
 * Every file under test/fixtures/<rule-id>/ says what is reported in it, under the line; `x.fixed.c` beside
 * `x.c` says what `--fix` makes of it. `// options: --kernel 5.10` in the first line gives options.
 */
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { test } from 'node:test';
import { globSync } from 'tinyglobby';
import { assertMarks, fixed, reportedFor, type Case } from './support/check.js';

const paths = globSync('test/fixtures/*/*.c', { ignore: ['**/*.fixed.c'] }).sort();

function caseOf(path: string): Case {
  const text = readFileSync(path, 'utf8');
  const options = /^\/\/ options: (.*)/.exec(text)?.[1]?.trim().split(/\s+/) ?? [];
  return { name: basename(path, '.c'), text, rule: basename(dirname(path)), options };
}

const cases = paths.map(caseOf);
const reported = reportedFor(cases);

cases.forEach((each, i) => {
  test(`${each.rule}: ${each.name}`, () => assertMarks(each, reported[i] ?? []));
  const golden = paths[i]?.replace(/\.c$/, '.fixed.c') ?? '';
  if (existsSync(golden)) {
    test(`${each.rule}: ${each.name}, fixed`, () => assert.equal(fixed(each), readFileSync(golden, 'utf8')));
  }
});
