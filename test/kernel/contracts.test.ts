/**
 * The measured contracts of helpers against the running kernel: what it wants of each argument and gives back, for every
 * helper that it has in common with the measured kernel of its release.
 */
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { release } from 'node:os';
import { test } from 'node:test';
import { askContracts, cannotLoad, type Contract } from './support/prober.js';

interface Measured {
  readonly kernel: string;
  readonly contracts: readonly Contract[];
  readonly programs: Readonly<Record<string, { readonly helpers: Readonly<Record<string, number>> }>>;
}

/** That many are compared at least, where the kernel can be asked. */
const fewest = 500;

test("contracts of helpers are what this kernel's verifier wants", (t) => {
  const measured = measuredOn(/^\d+\.\d+/.exec(release())?.[0] ?? '');
  const answers = measured && askContracts();
  if (!answers) {
    t.skip(cannotLoad);
    return;
  }
  const pairs = [...answers].flatMap(([section, helpers]) =>
    Object.entries(helpers).flatMap(([helper, own]) => {
      const place = measured.programs[section]?.helpers[helper];
      const other = place === undefined ? undefined : measured.contracts[place];
      return other && typeof own !== 'string' ? [{ name: `${section}: helper ${helper}`, own, other }] : [];
    }),
  );
  t.diagnostic(`${pairs.length} contracts compared on ${release()}`);
  assert.ok(pairs.length > fewest);
  const found = pairs.flatMap(({ name, own, other }) =>
    differences(own, other).map((each) => `${name}: ${each}`),
  );
  assert.deepEqual(found, []);
});

/** The file of that release of a distribution's kernel; null where there is none. */
function measuredOn(version: string): Measured | null {
  const names = readdirSync('rules/contracts').filter((name) => !name.endsWith('-host.json'));
  const files = names.map((name) => JSON.parse(readFileSync(`rules/contracts/${name}`, 'utf8')) as Measured);
  return files.find(({ kernel }) => kernel.startsWith(`${version}.`)) ?? null;
}

/** Where not all arguments could be filled, on one of the two kernels, those behind are not known. */
function differences(own: Contract, other: Contract): readonly string[] {
  const [mine, theirs] = [own, other].map((each) => each.arguments.map(({ number }) => number));
  const length = Math.min(mine?.length ?? 0, theirs?.length ?? 0);
  const here = [...(mine ?? []).slice(0, length), own.result && other.result ? kindOf(own.result) : ''];
  const there = [...(theirs ?? []).slice(0, length), own.result && other.result ? kindOf(other.result) : ''];
  return here.join('; ') === there.join('; ') ? [] : [`${here.join('; ')}, but ${there.join('; ')}`];
}

/** A number's range may depend on the machine: the processor's number on how many there are. */
function kindOf(result: string): string {
  return /^(scalar|-?\d)/.test(result) ? 'scalar' : result.replace(/\b(ref_obj_)?id=[\d#]+/g, '$1id=#');
}
