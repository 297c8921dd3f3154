// Boots a kernel whose only process is the prober, and returns what it wrote on the second serial line.

import { spawn } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { importSource } from '../../scripts/import-source.mjs';

const LIMIT_MS = 40 * 60 * 1000;
// What nice exits with when there is no such command.
const NOT_FOUND = 127;

const root = resolve(import.meta.dirname, '..', '..');

// As the product makes it for `verify`.
async function ramdiskOf(init, objects) {
  const { initialRamdisk } = await importSource(root, 'server/src/host/verifier/ramdisk.ts');
  const files = objects.map((path) => [`objects/${basename(path)}`, readFileSync(path)]);
  return initialRamdisk(init, Object.fromEntries(files));
}

// Emulated throughout: hardware virtualisation is often missing, or broken, where this runs. On a busy machine a kernel
// would take the emulated timer for a broken one.
function qemuArguments(image, ramdisk, console, answers, question) {
  const commandLine = `console=ttyS0 loglevel=3 panic=-1 mitigations=off nokaslr no_timer_check -- ${question}`;
  return [
    ...['-accel', 'tcg,thread=multi', '-cpu', 'max', '-smp', '1', '-m', '2048'],
    ...['-display', 'none', '-no-reboot', '-nodefaults'],
    ...['-kernel', image, '-initrd', ramdisk, '-append', commandLine],
    ...['-serial', `file:${console}`, '-serial', `file:${answers}`],
  ];
}

// `question` is what the prober is asked, a word of its command line; empty for everything.
// `objects` are files that it finds in /objects.
export async function probeInside(image, prober, scratch, question = '', objects = []) {
  const [ramdisk, console, answers] = ['initrd.gz', 'console.txt', 'answers.jsonl'].map((n) =>
    join(scratch, n),
  );
  writeFileSync(ramdisk, await ramdiskOf(readFileSync(prober), objects));
  const qemu = spawn(
    'nice',
    ['-n', '10', 'qemu-system-x86_64', ...qemuArguments(image, ramdisk, console, answers, question)],
    {
      stdio: ['ignore', 'inherit', 'inherit'],
      timeout: LIMIT_MS,
    },
  );
  const status = await new Promise((resolve, reject) => {
    qemu.on('error', reject);
    qemu.on('exit', (code, signal) => resolve(code ?? signal));
  });
  if (status === NOT_FOUND) throw new Error('qemu-system-x86_64 is missing: apt-get install qemu-system-x86');
  const text = contents(answers);
  if (status !== 0 || !text.trimEnd().endsWith('}'))
    throw new Error(`the kernel under QEMU did not answer (${status}); its console said:\n${tail(console)}`);
  return text;
}

function contents(file) {
  return existsSync(file) ? readFileSync(file, 'utf8') : '';
}

function tail(file) {
  return contents(file).split('\n').slice(-15).join('\n');
}
