/** What is no log, or half of one, is never a failure and never a wrong line. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { explained, recordedLogs } from './support/logs.js';

test('texts that are no logs explain nothing', () => {
  for (const text of [
    '',
    '\n\n',
    'hello',
    'main.go:41: not found',
    '{"a":1}\n{"b":2}',
    'libbpf: loading x.bpf.o',
    'int f(void)\n{\n}\n',
  ])
    assert.deepEqual(explained(text), [], text);
});

test('any text is survived', () => {
  fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 2000 }), (text) => void explained(text)));
});

test('a log that is cut at both ends is never placed on another line than the whole one', () => {
  const parts = fc.record({
    log: fc.constantFrom(...recordedLogs),
    start: fc.nat(3000),
    length: fc.nat(3000),
  });
  fc.assert(
    fc.property(parts, ({ log, start, length }) => {
      const whole = explained(log.text, log.source)[0];
      for (const found of explained(log.text.slice(start, start + length), log.source)) {
        if (found.id === null || found.id !== whole?.id) continue;
        const isSame =
          found.at?.line === undefined || found.at.line === null || found.at.line === whole.at?.line;
        assert.ok(isSame, `${log.name} from ${start}, ${length}: line ${String(found.at?.line)}`);
      }
    }),
    { numRuns: 300 },
  );
});

test('a log with random lines in it is survived', () => {
  const noise = fc.array(fc.tuple(fc.nat(60), fc.string({ maxLength: 80 })), { maxLength: 8 });
  fc.assert(
    fc.property(fc.constantFrom(...recordedLogs), noise, (log, lines) => {
      const text = log.text.split('\n');
      for (const [at, line] of lines) text.splice(at, 0, line);
      void explained(text.join('\n'), log.source);
    }),
  );
});
