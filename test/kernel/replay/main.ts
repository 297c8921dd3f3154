/**
 * `npm run replay -- [programs] [seed]`: random programs on random input through the kernel and the replay, with what
 * differs and a line of counts at the end. The exit code is 1 where anything differs.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { kinds } from './kinds.js';
import { generate, sourceOf } from './program.js';
import { buildRunner, compare } from './session.js';

/** Programs in one source, and inputs for each. */
const together = 45;
const inputs = 20;

const [programs = 450, seed = 1] = process.argv.slice(2).map(Number);
const folder = mkdtempSync(join(tmpdir(), 'ebpf-verdict-replay-'));
const runner = buildRunner(folder);
if (typeof runner === 'string') {
  console.log(runner);
  process.exit(1);
}
let compared = 0;
let undefinedRuns = 0;
let refusedPrograms = 0;
const different = new Map<string, string>();
for (let first = 0; first < programs; first += together) {
  const count = Math.min(together, programs - first);
  const generated = Array.from({ length: count }, (_, i) => generate(seed, first + i, kinds));
  const outcome = await compare(runner.path, folder, `from${first}`, generated, inputs);
  compared += outcome.compared.length;
  undefinedRuns += outcome.undefined;
  refusedPrograms += outcome.refused.length;
  for (const words of outcome.refused) console.log(`refused: ${words.slice(-300)}`);
  for (const { program, difference } of outcome.compared) {
    if (difference === null || different.has(program)) continue;
    different.set(program, difference);
    const own = generated.filter(({ name }) => name === program);
    writeFileSync(join(tmpdir(), `replay-${seed}-${program}.bpf.c`), sourceOf(own));
    console.log(`${program}: ${difference}`);
  }
}
rmSync(folder, { recursive: true, force: true });
console.log(
  `seed ${seed}: ${compared} runs compared, ${undefinedRuns} undefined, ${refusedPrograms} of ${programs} programs refused, ${different.size} programs differ`,
);
process.exitCode = different.size > 0 ? 1 : 0;
