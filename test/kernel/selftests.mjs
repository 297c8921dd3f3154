/**
 * The tool over the BPF programs of a kernel tree, which come with the kernel developers' own expectations:
 * `npm run selftests -- DIR`. Counts errors in programs that are meant to load, and of the programs that are
 * meant to be refused for what they do with their context those that the tool finds. Copies nothing.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { basename, join, relative, resolve } from 'node:path';
import { parseArgs } from 'node:util';

/** Programs that the tests around them expect to be refused, without a word of that in the source. */
const refusedByTheirTest = new Set([
  'test_xdp_devmap_helpers.c',
  'test_global_func6.c',
  'test_sk_storage_trace_itself.c',
]);

/** The loader of these gives them another type than their section's. */
const typedByTheirLoader = new Set(['test_spin_lock.c']);

/** What the kernel's developers write on a program that is to be refused. */
const annotated = /\b__failure\b/;

/** From SEC() to the brace that opens the function; strings may hold braces. */
const heads = /\bSEC\([^()]*\)(?:"(?:[^"\\]|\\.)*"|[^"{;])*\{/g;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    /** Without it, the version in the tree's Makefile. */
    kernel: { type: 'string' },
  },
});
const [tree = ''] = positionals;
const kernel = values.kernel ?? versionOf(tree);
const folders = ['tools/testing/selftests/bpf/progs', 'samples/bpf']
  .map((name) => join(tree, name))
  .filter((path) => tree !== '' && existsSync(path));
if (folders.length === 0 || kernel === null) {
  console.error('usage: npm run selftests -- DIR [--kernel VERSION], DIR being a tree of the Linux kernel');
  process.exit(2);
}

const { files } = check(folders, kernel);
const programs = files.flatMap(programsOf);
const meantToLoad = programs.filter((each) => each.expects === 'load');
const wrong = meantToLoad.filter(({ errors }) => errors.length > 0);
const aboutContext = programs.filter((each) => each.expects === 'context refusal');
const inC = aboutContext.filter(({ isAssembler }) => !isAssembler);
const caught = inC.filter(({ errors }) => errors.length > 0);

for (const { path, name, errors } of wrong)
  for (const { rule, message } of errors)
    console.log(`${relative(tree, path)}: ${name}: ${rule}: ${message}`);
for (const { path, name } of inC.filter((each) => !caught.includes(each)))
  console.log(`${relative(tree, path)}: ${name}: not caught`);
const errorCount = wrong.reduce((sum, { errors }) => sum + errors.length, 0);
console.log(`${files.length} files with ${programs.length} programs, judged for ${kernel}`);
console.log(`${errorCount} errors in the ${meantToLoad.length} programs that are meant to load`);
console.log(
  `${caught.length} caught of the ${inC.length} programs in C that are meant to be refused for their context; ` +
    `${aboutContext.length - inC.length} more are written in assembler`,
);
process.exitCode = errorCount > 0 ? 1 : 0;

/**
 * The programs of a file, a header's findings included, with what is expected of each: `unknown` where a macro
 * writes the program, and perhaps its annotation.
 */
function programsOf({ path, programs: found, diagnostics }) {
  const text = readFileSync(path, 'utf8');
  const written = [...text.matchAll(heads)].map(([head]) => head);
  const named = [...found.map(({ name }) => name), ...diagnostics.flatMap(({ program }) => program ?? [])];
  return [...new Set(named)].map((name) => {
    const head = written.find((each) => new RegExp(`\\b${name}\\b`).test(each)) ?? '';
    return {
      path,
      name,
      expects: head === '' && annotated.test(text) ? 'unknown' : expectationOf(basename(path), head),
      isAssembler: /\b__naked\b/.test(head),
      errors: diagnostics.filter(({ severity, program }) => severity === 'error' && program === name),
    };
  });
}

/** What the kernel's developers expect of a program, as far as that concerns the tool. */
function expectationOf(file, head) {
  if (typedByTheirLoader.has(file)) return 'another type';
  if (refusedByTheirTest.has(file)) return 'context refusal';
  if (!annotated.test(head)) return 'load';
  return /__msg\("[^"]*(?:bpf_context|modified ctx ptr|variable ctx)/.test(head)
    ? 'context refusal'
    : 'refusal';
}

function check(paths, version) {
  const cli = resolve(import.meta.dirname, '..', '..', 'dist', 'cli.js');
  const args = [cli, 'check', ...paths, '--kernel', version, '--no-config', '--format', 'json'];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, {
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  if (status === 0 || status === 1) return JSON.parse(stdout);
  console.error(stderr);
  process.exit(2);
}

/** `6.1`; null where there is no Makefile. */
function versionOf(folder) {
  const path = join(folder, 'Makefile');
  const text = folder !== '' && existsSync(path) ? readFileSync(path, 'utf8') : '';
  const [, major, minor] = /^VERSION = (\d+)\nPATCHLEVEL = (\d+)$/m.exec(text) ?? [];
  return major === undefined ? null : `${major}.${minor}`;
}
