/**
 * Asks kernels what they say of the global functions in rules/global-functions/measured.json, and writes the answers there. The
 * arguments are kernel images (vmlinuz), or packages taken apart by rules/probe/probe-kernel.mjs; without any the running
 * kernel is asked, and nothing is written. Takes clang 16 or newer (CLANG names it), which passes small structs.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { exampleSource, nameOf } from './example.mjs';

const root = resolve(import.meta.dirname, '..', '..');
const file = join(root, 'rules', 'global-functions', 'measured.json');

/** What `verify` says of each example on each kernel. */
function ask(source, images) {
  const scratch = mkdtempSync(join(tmpdir(), 'global-functions-'));
  try {
    const path = join(scratch, 'examples.bpf.c');
    writeFileSync(path, source);
    const clang = process.env.CLANG ? ['--clang', process.env.CLANG] : [];
    const kernels = images.flatMap((image) => ['--kernel-image', image]);
    const args = ['verify', path, '--no-config', '--format', 'json', ...clang, ...kernels];
    return JSON.parse(outputOf([join(root, 'dist', 'cli.js'), ...args])).programs;
  } finally {
    rmSync(scratch, { recursive: true });
  }
}

/** A refused program makes the exit code 1, which is no failure here. */
function outputOf(args) {
  try {
    return execFileSync(process.execPath, args, { encoding: 'utf8', maxBuffer: 1 << 28 });
  } catch (error) {
    if (error.status !== 1) throw error;
    return error.stdout;
  }
}

/** `5.10` of `5.10.0-46-cloud-amd64`. */
const versionOf = (release) => /^\d+\.\d+/.exec(release)[0];

const older = (a, b) => {
  const [[aMajor, aMinor], [bMajor, bMinor]] = [a, b].map((version) => version.split('.').map(Number));
  return aMajor - bMajor || aMinor - bMinor;
};

/** The verifier's words with marks for what differs from function to function; null where it accepts. */
function wordsOf({ verdict, message }, shape) {
  if (verdict === 'accepted') return null;
  if (!message) throw new Error(`${shape}: ${verdict}`);
  return message.replaceAll(`${nameOf(shape)}_f`, '<function>').replace(/\b([Aa]rg)#0/, '$1#<argument>');
}

/** `[first kernel, words]`, oldest first, where something changes. */
function rowsOf(answers, shape) {
  const rows = [];
  for (const answer of [...answers].sort((a, b) => older(versionOf(a.kernel), versionOf(b.kernel)))) {
    const words = wordsOf(answer, shape);
    if (rows.length === 0 || rows.at(-1)[1] !== words) rows.push([versionOf(answer.kernel), words]);
  }
  return rows;
}

const images = process.argv.slice(2);
const table = JSON.parse(readFileSync(file, 'utf8'));
const programs = ask(exampleSource(Object.entries(table.shapes)), images);
for (const [shape, row] of Object.entries(table.shapes)) {
  const answers = programs.filter(({ program }) => program === nameOf(shape));
  row.answers = rowsOf(answers, shape);
  console.log(`${shape}: ${JSON.stringify(row.answers)}`);
}
table.measured = [...new Set(programs.map(({ kernel }) => versionOf(kernel)))].sort(older);
if (images.length > 0) writeFileSync(file, `${JSON.stringify(table, null, 2)}\n`);
