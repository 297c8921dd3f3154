/**
 * The findings against the compiler and the verifier together: a program that the tool calls an error does not
 * load, and the verifier says the words that the finding quotes; a program without an error loads.
 */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { after, before, test } from 'node:test';
import {
  buildLoader,
  compile,
  hasCompiler,
  headers,
  load,
  processors,
  sources,
  writeSource,
  type Loaded,
} from './support/compiler.js';
import { isGeneratedTrouble, isMadeToLoad } from './support/generated.js';
import { cannotLoad } from './support/prober.js';
import { checkFolder, inParallel, type Checked } from './support/tool.js';

let folder: string;
let skipped: string | null = null;
let findings: ReadonlyMap<string, Checked>;
const loaded = new Map<string, readonly Loaded[]>();

const builds = sources().flatMap((name) =>
  headers.flatMap((kind) => processors.map((processor) => ({ name, kind, processor }))),
);

before(async () => {
  folder = mkdtempSync(join(tmpdir(), 'ebpf-verdict-compile-'));
  skipped = await prepare();
});
after(() => rmSync(folder, { recursive: true, force: true }));

/** Compiles, loads and checks everything; the result is why that is not possible here, or null. */
async function prepare(): Promise<string | null> {
  if (!hasCompiler(folder)) return 'clang, or a header of BPF programs, is not installed here';
  const loader = buildLoader(folder);
  if (loader === null) return 'libbpf is not installed here';
  for (const name of sources()) for (const kind of headers) writeSource(folder, name, kind);
  findings = await checkFolder(folder);
  await inParallel(builds, async ({ name, kind, processor }) => {
    const object = await compile(join(folder, `${name}.${kind}.bpf.c`), processor);
    loaded.set(basename(object), await load(loader, object));
  });
  const answers = [...loaded.values()].flat();
  return answers.every((each) => each.refusal !== null) ? cannotLoad : null;
}

for (const { name, kind, processor } of builds) {
  test(`${name}, ${kind} headers, -mcpu=${processor}: the verifier and the tool agree`, (t) => {
    if (skipped !== null) {
      t.skip(skipped);
      return;
    }
    const checked = findings.get(`${name}.${kind}.bpf.c`);
    const programs = loaded.get(`${name}.${kind}.${processor}.o`);
    assert.ok(checked && programs && programs.length > 0);
    assert.deepEqual([...checked.programs].sort(), programs.map((each) => each.program).sort());
    assert.deepEqual(
      programs.flatMap((each) => disagreement(each, checked) ?? []),
      [],
    );
  });
}

/** Null where the two agree, or where only the compiler's way of reading a legal field is refused. */
function disagreement({ program, refusal }: Loaded, checked: Checked): string | null {
  const errors = checked.errors.filter((each) => each.program === program);
  const expected = errors.flatMap((each) => each.verifier ?? []);
  if (refusal === null) {
    return errors.length > 0 && !isMadeToLoad(program)
      ? `${program}: the tool expects "${expected.join('", "')}", but it loads`
      : null;
  }
  const isExpected = expected.some((words) => withoutRegisters(refusal).includes(withoutRegisters(words)));
  if (isExpected || isGeneratedTrouble(refusal)) return null;
  const forecast = errors.length > 0 ? expected.join('", "') : 'to load';
  return `${program}: the tool expects "${forecast}", but the verifier says "${verdictOf(refusal)}"`;
}

/** Which register holds a pointer is up to the compiler. */
function withoutRegisters(words: string): string {
  return words.replace(/\bR\d+/g, 'R#');
}

/** The verifier's own line, which stands before its statistics; else all that there is. */
function verdictOf(refusal: string): string {
  return /([^\n]*)\nprocessed \d+ insns/.exec(refusal)?.[1] ?? refusal;
}
