/** A run of the differential test: what it needs of the machine, and its programs from first to last. */
import { mkdirSync, rmSync, symlinkSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { createFacts, type KernelFacts } from '../../../server/src/core/kernel/facts.js';
import type { ContextRow } from '../../../server/src/core/kernel/contexts.js';
import { loadAssets } from '../../../server/src/host/assets.js';
import { buildLoader, hasCompiler, headers } from '../support/compiler.js';
import { cannotLoad } from '../support/prober.js';
import type { Draft } from './draft.js';
import { generate } from './generate.js';
import { fieldsInSystem, writeKernelHeader } from './headers.js';
import { hostKernel, kindsOf } from './kinds.js';
import { minimise } from './minimise.js';
import { disagreementOf, judge, type Disagreement, type Verdict } from './verdicts.js';

export interface Outcome {
  readonly verdicts: readonly Verdict[];
  readonly disagreements: readonly { readonly verdict: Verdict; readonly kind: Disagreement }[];
  /** Files that did not compile: a mistake of the generator. */
  readonly broken: readonly string[];
}

export interface Session {
  /** Programs `first` to `last`, both included, each under both kinds of headers. */
  run(seed: number, first: number, last: number): Promise<Outcome>;
  /** The disagreements with all left out that does not matter. */
  minimised(outcome: Outcome['disagreements']): Promise<Outcome['disagreements']>;
}

const programsInFile = 20;

/** A session in an empty folder, or the reason why this machine cannot hold one. */
export async function openSession(folder: string): Promise<Session | string> {
  if (!hasCompiler(folder)) return 'clang, or a header of BPF programs, is not installed here';
  const loader = buildLoader(folder);
  if (loader === null) return 'libbpf is not installed here';
  if (process.getuid?.() !== 0) return cannotLoad;
  const facts = createFacts((await loadAssets(resolve('.'))).tables);
  if (!facts.kernels.includes(hostKernel())) return `the tables hold no kernel ${hostKernel()}`;
  const rows = structs(facts);
  const exists = fieldsInSystem(folder, rows);
  writeKernelHeader(folder, rows);
  const kinds = Object.fromEntries(
    headers.map((kind) => [kind, kindsOf(facts, kind, (path) => exists.has(path))]),
  );
  const drafts = (seed: number, first: number, last: number): readonly Draft[] =>
    headers.flatMap((kind) =>
      Array.from({ length: last - first + 1 }, (_, i) =>
        generate(seed, first + i, facts, kind, kinds[kind] ?? []),
      ),
    );
  let counter = 0;
  const inFolder = async (
    files: ReadonlyMap<string, readonly Draft[]>,
  ): Promise<Pick<Outcome, 'verdicts' | 'broken'>> => {
    const own = join(folder, `part${++counter}`);
    mkdirSync(own);
    symlinkSync(join(folder, 'vmlinux.h'), join(own, 'vmlinux.h'));
    const broken: string[] = [];
    const verdicts = await judge(own, loader, files, (file, words) => broken.push(`${file}: ${words}`));
    if (broken.length === 0) rmSync(own, { recursive: true });
    return { verdicts, broken };
  };
  /** What a loader makes of several programs in one object is not what is asked here: each in a file of its own. */
  const apart = async (each: readonly Draft[]): Promise<readonly Verdict[]> =>
    (await inFolder(new Map(each.map((draft) => [draft.name, [draft]])))).verdicts;
  return {
    async run(seed, first, last) {
      const { verdicts, broken } = await inFolder(filesOf(drafts(seed, first, last)));
      const suspects = verdicts.filter((verdict) => disagreementOf(verdict) !== null);
      const alone = new Map(
        (await apart(suspects.map(({ draft }) => draft))).map((each) => [each.draft.name, each]),
      );
      const confirmed = verdicts.map((verdict) => alone.get(verdict.draft.name) ?? verdict);
      const disagreements = confirmed.flatMap((verdict) => {
        const kind = disagreementOf(verdict);
        return kind ? [{ verdict, kind }] : [];
      });
      return { verdicts: confirmed, disagreements, broken };
    },
    minimised: (cases) => minimise(cases, apart),
  };
}

/** Structs of the contexts and of the sockets behind them, in an order in which they may be declared. */
function structs(facts: KernelFacts): readonly ContextRow[] {
  const names = [
    'pt_regs',
    'bpf_sock',
    'bpf_tcp_sock',
    ...facts.programs.flatMap(({ context }) => context ?? []),
  ];
  return [...new Set(names)]
    .flatMap((name) => facts.context(name) ?? [])
    .filter(({ struct }) => !struct.startsWith('bpf_iter__'));
}

function filesOf(drafts: readonly Draft[]): ReadonlyMap<string, readonly Draft[]> {
  const files = new Map<string, Draft[]>();
  drafts.forEach((draft, i) => {
    const name = `f${Math.floor(i / programsInFile)}${draft.headers}`;
    files.set(name, [...(files.get(name) ?? []), draft]);
  });
  return files;
}
