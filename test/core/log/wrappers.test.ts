/** The same log in everything that tools wrap around logs must be told the same: each log in each wrapper. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Explained } from '../../../server/src/core/log/explained.js';
import { explained, recordedLogs, type RecordedLog } from './support/logs.js';
import { wrappers } from './support/wrappers.js';

/** What must not depend on the wrapper. The program's name is not in all of them. */
function answer(found: Explained | undefined): object {
  const { id, category, message, more, at, register, value, trail, path } = found ?? ({} as Explained);
  return { id, category, message, more, at, register, value, trail, path };
}

/** The kernel's part of a recorded log; what libbpf said behind it is part of a wrapper. */
function kernelsPart({ text }: RecordedLog): string {
  return text
    .split('\n')
    .filter((line) => !line.startsWith('libbpf: '))
    .join('\n')
    .trim();
}

const logs = recordedLogs.filter((log) => /\(95\)|\d+: \(/.test(log.text));

for (const [name, wrap] of Object.entries(wrappers)) {
  test(`the answer is the same in ${name}`, () => {
    for (const log of logs) {
      const bare = kernelsPart(log);
      const program = log.row.id.replaceAll('-', '_');
      const [wrapped, ...others] = explained(wrap(bare, program), log.source);
      // The end of a function is known where the function is.
      const named = `${bare}\nlibbpf: prog '${program}': failed to load: -13`;
      const [plain] = explained(wrapped?.program === program ? named : bare, log.source);
      assert.deepEqual(answer(wrapped), answer(plain), `${log.name} in ${name}`);
      assert.equal(others.length, 0, `${log.name} in ${name}`);
    }
  });
}
