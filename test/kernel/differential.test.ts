/**
 * Generated programs through the tool, the compiler and the verifier: a small, fixed part of what
 * `npm run differential` compares.
 */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { knownReason } from './differential/known.js';
import { describe, shareAgreed, summary } from './differential/report.js';
import { openSession, type Outcome } from './differential/session.js';
import { cannotLoad } from './support/prober.js';

const seed = 1;
/** Each under both kinds of headers. */
const programs = 60;

let folder: string;
let outcome: Outcome | string;
before(async () => {
  folder = mkdtempSync(join(tmpdir(), 'ebpf-verdict-differential-'));
  outcome = await run();
});
after(() => rmSync(folder, { recursive: true, force: true }));

/** Or why this machine cannot judge. */
async function run(): Promise<Outcome | string> {
  const session = await openSession(folder);
  if (typeof session === 'string') return session;
  const judged = await session.run(seed, 0, programs - 1);
  const isRefusedAlways =
    judged.broken.length === 0 && judged.verdicts.every(({ refusal }) => refusal !== null);
  return isRefusedAlways ? cannotLoad : judged;
}

test('every generated program compiles and is judged', (t) => {
  if (typeof outcome === 'string') {
    t.skip(outcome);
    return;
  }
  assert.deepEqual(outcome.broken, []);
  assert.equal(outcome.verdicts.length, 2 * programs);
  t.diagnostic(summary(outcome));
});

test('no generated program that loads is called an error', (t) => {
  if (typeof outcome === 'string') {
    t.skip(outcome);
    return;
  }
  const alarms = outcome.disagreements.filter(({ kind }) => kind === 'false alarm');
  assert.deepEqual(alarms.map(describe), []);
});

test('of the generated programs the verifier and the tool agree on 99 in a hundred', (t) => {
  if (typeof outcome === 'string') {
    t.skip(outcome);
    return;
  }
  const { verdicts, disagreements } = outcome;
  const share = shareAgreed(verdicts.filter((each) => knownReason(each) === null));
  assert.ok(share >= 0.99, disagreements.map(describe).join('\n'));
});
