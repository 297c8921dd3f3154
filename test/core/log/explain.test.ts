/** Every recorded log is told as what it is: the message, the line, a reason. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { explainLog } from '../../../server/src/core/log/explain.js';
import type { SourcePlace } from '../../../server/src/core/log/place.js';
import type { SourceText } from '../../../server/src/core/log/sources.js';
import { explained, messages, recorded, recordedLogs } from './support/logs.js';

/** The line that the example itself says is refused, from 0; null where it says of none. */
function markedLine({ text }: SourceText): number | null {
  const line = text.split('\n').findIndex((each) => each.includes('/* refused */'));
  return line < 0 ? null : line;
}

test('the line is told for nearly all, from the log and the source alone', () => {
  const marked = recordedLogs.filter(({ source }) => markedLine(source) !== null);
  const told = marked.filter(
    ({ text, source }) => explained(text, source)[0]?.at?.line === markedLine(source),
  );
  assert.ok(told.length >= 0.95 * marked.length, `${told.length} of ${marked.length}`);
});

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
    assert.ok(found.program === row.id.replaceAll('-', '_') || row.category === 'Loader');
    const marked = markedLine(source);
    const line = found.at?.line ?? null;
    // A line that the log does not hold is said to be unknown; a wrong one is never said.
    if (line === null) assert.ok(marked === null || found.notes.length > 0, 'no line and no word of it');
    else if (marked !== null) assert.equal(line, marked);
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

test('the member of the context is named where a line table points at it', () => {
  const text = 'int f(struct bpf_sock *ctx)\n{\n\t/* é */ return ctx->src_ip6[0];\n}\n';
  const log =
    '0: (61) r0 = *(u32 *)(r1 +28)\ninvalid bpf_context access off=28 size=4\nprocessed 1 insns (limit 1000000) max_states_per_insn 0 total_states 0 peak_states 0 mark_read 0\n';
  const why = (column: number): string => {
    const at = (): SourcePlace => ({ file: 'a.c', line: 2, column });
    const tables = { of: () => ({ at, runs: () => [] }) };
    return explainLog(log, { messages, sources: [{ path: 'a.c', text }], tables })[0]?.why ?? '';
  };
  const column = Buffer.byteLength('\t/* é */ return ctx->');
  assert.match(why(column), /^Programs of this type may not access `src_ip6\[0\]`, 4 bytes at offset 28/);
  assert.match(why(column - 5), /^Programs of this type may not access 4 bytes at offset 28/);
});
