/**
 * Answers of the kernel that are kept, so that many versions of the replay can be held against them. `record FILE`
 * asks for them; `check FILE` fails where the replay does not come to the same.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { kinds } from './kinds.js';
import { generate } from './program.js';
import { askKernel, buildRunner, judge, lowered } from './session.js';

const programs = 90;
const inputs = 8;

const [command = '', path = ''] = process.argv.slice(2);
const generated = Array.from({ length: programs }, (_, i) => generate(5, i, kinds));

async function record(): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'ebpf-verdict-replay-'));
  const runner = buildRunner(folder);
  if (typeof runner === 'string') {
    console.error(runner);
    return 1;
  }
  const answers = await askKernel(runner.path, folder, 'recorded', generated, inputs);
  writeFileSync(path, JSON.stringify(answers));
  rmSync(folder, { recursive: true, force: true });
  return 0;
}

function check(): number {
  const answers = JSON.parse(readFileSync(path, 'utf8')) as readonly string[];
  const { compared } = judge(lowered(generated), generated, inputs, answers);
  const isSame = compared.every(({ difference }) => difference === null);
  return isSame && compared.length > (programs * inputs) / 2 ? 0 : 1;
}

process.exitCode = command === 'record' ? await record() : check();
