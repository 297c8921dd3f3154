/** The time to a verdict on a small file: by the command line and by a server that runs, beside clang and a load. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { buildLoader, flags, hasCompiler } from '../kernel/support/compiler.js';
import { startClient } from './client.js';
import { measure, ratioOf, rowOf, type Row, type Times } from './measure.js';

const sample = resolve('samples', 'sock.bpf.c');
const times = 20;
const warmUp = 3;

/** Rows for the sample that ships. */
export async function measureVerdicts(): Promise<readonly Row[]> {
  const folder = mkdtempSync(join(tmpdir(), 'ebpf-verdict-bench-'));
  try {
    const compiler = await compileAndLoad(folder);
    const commandLine = await measure(times, warmUp, checkSample);
    const server = await changeOnServer();
    return [
      rowOf('verdict on the sample, command line', commandLine),
      rowOf('verdict on the sample, running server', server),
      ...(compiler ? comparison(compiler, commandLine, server) : []),
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function comparison(compiler: Times, commandLine: Times, server: Times): readonly Row[] {
  return [
    rowOf('verdict on the sample, clang -O2 and load', compiler),
    ratioOf('clang and load to command line', compiler, commandLine),
    ratioOf('clang and load to running server', compiler, server, 'at least 20 x'),
  ];
}

/** Findings make its exit code 1. */
function checkSample(): void {
  try {
    execFileSync(process.execPath, [resolve('dist', 'cli.js'), 'check', sample], { stdio: 'ignore' });
  } catch (error) {
    if ((error as { status?: number }).status !== 1) throw error;
  }
}

/** A mistake is made and unmade; the server judges the file anew each time. */
async function changeOnServer(): Promise<Times> {
  const text = readFileSync(sample, 'utf8');
  const client = await startClient();
  await client.open(text);
  const changed = text.replace('ctx->src_port <', 'ctx->dst_port <');
  const measured = await measure(times * 5, warmUp * 5, (round) =>
    client.change([{ text: round % 2 === 0 ? changed : text }]),
  );
  await client.stop();
  return measured;
}

/** Null, with a word of explanation, where clang, libbpf or the privilege is missing. */
async function compileAndLoad(folder: string): Promise<Times | null> {
  const loader = hasCompiler(folder) ? buildLoader(folder) : null;
  if (loader === null || process.getuid?.() !== 0) {
    console.log('clang and load: skipped, cannot compile or load BPF programs here');
    return null;
  }
  const object = join(folder, 'sock.o');
  const measured = await measure(times, warmUp, () => {
    execFileSync('clang', [...flags('v3'), sample, '-o', object], { stdio: 'ignore' });
    execFileSync(loader, [object], { stdio: 'ignore', maxBuffer: 1 << 26 });
  });
  return measured;
}
