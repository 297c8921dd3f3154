/**
 * Linux 7.3 explains its refusals itself: its reports are the oracle for what is told of the same example from the
 * logs of older kernels, which hold no report. Same line, and nearly every place of its causal path.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cleanLines } from '../../../server/src/core/log/clean.js';
import { splitReport, type KernelReport } from '../../../server/src/core/log/report.js';
import { explained, recordedLogs, type RecordedLog } from './support/logs.js';

const reports = new Map<string, KernelReport>(
  recordedLogs.flatMap(({ name, row, text }) => {
    const { report } = splitReport(cleanLines(text));
    return name.endsWith('.7.3.log') && report?.at ? [[row.id, report]] : [];
  }),
);

/** The logs of the same examples from kernels that say no more than a line. */
const others = recordedLogs.filter(({ name, row }) => reports.has(row.id) && !name.endsWith('.7.3.log'));

test('there are reports to compare with', () => {
  assert.ok(reports.size >= 25, String(reports.size));
  assert.ok(others.length >= 3 * reports.size, String(others.length));
});

test('the refused line is the same, where the log holds it', () => {
  for (const { name, row, text, source } of others) {
    const line = explained(text, source)[0]?.at?.line ?? null;
    if (line !== null) assert.equal(line, reports.get(row.id)?.at?.line, name);
  }
});

test('the trail passes the lines of the causal path', () => {
  const missing: string[] = [];
  let all = 0;
  for (const log of others) {
    const places = causalLines(log);
    all += places.length;
    const trail = new Set(explained(log.text, log.source)[0]?.trail.map(({ line }) => line));
    missing.push(...places.filter((line) => !trail.has(line)).map((line) => `${log.name} ${line + 1}`));
  }
  assert.ok(missing.length * 27 <= all * 3, `${missing.length} of ${all}: ${missing.join(', ')}`);
});

function causalLines({ row }: RecordedLog): readonly number[] {
  return [...new Set(reports.get(row.id)?.causes.map(({ line }) => line))];
}

test('a report is read whole', () => {
  const report = reports.get('packet-bounds');
  assert.equal(report?.category, 'Memory Safety');
  assert.match(report.reason, /object of size 14/);
  assert.match(report.suggestion, /bounds check/);
  assert.ok(report.causes.length >= 3);
  assert.ok(report.causes.every(({ what }) => what !== ''));
});

test('a log of 7.3 that is cut to its report still tells the line and the reason', () => {
  const log = recordedLogs.find(({ name }) => name === 'packet-bounds.7.3.log');
  assert.ok(log);
  const [found] = explained(log.text.slice(log.text.indexOf('Reason:')), log.source);
  assert.equal(found?.verdict, 'refused');
  assert.equal(found.at?.line, reports.get('packet-bounds')?.at?.line);
  assert.match(found.why ?? '', /cannot prove/);
});
