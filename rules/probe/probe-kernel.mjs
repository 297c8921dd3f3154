#!/usr/bin/env node
// Measures one kernel and writes rules/kernels/<version>.json. See README.md beside this file.

import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

import { describePackage, downloadPackage, extractImage } from './debian.mjs';
import { fold, foldAboutMaps, foldPart, kernelVersion, replaceTargets } from './fold.mjs';
import { layOut, layOutLines } from './layout.mjs';
import { probeInside } from './qemu.mjs';
import { measureImage, measureRunning } from './uapi.mjs';

const HERE = dirname(fileURLToPath(import.meta.url));
const USAGE = `usage: probe-kernel.mjs [--suite SUITE] [--out FOLDER] [--raw FILE] [--only PART] KERNEL

KERNEL is "host" (the running kernel, as root), the name of a Debian package, a .deb or a vmlinuz.
--suite  the Debian suite to take the package from, for example trixie-backports
--out    where the result goes (default: rules/kernels, rules/contracts, rules/kfuncs or rules/uapi)
--raw    keep the prober's own lines in this file as well
--only   "targets": ask only what depends on attach targets, and replace that in the kernel's file;
         "contracts": ask what helpers take and give, which has a file of its own;
         "kfuncs": ask which functions of the kernel programs may call, likewise;
         "maps": ask which definitions of maps are taken, likewise;
         "types": read types and constants from the BTF, which boots nothing and has a file of its own`;

const PARTS = [undefined, 'targets', 'contracts', 'kfuncs', 'maps', 'types'];
const FOLDERS = { contracts: 'contracts', kfuncs: 'kfuncs', maps: 'maps', types: 'uapi' };

function build(scratch) {
  const prober = join(scratch, 'probe');
  execFileSync('make', ['-s', '-C', HERE, `OUT=${prober}`], { stdio: 'inherit' });
  return prober;
}

function probeHost(prober, question) {
  return execFileSync(prober, question ? [question] : [], {
    encoding: 'utf8',
    maxBuffer: 1 << 28,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
}

async function findKernel(kernel, suite, scratch) {
  const isFile = existsSync(kernel);
  if (isFile && !kernel.endsWith('.deb')) return { image: resolve(kernel), origin: null };
  const deb = isFile ? resolve(kernel) : downloadPackage(kernel, suite, scratch);
  const image = join(scratch, 'vmlinuz');
  await extractImage(deb, image);
  return { image, origin: describePackage(deb) };
}

async function measure(kernel, suite, question, scratch) {
  const prober = build(scratch);
  if (kernel === 'host') return { text: probeHost(prober, question), origin: null, suffix: '-host' };
  const { image, origin } = await findKernel(kernel, suite, scratch);
  return { text: await probeInside(image, prober, scratch, question), origin, suffix: '' };
}

function parseLines(text) {
  return text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
}

function documentOf({ text, origin }, question, file) {
  const lines = parseLines(text);
  if (question === 'maps') return layOutLines(foldAboutMaps(lines, origin, mapTypes()));
  if (FOLDERS[question]) return layOutLines(foldPart(question, lines, origin));
  return layOut(
    question ? replaceTargets(JSON.parse(readFileSync(file, 'utf8')), lines) : fold(lines, origin),
  );
}

// Names of map types stand in the newest kernel's constants: they never change.
function mapTypes() {
  const names = readdirSync(join(HERE, '..', FOLDERS.types)).filter((name) => /^\d/.test(name));
  const documents = names.map((name) => JSON.parse(readFileSync(join(HERE, '..', FOLDERS.types, name), 'utf8')));
  return { constants: Object.assign({}, ...documents.map(({ constants }) => constants)) };
}

function writeDocument(measured, question, out) {
  const lines = parseLines(measured.text);
  const folder = out ?? join(HERE, '..', FOLDERS[question] ?? 'kernels');
  const file = join(folder, `${kernelVersion(lines[0])}${measured.suffix}.json`);
  writeFileSync(file, documentOf(measured, question, file));
  console.log(`${file}: ${lines.at(-1).loads} loads`);
}

async function writeTypes(kernel, suite, out, scratch) {
  const { image, origin } = kernel === 'host' ? {} : await findKernel(kernel, suite, scratch);
  const document = image ? measureImage(image, origin, scratch) : measureRunning();
  const file = join(
    out ?? join(HERE, '..', FOLDERS.types),
    `${document.kernel}${image ? '' : '-host'}.json`,
  );
  writeFileSync(file, layOutLines(document));
  console.log(`${file}: ${Object.keys(document.types).length} types`);
}

async function main() {
  const text = { type: 'string' };
  const options = { suite: text, out: text, raw: text, only: text, help: { type: 'boolean', short: 'h' } };
  const { values, positionals } = parseArgs({ options, allowPositionals: true });
  const { suite, out, raw, only } = values;
  if (values.help || positionals.length !== 1 || !PARTS.includes(only)) throw new Error(USAGE);
  const scratch = mkdtempSync(join(tmpdir(), 'probe-kernel-'));
  try {
    if (only === 'types') return await writeTypes(positionals[0], suite, out, scratch);
    const measured = await measure(positionals[0], suite, only, scratch);
    if (raw) writeFileSync(raw, measured.text);
    writeDocument(measured, only, out);
  } finally {
    rmSync(scratch, { recursive: true });
  }
}

main().catch((error) => {
  console.error(error.message);
  process.exitCode = 1;
});
