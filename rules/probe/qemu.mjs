// Boots a kernel whose only process is the prober, and returns what it wrote on the second serial line.

import { spawn } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { gzipSync } from 'node:zlib';

const DIRECTORY = 0o040755;
const EXECUTABLE = 0o100755;
const READABLE = 0o100644;
const LIMIT_MS = 40 * 60 * 1000;
// What nice exits with when there is no such command.
const NOT_FOUND = 127;

// The archive format of initial ramdisks ("newc"): a header of hexadecimal fields, the name, the bytes.
function archiveEntry(name, mode, bytes, inode) {
  const fields = [inode, mode, 0, 0, 1, 0, bytes.length, 0, 0, 0, 0, name.length + 1, 0];
  const header = `070701${fields.map((field) => field.toString(16).padStart(8, '0')).join('')}${name}\0`;
  return Buffer.concat([padded(Buffer.from(header, 'latin1')), padded(bytes)]);
}

function padded(bytes) {
  return Buffer.concat([bytes, Buffer.alloc((4 - (bytes.length % 4)) % 4)]);
}

function initialRamdisk(init, objects) {
  const none = Buffer.alloc(0);
  const folders = ['dev', 'proc', 'sys', 'objects'].map((name, i) =>
    archiveEntry(name, DIRECTORY, none, i + 1),
  );
  const files = objects.map((path, i) =>
    archiveEntry(`objects/${basename(path)}`, READABLE, readFileSync(path), 10 + i),
  );
  const end = archiveEntry('TRAILER!!!', 0, none, 0);
  return gzipSync(Buffer.concat([...folders, archiveEntry('init', EXECUTABLE, init, 9), ...files, end]));
}

// Emulated throughout: hardware virtualisation is often missing, or broken, where this runs.
function qemuArguments(image, ramdisk, console, answers, question) {
  const commandLine = `console=ttyS0 loglevel=3 panic=-1 mitigations=off nokaslr -- ${question}`;
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
  writeFileSync(ramdisk, initialRamdisk(readFileSync(prober), objects));
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
