/** Lines that the verifier never came to: from the runs of a line table and the instructions that were looked at. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { LineRun } from '../../../server/src/core/log/place.js';
import { codeLines, unverifiedLines } from '../../../server/src/core/log/unverified.js';

/** Runs as `from:line`. */
function runs(...all: readonly string[]): readonly LineRun[] {
  return all.map((each) => {
    const [from = 0, line = 0] = each.split(':').map(Number);
    return { from, line, file: 'a.c' };
  });
}

function unverified(all: readonly LineRun[], visited: readonly number[] | null): readonly number[] {
  return unverifiedLines(all, visited).map(({ line }) => line);
}

test('a line is not verified where none of its runs was entered', () => {
  assert.deepEqual(unverified(runs('0:4', '2:5', '7:6', '8:7', '15:9'), [0, 5, 15, 21]), [6, 7]);
  assert.deepEqual(unverified(runs('0:4', '7:6', '9:4', '12:6'), [0, 2, 12, 13]), []);
});

test('what is reached by a jump behind a run that was not entered says nothing of it', () => {
  assert.deepEqual(unverified(runs('0:4', '8:7', '14:-1', '15:9'), [0, 5, 13, 21]), [7]);
});

test('what is of no line is never told, nor is anything where the visits are not known', () => {
  assert.deepEqual(unverified(runs('0:4', '5:-1'), [0, 2]), []);
  assert.deepEqual(unverified(runs('0:4', '5:6'), null), []);
  assert.deepEqual(
    codeLines(runs('0:4', '5:-1', '6:2', '7:4')).map(({ line }) => line),
    [2, 4],
  );
});
