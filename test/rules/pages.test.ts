/** Every rule has a page and every page a rule, and the examples in the pages are reported as they say. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { test } from 'node:test';
import { globSync } from 'tinyglobby';
import { ruleList } from '../../server/src/core/engine/rule-list.js';
import { assertMarks, reportedFor, type Case } from './support/check.js';
import { marksIn } from './support/marks.js';

const pages = globSync('rules/docs/*.md').sort();
const ids = ruleList.map((rule) => rule.id);

test('rules and pages agree', () => {
  assert.deepEqual(
    pages.map((page) => basename(page, '.md')),
    [...ids].sort(),
  );
});

interface Example extends Case {
  readonly isValid: boolean;
}

function examplesIn(page: string): readonly Example[] {
  const rule = basename(page, '.md');
  const fences = [...readFileSync(page, 'utf8').matchAll(/^```c (invalid|valid)([^\n]*)\n([\s\S]*?)^```$/gm)];
  return fences.map(([, kind, words = '', text = ''], i) => ({
    name: `example ${i + 1}, ${kind}`,
    text,
    rule,
    isValid: kind === 'valid',
    options: words
      .trim()
      .split(/\s+/)
      .filter(Boolean)
      .flatMap((word) => ['--' + word.replace(/=.*/, ''), word.replace(/^.*?=/, '')]),
  }));
}

const examples = pages.filter((page) => ids.includes(basename(page, '.md'))).flatMap(examplesIn);
const reported = reportedFor(examples);

examples.forEach((example, i) => {
  test(`${example.rule}: ${example.name}`, () => {
    assertMarks(example, reported[i] ?? []);
    assert.equal(marksIn(example.text, example.rule).length === 0, example.isValid);
  });
});
