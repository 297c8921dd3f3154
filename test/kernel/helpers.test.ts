/**
 * The table of helpers against the verifier itself: what it says of each helper in each kind of program and at each
 * measured target, against rules/kernels and against the running kernel, in both directions.
 */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { release } from 'node:os';
import { resolve } from 'node:path';
import { before, test } from 'node:test';
import type { HelperVerdict } from '../../server/src/core/kernel/helpers.js';
import { createFacts, type KernelFacts } from '../../server/src/core/kernel/facts.js';
import { loadAssets } from '../../server/src/host/assets.js';
import {
  foldHelperAnswers,
  helperKernels,
  targetsOf,
  type Said,
  type SaidOf,
} from './support/measured-helpers.js';
import { askHelpers, cannotLoad } from './support/prober.js';

const { onlyIn } = JSON.parse(readFileSync('rules/handwritten/helpers.json', 'utf8')) as {
  onlyIn: Readonly<Record<string, unknown>>;
};
const byHand = new Set(Object.keys(onlyIn).map(Number));

let facts: KernelFacts;
before(async () => {
  facts = createFacts((await loadAssets(resolve('.'))).tables);
});

for (const kernel of helperKernels()) {
  test(`helpers on ${kernel.release} are what rules/kernels/${kernel.file} says of each kind of program`, () => {
    assert.ok(kernel.kinds.size > 50);
    const found = [...kernel.kinds].flatMap(([section, said]) => differences(section, said, kernel.release));
    assert.deepEqual(found, []);
  });

  test(`helpers on ${kernel.release} are what rules/kernels/${kernel.file} says of each target`, () => {
    const asked = targetsOf(kernel);
    assert.ok(asked.length > 100);
    const found = asked.flatMap(([section, said]) => differences(section, said, kernel.release));
    assert.deepEqual(found, []);
  });
}

test('no section of the table lacks a measured kernel behind each of its rows', () => {
  const known = new Set(helperKernels().map((kernel) => kernel.release));
  for (const kernel of facts.kernels) assert.ok(known.has(kernel), kernel);
});

test("helpers are what this kernel's verifier allows", (t) => {
  const [host = ''] = /^\d+\.\d+/.exec(release()) ?? [];
  const answers = facts.kernels.includes(host) ? askHelpers() : null;
  if (!answers) {
    t.skip(cannotLoad);
    return;
  }
  const asked = [...answers].map(([section, lines]) => [section, foldHelperAnswers(lines)] as const);
  const built = new Set(
    asked.flatMap(([, said]) => [...said].flatMap(([id, { way }]) => (way === 'refused' ? [] : [id]))),
  );
  t.diagnostic(`${asked.length} kinds and targets compared on ${release()}`);
  assert.ok(asked.length > 50);
  // A kernel built with other options may lack a helper altogether, which says nothing of who may call it.
  const found = asked.flatMap(([section, said]) =>
    differences(section, new Map([...said].filter(([id]) => built.has(id))), host),
  );
  assert.deepEqual(found, []);
});

/** Every helper of which the table says something else than the kernel did. */
function differences(section: string, said: SaidOf, kernel: string): readonly string[] {
  const spec = facts.match(section, 'libbpf')?.spec;
  if (!spec) return [];
  return [...said].flatMap(([id, answer]) => {
    const verdict = facts.helpers.verdict(id, spec, kernel);
    const message = facts.helpers.message(id, spec, kernel);
    const isSame = isUntold(section) ? isCompatible(verdict, answer) : isEqual(verdict, message, answer);
    return isSame || (verdict === 'unknown' && byHand.has(id))
      ? []
      : [
          `${section}: helper ${id} is ${answer.way} (${answer.words}), the table says ${verdict} (${message})`,
        ];
  });
}

function isEqual(verdict: HelperVerdict, message: string, { way, words }: Said): boolean {
  return verdict === way && (way === 'allowed' || message.replace(/bpf_\w+#\d+/, '#') === words);
}

/** The section does not tell what decides: a member of struct_ops, the program that is replaced. */
function isUntold(section: string): boolean {
  return /^(struct_ops|freplace)/.test(section);
}

function isCompatible(verdict: HelperVerdict, { way }: Said): boolean {
  return verdict === 'unknown' || (verdict === 'allowed') === (way === 'allowed');
}
