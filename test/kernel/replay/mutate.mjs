/**
 * Changes one operator after the other in the lowering and the replay, and tells which changes no test notices:
 * `npm run mutate`. A change is made while a test is bundled; no file is touched. Needs root, clang and gcc once.
 */
import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { build } from 'esbuild';
import { forTests } from '../../../scripts/bundles.mjs';

const root = resolve(import.meta.dirname, '..', '..', '..');
const out = join(root, 'out', 'mutants');
const core = 'server/src/core';

/** The files whose operators are changed. */
const files = [
  ...['arithmetic', 'compute', 'access', 'memory', 'machine'].map((name) => `${core}/replay/${name}.ts`),
  ...['operators', 'conversions', 'access', 'conditions', 'switch', 'loops', 'atomics', 'unevaluated'].map(
    (name) => `${core}/ir/lower-${name}.ts`,
  ),
  ...['fold', 'bit-fields', 'scalars', 'initializer-plan'].map((name) => `${core}/ir/${name}.ts`),
  `${core}/model/placing.ts`,
];

/** A word or sign, and what stands for it. */
const changes = [
  [/ \+ /g, ' - '],
  [/ - /g, ' + '],
  [/ \* /g, ' + '],
  [/ \/ /g, ' * '],
  [/ % /g, ' * '],
  [/ << /g, ' >> '],
  [/ >> /g, ' << '],
  [/ & (?!\{)/g, ' | '],
  [/ \^ /g, ' | '],
  [/ === /g, ' !== '],
  [/ !== /g, ' === '],
  [/ <= /g, ' < '],
  [/ < /g, ' <= '],
  [/ >= /g, ' > '],
  [/ > /g, ' >= '],
  [/ && /g, ' || '],
  [/ \|\| /g, ' && '],
  [/'zext'/g, "'sext'"],
  [/'sext'/g, "'zext'"],
  [/'trunc'/g, "'zext'"],
  [/return '(?:add|sub|mul|and|or|xor|shl)'/g, "return 'lshr'"],
  [/'(?:sdiv|smod|ashr|slt|sle|sgt|sge)'(?! *\|)/g, "'and'"],
  [/\btrue\b/g, 'false'],
  [/\bfalse\b/g, 'true'],
];

/** Every change of every line that holds code. */
function mutantsOf(file) {
  const lines = readFileSync(join(root, file), 'utf8').split('\n');
  return lines.flatMap((line, i) => {
    if (/^\s*(?:\/?\*|\/\/|import|export (?:type|interface)|readonly|type|\|)/.test(line)) return [];
    return changes.flatMap(([pattern, instead]) =>
      [...line.matchAll(pattern)].map(({ index, 0: word }) => {
        const changed = line.slice(0, index) + instead + line.slice(index + word.length);
        return { file, line: i + 1, from: line, to: changed, text: lines.with(i, changed).join('\n') };
      }),
    );
  });
}

/** Bundles a test with one file changed. */
async function bundle(entry, name, mutant) {
  const path = mutant && join(root, mutant.file);
  const plugin = {
    name: 'mutant',
    setup: ({ onLoad }) =>
      onLoad({ filter: /\.ts$/ }, (args) =>
        args.path === path ? { contents: mutant.text, loader: 'ts' } : undefined,
      ),
  };
  const outfile = join(out, name);
  await build({
    absWorkingDir: root,
    entryPoints: [entry],
    outfile,
    ...forTests,
    sourcemap: false,
    logLevel: 'silent',
    plugins: [plugin],
  });
  return outfile;
}

/** Whether a command fails, or runs on for too long. */
function fails(args) {
  return new Promise((done) => {
    const child = spawn(process.execPath, args, { cwd: root, stdio: 'ignore' });
    const timer = setTimeout(() => child.kill('SIGKILL'), 60_000);
    child.on('close', (code) => {
      clearTimeout(timer);
      done(code !== 0);
    });
  });
}

/** What may notice a change, the quickest first. */
const tests = ['core/replay/arithmetic', 'core/ir/listings', 'core/replay/machine', 'core/model/layouts'];

async function isNoticed(mutant, answers) {
  for (const test of tests) {
    const file = await bundle(`test/${test}.test.ts`, `${test.replaceAll('/', '-')}.mjs`, mutant);
    if (await fails(['--test', file])) return true;
  }
  return fails([await bundle('test/kernel/replay/recorded.ts', 'recorded.mjs', mutant), 'check', answers]);
}

mkdirSync(out, { recursive: true });
const answers = join(out, 'answers.json');
const plain = await bundle('test/kernel/replay/recorded.ts', 'record.mjs', null);
if (spawnSync(process.execPath, [plain, 'record', answers], { cwd: root, stdio: 'inherit' }).status !== 0)
  process.exit(1);
if (await isNoticed(null, answers)) throw new Error('the tests fail without any change');
const wanted = process.argv.slice(2);
const mutants = files
  .filter((file) => wanted.length === 0 || wanted.some((part) => file.includes(part)))
  .flatMap(mutantsOf);
const survivors = [];
for (const mutant of mutants) {
  if (await isNoticed(mutant, answers)) continue;
  survivors.push(mutant);
  console.log(
    `${relative(root, mutant.file)}:${mutant.line}\n  ${mutant.from.trim()}\n  ${mutant.to.trim()}`,
  );
}
console.log(`${mutants.length} changes, ${survivors.length} of them unnoticed`);
process.exitCode = survivors.length > 0 ? 1 : 0;
