/** What the table says of global functions, against the running kernel: each shape is compiled and loaded. */
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { release, tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { globalFunctionTable, type GlobalShape } from '../../server/src/core/kernel/global-functions.js';
import { exampleSource, nameOf, type Example } from '../../scripts/global-functions/example.mjs';
import { buildLoader, compile, hasCompiler, load } from './support/compiler.js';
import { cannotLoad } from './support/prober.js';

const read = (path: string): unknown => JSON.parse(readFileSync(path, 'utf8'));
const { shapes } = read('rules/global-functions/measured.json') as {
  shapes: Readonly<Record<string, Example>>;
};
const table = globalFunctionTable(
  read('rules/tables/global-functions.json') as Parameters<typeof globalFunctionTable>[0],
);
const kernel = /^\d+\.\d+/.exec(release())?.[0] ?? '';

let folder: string;
let loader: string | null = null;
before(() => {
  folder = mkdtempSync(join(tmpdir(), 'ebpf-verdict-global-'));
  loader = hasCompiler(folder) ? buildLoader(folder) : null;
});
after(() => rmSync(folder, { recursive: true, force: true }));

for (const [shape, row] of Object.entries(shapes)) {
  test(`${shape}: the running kernel says what the table says`, async (t) => {
    if (loader === null) return t.skip('clang, libbpf, or a header of BPF programs, is not installed here');
    const source = join(folder, `${nameOf(shape)}.bpf.c`);
    writeFileSync(source, exampleSource([[shape, row]]));
    const object = await compile(source, 'v3').catch(() => null);
    if (object === null) return t.skip('this clang does not compile it');
    const [answer] = await load(loader, object);
    if (answer?.refusal?.includes('Operation not permitted')) return t.skip(cannotLoad);
    const expected = table.words(shape as GlobalShape, kernel, `${nameOf(shape)}_f`, 0);
    if (expected === null) assert.equal(answer?.refusal, null);
    else assert.ok(answer?.refusal?.includes(expected), `${expected} is not in ${String(answer?.refusal)}`);
  });
}
