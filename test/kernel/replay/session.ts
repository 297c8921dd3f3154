/**
 * Random programs on random input, once by the kernel and once by the analysis' own representation of them: what
 * comes back must be the same. Knows when this machine cannot compare.
 */
import { execFile, spawn, spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import type { IrUnit } from '../../../server/src/core/ir/ir.js';
import { irBuilder } from '../../../server/src/core/ir/unit.js';
import { collectSymbols } from '../../../server/src/core/model/symbols.js';
import { facts } from '../../core/support/engine.js';
import { parse, syntax } from '../../core/syntax/load.js';
import { createRandom, seedOf } from '../differential/random.js';
import { flags, hasCompiler } from '../support/compiler.js';
import { cannotLoad } from '../support/prober.js';
import type { Input } from './kinds.js';
import { sourceOf, type Program } from './program.js';
import { simulate, type After } from './simulate.js';

const execute = promisify(execFile);
const build = irBuilder(facts, (text) => syntax.parseStatements(text));

/** One run of one program. */
export interface Compared {
  readonly program: string;
  readonly input: Input;
  /** What differs; null where nothing does. */
  readonly difference: string | null;
}

export interface Outcome {
  readonly compared: readonly Compared[];
  /** Runs that do something that C leaves undefined, so that nothing can be said. */
  readonly undefined: number;
  /** Programs that the kernel did not run, with its words. */
  readonly refused: readonly string[];
}

/** Builds the runner in `folder`; or says why nothing can be compared here. */
export function buildRunner(folder: string): string | { readonly path: string } {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return cannotLoad;
  if (!hasCompiler(folder)) return 'there is no clang with the headers of libbpf here';
  const path = join(folder, 'runner');
  const source = resolve('test', 'kernel', 'replay', 'runner.c');
  const { status } = spawnSync('gcc', ['-O2', '-o', path, source, '-lbpf'], { stdio: 'ignore' });
  return status === 0 ? { path } : 'there is no gcc with libbpf here';
}

/** Compiles a source, and lets the kernel and the replay run it; rejects with the compiler's words. */
export async function compare(
  runner: string,
  folder: string,
  name: string,
  programs: readonly Program[],
  inputs: number,
): Promise<Outcome> {
  const answers = await askKernel(runner, folder, name, programs, inputs);
  return judge(lowered(programs), programs, inputs, answers);
}

/** What the kernel comes to: a line for each program and input. Rejects with the compiler's words. */
export async function askKernel(
  runner: string,
  folder: string,
  name: string,
  programs: readonly Program[],
  inputs: number,
): Promise<readonly string[]> {
  const source = join(folder, `${name}.bpf.c`);
  const object = join(folder, `${name}.o`);
  writeFileSync(source, sourceOf(programs));
  await execute('clang', [...flags('v3'), source, '-o', object]);
  return ask(runner, object, runsOf(programs, inputs));
}

/** The programs as the analysis has them. */
export function lowered(programs: readonly Program[]): IrUnit {
  const file = parse(sourceOf(programs));
  return build(file, collectSymbols([file]));
}

interface PlannedRun {
  readonly program: Program;
  readonly input: Input;
}

function runsOf(programs: readonly Program[], inputs: number): readonly PlannedRun[] {
  return programs.flatMap((program, i) => {
    const random = createRandom(seedOf(i, inputs));
    return Array.from({ length: inputs }, () => ({ program, input: program.kind.input(random) }));
  });
}

async function ask(runner: string, object: string, runs: readonly PlannedRun[]): Promise<readonly string[]> {
  const lines = runs.map(
    ({ program, input }) => `${program.name} ${hex(input.data)} ${hex(input.context)}\n`,
  );
  return new Promise((done, fail) => {
    const child = spawn(runner, [object], { stdio: ['pipe', 'pipe', 'ignore'] });
    let answer = '';
    child.stdout.setEncoding('utf8').on('data', (part: string) => (answer += part));
    child.on('error', fail).on('close', () => done(answer.trim().split('\n')));
    child.stdin.end(lines.join(''));
  });
}

/** Holds the kernel's answers against runs of our own. */
export function judge(
  unit: IrUnit,
  programs: readonly Program[],
  inputs: number,
  answers: readonly string[],
): Outcome {
  const runs = runsOf(programs, inputs);
  const compared: Compared[] = [];
  const refused = new Map<string, string>();
  let undefinedRuns = 0;
  runs.forEach(({ program, input }, i) => {
    const answer = answers[i] ?? `${program.name} ! no answer`;
    const refusal = / ! (.*)/.exec(answer)?.[1];
    if (refusal !== undefined) {
      refused.set(program.name, refusal);
      return;
    }
    const after = simulate(unit, program.name, program.kind, input);
    if (after.run.undefined.length > 0) undefinedRuns++;
    else compared.push({ program: program.name, input, difference: differenceOf(answer, after) });
  });
  return {
    compared,
    undefined: undefinedRuns,
    refused: [...refused].map(([name, words]) => `${name}: ${words}`),
  };
}

/** A line of the runner against a run of our own. */
function differenceOf(answer: string, after: After): string | null {
  const [, result = '', packet = '', context = '', state = ''] = answer.split(' ');
  const { outcome } = after.run;
  if (outcome.kind !== 'returned') return `${outcome.kind}: ${JSON.stringify(outcome, plain)}`;
  const own = String(BigInt.asUintN(32, outcome.value ?? 0n));
  if (own !== result) return `returns ${own}, in the kernel ${result}`;
  if (after.packet && hex(after.packet) !== packet)
    return `packet ${hex(after.packet)}, in the kernel ${packet}`;
  if (after.context && hex(after.context) !== context)
    return `context ${hex(after.context)}, in the kernel ${context}`;
  return hex(after.state) === state.slice(0, 128) ? null : `map ${hex(after.state)}, in the kernel ${state}`;
}

function plain(_: string, value: unknown): unknown {
  return typeof value === 'bigint' ? String(value) : value;
}

function hex(bytes: Uint8Array | null): string {
  return bytes === null || bytes.length === 0 ? '-' : Buffer.from(bytes).toString('hex');
}
