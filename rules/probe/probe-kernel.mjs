#!/usr/bin/env node
// Measures one kernel and writes rules/kernels/<version>.json. See README.md beside this file.

import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

import { describePackage, downloadPackage, extractImage } from './debian.mjs';
import { fold } from './fold.mjs';
import { layOut } from './layout.mjs';
import { probeInside } from './qemu.mjs';

const HERE = dirname(fileURLToPath(import.meta.url));
const USAGE = `usage: probe-kernel.mjs [--suite SUITE] [--out FOLDER] [--raw FILE] KERNEL

KERNEL is "host" (the running kernel, as root), the name of a Debian package, a .deb or a vmlinuz.
--suite  the Debian suite to take the package from, for example trixie-backports
--out    where the result goes (default: rules/kernels)
--raw    keep the prober's own lines in this file as well`;

function build(scratch) {
  const prober = join(scratch, 'probe');
  execFileSync('make', ['-s', '-C', HERE, `OUT=${prober}`], { stdio: 'inherit' });
  return prober;
}

function probeHost(prober) {
  return execFileSync(prober, { encoding: 'utf8', maxBuffer: 1 << 28, stdio: ['ignore', 'pipe', 'inherit'] });
}

async function findKernel(kernel, suite, scratch) {
  const isFile = existsSync(kernel);
  if (isFile && !kernel.endsWith('.deb')) return { image: resolve(kernel), origin: null };
  const deb = isFile ? resolve(kernel) : downloadPackage(kernel, suite, scratch);
  const image = join(scratch, 'vmlinuz');
  await extractImage(deb, image);
  return { image, origin: describePackage(deb) };
}

async function measure(kernel, suite, scratch) {
  const prober = build(scratch);
  if (kernel === 'host') return { text: probeHost(prober), origin: null, suffix: '-host' };
  const { image, origin } = await findKernel(kernel, suite, scratch);
  return { text: await probeInside(image, prober, scratch), origin, suffix: '' };
}

async function main() {
  const text = { type: 'string' };
  const options = { suite: text, out: text, raw: text, help: { type: 'boolean', short: 'h' } };
  const { values, positionals } = parseArgs({ options, allowPositionals: true });
  if (values.help || positionals.length !== 1) throw new Error(USAGE);
  const scratch = mkdtempSync(join(tmpdir(), 'probe-kernel-'));
  try {
    const { text: answers, origin, suffix } = await measure(positionals[0], values.suite, scratch);
    if (values.raw) writeFileSync(values.raw, answers);
    const document = fold(
      answers
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line)),
      origin,
    );
    const file = join(values.out ?? join(HERE, '..', 'kernels'), `${document.kernel}${suffix}.json`);
    writeFileSync(file, layOut(document));
    console.log(`${file}: ${Object.keys(document.programs).length} program kinds, ${document.loads} loads`);
  } finally {
    rmSync(scratch, { recursive: true });
  }
}

main().catch((error) => {
  console.error(error.message);
  process.exitCode = 1;
});
