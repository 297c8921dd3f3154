/** The parts that lay out text, by themselves: columns, wrapping, tables, Markdown, diffs, nearest words. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { unifiedDiff } from '../../server/src/cli/diff.js';
import { renderMarkdown } from '../../server/src/cli/markdown.js';
import { cellsOf, columnOf, textWidth } from '../../server/src/cli/report/columns.js';
import { wrap } from '../../server/src/cli/report/wrap.js';
import { tableLines } from '../../server/src/cli/table.js';
import { noColours } from '../../server/src/cli/terminal.js';
import { nearest } from '../../server/src/host/nearest.js';

test('width: letters one, CJK and emoji two, marks none', () => {
  assert.equal(textWidth('abc'), 3);
  assert.equal(textWidth('\u65e5\u672c'), 4);
  assert.equal(textWidth('\u{1F600}\u{1F468}\u200d\u{1F469}\u200d\u{1F467}'), 4);
  assert.equal(textWidth('e\u0301'), 1);
  assert.equal(textWidth('\u{1F1E9}\u{1F1EA}'), 2);
});

test('tabs reach the next stop', () => {
  const cells = cellsOf('\ta\tb');
  assert.deepEqual(
    [0, 1, 2, 3, 4].map((offset) => columnOf(cells, offset)),
    [0, 8, 9, 16, 17],
  );
});

test('columns never go back, whatever the text', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const cells = cellsOf(text);
      const columns = Array.from({ length: text.length + 1 }, (_, offset) => columnOf(cells, offset));
      return columns.every((column, at) => at === 0 || column >= (columns[at - 1] ?? 0));
    }),
  );
});

test('wrapping keeps every word, and no line is too long', () => {
  fc.assert(
    fc.property(fc.array(fc.stringMatching(/^[a-z]{1,12}$/), { minLength: 1 }), (words) => {
      const lines = wrap(words.join(' '), 20);
      assert.equal(lines.join(' '), words.join(' '));
      assert.ok(lines.every((line) => line.length <= 20));
    }),
  );
});

test('tables align by width, not by length', () => {
  const rows = tableLines([
    [{ text: '\u65e5' }, { text: 'x' }],
    [{ text: 'abc' }, { text: 'y' }],
  ]);
  assert.deepEqual(rows, ['\u65e5   x', 'abc  y']);
});

/** Applies a diff of ours, reading nothing but its hunks. */
function applyDiff(before: string, diff: string): string {
  const lines = before.match(/[^\n]*\n|[^\n]+$/g) ?? [];
  const result: string[] = [];
  let at = 0;
  let body: string[] = [];
  for (const line of diff.match(/[^\n]*\n/g)?.slice(2) ?? []) {
    const hunk = /^@@ -(\d+),(\d+) /.exec(line);
    if (hunk) {
      const start = Number(hunk[1]) - (hunk[2] === '0' ? 0 : 1);
      result.push(...body, ...lines.slice(at, start));
      [at, body] = [start, []];
    } else if (line.startsWith('\\')) {
      if (body.length > 0) body.push((body.pop() ?? '').replace(/\n$/, ''));
    } else {
      if (line[0] !== '+') assert.equal((lines[at++] ?? '').replace(/\n?$/, '\n'), line.slice(1));
      if (line[0] !== '-') body.push(line.slice(1));
    }
  }
  return [...result, ...body, ...lines.slice(at)].join('');
}

const someLines = fc
  .array(fc.constantFrom('a\n', 'b\n', 'c\n', '\n'), { maxLength: 30 })
  .map((lines) => lines.join(''));

test('a diff turns the one text into the other', () => {
  fc.assert(
    fc.property(someLines, someLines, (before, after) => {
      const diff = unifiedDiff('x', Buffer.from(before), Buffer.from(after));
      assert.equal(applyDiff(before, Buffer.from(diff).toString()), after);
    }),
    { numRuns: 500 },
  );
});

test('a diff says when the last line has no end', () => {
  const diff = Buffer.from(unifiedDiff('x', Buffer.from('a\nb'), Buffer.from('a\nc\n'))).toString();
  assert.equal(diff, '--- a/x\n+++ b/x\n@@ -1,2 +1,2 @@\n a\n-b\n\\ No newline at end of file\n+c\n');
});

test('markdown: blocks keep apart, items together, code keeps its shape', () => {
  const page =
    '# a\n\nSome `code  here` and **bold**.\n\n- one\n  goes on\n- two\n\n```c\nint x;\n\n\ty;\n```\n\n| a | b |\n|---|---|\n| `long` | 2 |\n';
  assert.equal(
    renderMarkdown(page, noColours, 80),
    'a\n\nSome code  here and bold.\n\n• one goes on\n• two\n\n    int x;\n\n        y;\n\na     b\nlong  2\n',
  );
});

test('markdown: whatever the text, it ends', () => {
  fc.assert(fc.property(fc.string(), (text) => typeof renderMarkdown(text, noColours, 40) === 'string'));
});

test('the nearest word is near', () => {
  assert.equal(nearest('kernal', ['kernel', 'loader']), 'kernel');
  assert.equal(nearest('colour', ['kernel', 'loader']), null);
});
