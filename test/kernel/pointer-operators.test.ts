/**
 * What the table says of operators on packet pointers, against the running kernel and the clang that is here: of each
 * operator what is stored and what is compared, for one instruction set.
 */
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { exampleSource, operators, uses, type Operator } from '../../scripts/pointer-operators/examples.mjs';
import { buildLoader, compile, hasCompiler, load } from './support/compiler.js';
import { cannotLoad } from './support/prober.js';

type Answer = string | readonly [string] | null;

const { answers } = JSON.parse(readFileSync('rules/tables/pointer-operators.json', 'utf8')) as {
  answers: Readonly<Record<string, Readonly<Record<string, Answer>>>>;
};

let folder: string;
let loader: string | null = null;
before(() => {
  folder = mkdtempSync(join(tmpdir(), 'ebpf-verdict-operators-'));
  loader = hasCompiler(folder) ? buildLoader(folder) : null;
});
after(() => rmSync(folder, { recursive: true, force: true }));

/** Whether each program is refused; null where nothing may be loaded here. */
async function areRefused(
  loaderPath: string,
  { values }: Operator,
  use: string,
): Promise<readonly boolean[] | null> {
  const refused: boolean[] = [];
  for (const [i, statements] of values.flatMap((value) => uses[use]?.(value) ?? []).entries()) {
    const source = join(folder, `example${i}.bpf.c`);
    writeFileSync(source, exampleSource(statements));
    const [answer] = await load(loaderPath, await compile(source, 'v3'));
    if (answer?.refusal?.includes('not permitted')) return null;
    refused.push(answer?.refusal !== null);
  }
  return refused;
}

for (const operator of operators) {
  for (const use of ['stored', 'compared']) {
    test(`${operator.key}, ${use}: the running kernel says what the table says`, async (t) => {
      if (loader === null) return t.skip('clang, libbpf, or a header of BPF programs, is not installed here');
      const refused = await areRefused(loader, operator, use);
      if (!refused) return t.skip(cannotLoad);
      const answer = answers[operator.key]?.[use];
      assert.notEqual(answer, undefined);
      if (typeof answer === 'string') assert.ok(refused.every(Boolean), 'a build loads');
      if (answer === null) assert.ok(!refused.some(Boolean), 'a build is refused');
    });
  }
}

test('every operator was asked about', () => {
  assert.deepEqual(Object.keys(answers).sort(), operators.map(({ key }) => key).sort());
});
