/** What a rule says of a program does not hang on which other rules are in force, nor on how much is found. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { globSync } from 'tinyglobby';
import { rules } from '../../../server/src/core/rules/registry.js';
import { analyse } from '../support/engine.js';
import { program } from '../support/program.js';

const ids = rules.map((each) => each.meta.id);

function saidOf(text: string, rules: readonly string[]): readonly string[] {
  const severities = Object.fromEntries(
    ids.flatMap((id) => (rules.includes(id) ? [] : [[id, 'off' as const]])),
  );
  return analyse(text, { severities })
    .findings.filter((each) => rules.includes(each.rule))
    .map(({ rule, severity, span }) => `${rule} ${severity} ${span.start}`);
}

const paths = globSync('test/fixtures/*/*.c', { ignore: ['**/*.fixed.c'] }).sort();

test('each rule says the same alone', () => {
  for (const path of paths) {
    const text = readFileSync(path, 'utf8');
    const together = saidOf(text, ids);
    for (const rule of new Set(together.map((each) => each.split(' ')[0] ?? '')))
      assert.deepEqual(
        saidOf(text, [rule]),
        together.filter((each) => each.startsWith(`${rule} `)),
        path,
      );
  }
});

test('equal faults are equally sure, however many there are', () => {
  for (const count of [1, 10, 400]) {
    const faults = Array.from({ length: count }, () => '\tsum += skb->family;').join('\n');
    const text = `__u64 sum;\n${program('tc', 'struct __sk_buff *skb', `${faults}\n\treturn 0;`)}`;
    const severities = analyse(text).findings.map((each) => each.severity);
    assert.deepEqual(
      severities,
      Array.from({ length: count }, () => 'error'),
    );
  }
});

test('a program that asks for too much is not judged, and that is said', () => {
  const faults = Array.from(
    { length: 30 },
    (_, i) =>
      `\tif (skb->mark * skb->len * ${i + 3} + skb->hash * skb->mark == 7919 + skb->priority * skb->hash)\n\t\tsum += skb->family;`,
  );
  const body = `${faults.join('\n')}\n\treturn 0;`;
  const { findings, notices } = analyse(`__u64 sum;\n${program('tc', 'struct __sk_buff *skb', body)}`);
  assert.deepEqual(findings, []);
  assert.deepEqual(
    notices.map((each) => each.kind),
    ['limit'],
  );
});
