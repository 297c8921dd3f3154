/**
 * The replay against the kernel: random programs of every type that the kernel runs on request, on random input. A
 * small, fixed part of what `npm run replay` compares.
 */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { kinds } from './replay/kinds.js';
import { generate } from './replay/program.js';
import { buildRunner, compare, type Outcome } from './replay/session.js';
import { cannotLoad } from './support/prober.js';

const seed = 1;
const programs = 45;
const inputs = 15;

let folder: string;
let outcome: Outcome | string;
before(async () => {
  folder = mkdtempSync(join(tmpdir(), 'ebpf-verdict-replay-'));
  const runner = buildRunner(folder);
  if (typeof runner === 'string') outcome = runner;
  else {
    const generated = Array.from({ length: programs }, (_, i) => generate(seed, i, kinds));
    outcome = await compare(runner.path, folder, 'generated', generated, inputs);
    if (outcome.refused.length === programs) outcome = cannotLoad;
  }
});
after(() => rmSync(folder, { recursive: true, force: true }));

test('a run of the representation ends as the program does in the kernel', (t) => {
  if (typeof outcome === 'string') {
    t.skip(outcome);
    return;
  }
  const { compared, refused, undefined: odd } = outcome;
  t.diagnostic(`${compared.length} runs compared, ${odd} undefined, ${refused.length} programs refused`);
  const differences = compared.filter(({ difference }) => difference !== null);
  assert.deepEqual(
    differences.map(({ program, difference }) => `${program}: ${difference ?? ''}`),
    [],
  );
});

test('most programs are run, and most runs are defined', (t) => {
  if (typeof outcome === 'string') {
    t.skip(outcome);
    return;
  }
  assert.ok(outcome.refused.length < programs / 5, outcome.refused.join('\n'));
  assert.ok(outcome.compared.length > (programs * inputs) / 2, `${outcome.compared.length} runs`);
});
