/**
 * Compiles the examples of examples.mjs with each clang and instruction set named, loads them into the running kernel, and
 * writes rules/pointer-operators/measured.json. Needs root, gcc, libbpf-dev. CLANGS names the compilers: clang,clang-16.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { release, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { exampleSource, operators, uses } from './examples.mjs';

const root = resolve(import.meta.dirname, '..', '..');
const clangs = (process.env.CLANGS ?? 'clang').split(',');
const builds = clangs.flatMap((clang) => ['v2', 'v3'].map((cpu) => ({ clang, cpu })));
const include = `-I/usr/include/${process.arch === 'arm64' ? 'aarch64' : 'x86_64'}-linux-gnu`;
const scratch = mkdtempSync(join(tmpdir(), 'pointer-operators-'));

/** The verifier's words to a program; null where it loads. */
function load(loader, object) {
  const [line] = execFileSync(loader, [object], { encoding: 'utf8', maxBuffer: 1 << 26 })
    .trim()
    .split('\n');
  const { refusal } = JSON.parse(line);
  if (refusal === null) return null;
  const words = /([^\n]*)\nprocessed \d+ insns/.exec(refusal)?.[1];
  if (!words) throw new Error(refusal);
  return words.replace(/\bR\d+\b/, 'R#');
}

/** One answer of all builds: words where all refuse, a list with words where some do, null where none does. */
function answerOf(loader, values, use) {
  const said = values.flatMap(uses[use]).flatMap((statements) =>
    builds.map(({ clang, cpu }) => {
      const [source, object] = [join(scratch, 'example.bpf.c'), join(scratch, 'example.o')];
      writeFileSync(source, exampleSource(statements));
      const flags = ['-target', 'bpf', `-mcpu=${cpu}`, '-O2', '-g', '-Wno-everything', include, '-c'];
      execFileSync(clang, [...flags, source, '-o', object]);
      return load(loader, object);
    }),
  );
  const refusals = said.filter((words) => words !== null);
  if (refusals.length === 0) return null;
  const counts = groups(refusals);
  const [words] = [...counts].sort(([, a], [, b]) => b.length - a.length)[0];
  return refusals.length === said.length ? words : [words];
}

function groups(words) {
  const found = new Map();
  for (const each of words) found.set(each, [...(found.get(each) ?? []), each]);
  return found;
}

try {
  const loader = join(scratch, 'loader');
  const built = spawnSync('cc', ['-O2', '-o', loader, join(root, 'test/kernel/support/loader.c'), '-lbpf']);
  if (built.status !== 0) throw new Error(String(built.stderr));
  const answers = {};
  for (const { key, values } of operators) {
    answers[key] = Object.fromEntries(Object.keys(uses).map((use) => [use, answerOf(loader, values, use)]));
    console.log(key, JSON.stringify(answers[key]));
  }
  const compilers = clangs.map(
    (clang) => /version (\d+)/.exec(execFileSync(clang, ['--version'], { encoding: 'utf8' }))[1],
  );
  const document = {
    $schema: '../schema/pointer-operators-measured.schema.json',
    source: 'adjust_ptr_min_max_vals, kernel/bpf/verifier.c',
    kernel: /^\d+\.\d+\.\d+/.exec(release())[0],
    compilers,
    answers,
  };
  writeFileSync(
    join(root, 'rules/pointer-operators/measured.json'),
    `${JSON.stringify(document, null, 2)}\n`,
  );
} finally {
  rmSync(scratch, { recursive: true });
}
