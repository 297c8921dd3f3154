/**
 * Loads the examples of rules/messages.json on a kernel and writes rules/messages/<version>.json: for each what the
 * verifier said and which row knows it. The kernel is the running one (`host`, as root), a Debian package, a .deb or a
 * vmlinuz, booted in QEMU as the prober does. `--logs DIR` keeps the logs, with addresses replaced.
 * Needs clang, gcc, bpftool and libbpf-dev.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { downloadPackage, extractImage } from '../../rules/probe/debian.mjs';
import { probeInside } from '../../rules/probe/qemu.mjs';
import { importSource } from '../import-source.mjs';
import { exampleSource } from './example-source.mjs';

const root = resolve(import.meta.dirname, '..', '..');
const raw = JSON.parse(readFileSync(join(root, 'rules', 'messages.json'), 'utf8'));

/** Objects of all examples, compiled as users do. */
function compile(scratch) {
  const types = execFileSync('bpftool', 'btf dump file /sys/kernel/btf/vmlinux format c'.split(' '), {
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  writeFileSync(join(scratch, 'vmlinux.h'), types);
  const flags = ['-O2', '-g', '-mcpu=v3', '-target', 'bpf', '-Wno-everything', '-I.'];
  return raw.messages
    .filter(({ example }) => example)
    .map((row) => {
      writeFileSync(join(scratch, `${row.id}.bpf.c`), exampleSource(row));
      const object = `${row.id}.o`;
      execFileSync(process.env.CLANG ?? 'clang', [...flags, '-c', `${row.id}.bpf.c`, '-o', object], {
        cwd: scratch,
        stdio: 'inherit',
      });
      return join(scratch, object);
    });
}

function buildLoader(scratch) {
  const loader = join(scratch, 'load');
  const probe = join(root, 'rules', 'probe');
  execFileSync('make', ['-s', '-C', probe, 'load', `OUT=${loader}`], {
    stdio: ['ignore', 'inherit', 'ignore'],
  });
  return loader;
}

async function imageOf(kernel, suite, scratch) {
  if (existsSync(kernel) && !kernel.endsWith('.deb')) return resolve(kernel);
  const deb = existsSync(kernel) ? resolve(kernel) : downloadPackage(kernel, suite, scratch);
  const image = join(scratch, 'vmlinuz');
  await extractImage(deb, image);
  return image;
}

async function load(kernel, suite, scratch) {
  const [loader, objects] = [buildLoader(scratch), compile(scratch)];
  const answers =
    kernel === 'host'
      ? execFileSync(loader, objects, { encoding: 'utf8', maxBuffer: 1 << 28 })
      : await probeInside(await imageOf(kernel, suite, scratch), loader, scratch, '', objects);
  return answers
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
}

/** Addresses and paths tell of this machine only. */
function masked({ log, libbpf }) {
  const words = libbpf.split('\n').filter((line) => !line.includes('failed to load object'));
  return `${log}${words.join('\n')}`.replace(
    /0x[0-9a-f]*(?:ffff[89a-f][0-9a-f]{11})\b/g,
    '0xffff888000000000',
  );
}

function resultOf(answer, text, explain) {
  const [found] = explain(text);
  if (answer.error === 0) return { verdict: 'accepted' };
  return { verdict: found?.verdict ?? 'unknown', id: found?.id ?? null, message: found?.message ?? null };
}

const options = { suite: { type: 'string' }, logs: { type: 'string' } };
const { values, positionals } = parseArgs({ options, allowPositionals: true });
if (positionals.length !== 1)
  throw new Error('usage: measure.mjs [--suite SUITE] [--logs DIR] host|PACKAGE|DEB|VMLINUZ');
const scratch = mkdtempSync(join(tmpdir(), 'messages-'));
try {
  const [{ explainLog }, { messageTable }] = await Promise.all(
    ['explain', 'messages'].map((name) => importSource(root, `server/src/core/log/${name}.ts`)),
  );
  const context = { messages: messageTable(raw), sources: [], tables: null };
  const [{ release, version }, ...answers] = await load(positionals[0], values.suite, scratch);
  const number = /\bDebian (\d+\.\d+\.\d+)/.exec(version)?.[1] ?? /^\d+\.\d+\.\d+/.exec(release)[0];
  const results = {};
  for (const answer of answers.filter(({ object }) => object)) {
    const id = basename(answer.object, '.o');
    const text = masked(answer);
    results[id] = resultOf(answer, text, (log) => explainLog(log, context));
    if (values.logs && results[id].id === id)
      writeFileSync(join(values.logs, `${id}.${number.replace(/\.\d+$/, '')}.log`), text);
  }
  const folder = join(root, 'rules', 'messages');
  mkdirSync(folder, { recursive: true });
  const name = `${number}${positionals[0] === 'host' ? '-host' : ''}`;
  writeFileSync(join(folder, `${name}.json`), `${JSON.stringify({ kernel: number, results }, null, 2)}\n`);
  const wrong = Object.entries(results).filter(([id, found]) => found.id !== id);
  console.log(`${name}: ${Object.keys(results).length} examples, ${wrong.length} not refused for this`);
  for (const [id, found] of wrong)
    console.log(`  ${id}: ${found.verdict} ${found.id ?? ''} ${found.message ?? ''}`);
} finally {
  rmSync(scratch, { recursive: true });
}
