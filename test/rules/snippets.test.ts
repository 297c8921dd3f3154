/** The snippets: generated from the tables as they are, and each a file that nothing is reported in. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { reportedFor } from './support/check.js';

interface Snippet {
  readonly prefix: string;
  readonly body: readonly string[];
}

const text = readFileSync('snippets/bpf.json', 'utf8');
const snippets = Object.entries(JSON.parse(text) as Record<string, Snippet>);

test('the file is what node scripts/generate-snippets.mjs makes of the tables', () => {
  const script =
    "import('./scripts/generate-snippets.mjs').then(({ print }) => process.stdout.write(print()))";
  assert.equal(execFileSync(process.execPath, ['-e', script], { encoding: 'utf8' }), text);
});

test('every program type that a section names has a snippet', () => {
  const { programs } = JSON.parse(readFileSync('rules/programs.json', 'utf8')) as {
    programs: Record<string, { programType: string }>;
  };
  const covered = new Set(snippets.map(([section]) => programs[section]?.programType));
  for (const { programType } of Object.values(programs)) assert.ok(covered.has(programType), programType);
});

/** The file as it is before anything is typed into it: each placeholder is its default or first choice. */
function expanded({ body }: Snippet): string {
  const defaults = new Map<string, string>();
  const source = body.join('\n').replace(/\$\{(\d):([^}]*)\}/g, (_, n: string, word: string) => {
    defaults.set(n, word);
    return word;
  });
  return source
    .replace(/\$\{\d\|([^,|]*)[^}]*\}/g, '$1')
    .replace(/\$(\d)/g, (_, n: string) => defaults.get(n) ?? '')
    .replace(/\\([\\$}])/g, '$1');
}

const cases = snippets.map(([name, snippet]) => ({ name, text: expanded(snippet), rule: '', options: [] }));
const reported = reportedFor(cases);

cases.forEach((each, at) => {
  test(`${each.name}: nothing is reported`, () => {
    assert.doesNotMatch(each.text, /\$/);
    assert.deepEqual(
      reported[at]?.map(({ rule, message }) => `${rule}: ${message}`),
      [],
      each.text,
    );
  });
});
