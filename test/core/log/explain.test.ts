/** Every recorded log is told as what it is: the message, the line, a reason. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { explained, recorded, recordedLogs } from './support/logs.js';

test('there are logs to explain', () => assert.ok(recordedLogs.length > 50));

for (const { name, row, text, source } of recordedLogs) {
  test(`${name} is told as ${row.id}`, () => {
    const [found, ...others] = explained(text, source);
    assert.ok(found);
    assert.deepEqual(others, []);
    assert.equal(found.id, row.id);
    assert.equal(found.category, row.category);
    assert.notEqual(found.verdict, 'accepted');
    assert.ok(found.why !== null && found.why.length > 10, `no reason: ${found.message ?? ''}`);
    assert.equal(found.program, row.id.replaceAll('-', '_'));
  });
}

test('a reason names the call and the line that a pointer comes from', () => {
  const { text, source } = recorded('null-deref.6.18.log');
  const why = explained(text, source)[0]?.why;
  assert.match(why ?? '', /bpf_map_lookup_elem returned \(line 25\) may be NULL/);
});

test('a log without its instructions says so, and guesses no line', () => {
  const { text, source } = recorded('null-deref.6.18.log');
  const message = text.split('\n').filter((line) => /^R0 invalid|^processed|^libbpf/.test(line));
  const [found] = explained(message.join('\n'), source);
  assert.equal(found?.id, 'null-deref');
  assert.equal(found.at, null);
  assert.match(found.notes.join(' '), /no instructions/);
});

test('a message that no row knows is told in its own words, at the right instruction', () => {
  const { text, source } = recorded('null-deref.6.18.log');
  const [found] = explained(text.replace(/^R0 invalid mem access.*$/m, 'the moon is full today'), source);
  assert.equal(found?.verdict, 'refused');
  assert.equal(found.id, null);
  assert.equal(found.message, 'the moon is full today');
  assert.equal(found.at?.line, 26);
});
