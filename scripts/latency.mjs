/**
 * Measures what a user feels: from spawning the server to the first diagnostics, and from a keystroke to the
 * diagnostics of that version, over stdio, in a small file and in one of 5,000 lines.
 */
import { spawn } from 'node:child_process';
import { resolve } from 'node:path';
import {
  createProtocolConnection,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-languageserver/node';

const server = resolve(
  process.env.EBPF_VERDICT_SERVER ?? resolve(import.meta.dirname, '..', 'dist', 'server.cjs'),
);
const uri = 'file:///project/latency.bpf.c';
const STARTS = 15;
const WARM_UP = 40;
const KEYSTROKES = 400;

const head = '#include <linux/bpf.h>\n#include <bpf/bpf_helpers.h>\n\n';

function program(number) {
  return `/* Program ${number} looks at a socket when it is made. */
static __always_inline int check_${number}(struct bpf_sock *ctx, __u32 limit)
{
	__u32 mark = ctx->mark;

	for (int i = 0; i < 8; i++) {
		if (mark == limit + i)
			return 0;
	}
	return ctx->protocol == 6 ? 1 : 0;
}

SEC("cgroup/sock_create")
int create_${number}(struct bpf_sock *ctx)
{
	__u32 family = ctx->family;
	__u32 type = ctx->type;

	if (family != 2 && family != 10)
		return 1;
	if (type == ${number})
		ctx->priority = ${number};
	return check_${number}(ctx, ${number});
}

`;
}

/** A file of about that many lines, with one forbidden read in its middle. */
function source(lines) {
  const programs = Math.max(1, Math.ceil(lines / program(0).split('\n').length));
  const parts = Array.from({ length: programs }, (_, i) => program(i));
  const middle = programs >> 1;
  parts[middle] = parts[middle].replace(
    'return check_',
    'if (ctx->src_port)\n\t\treturn 1;\n\treturn check_',
  );
  return head + parts.join('');
}

async function start() {
  const child = spawn(process.execPath, [server, '--stdio']);
  const connection = createProtocolConnection(
    new StreamMessageReader(child.stdout),
    new StreamMessageWriter(child.stdin),
  );
  let waiting = () => undefined;
  connection.onNotification('textDocument/publishDiagnostics', (report) => waiting(report));
  connection.listen();
  await connection.sendRequest('initialize', { processId: process.pid, rootUri: null, capabilities: {} });
  await connection.sendNotification('initialized', {});
  const report = (version) =>
    new Promise((done) => {
      waiting = (each) => {
        if (each.version === version) done(each);
      };
    });
  const open = (text) => {
    const answer = report(1);
    connection.sendNotification('textDocument/didOpen', {
      textDocument: { uri, languageId: 'c', version: 1, text },
    });
    return answer;
  };
  const change = (version, contentChanges) => {
    const answer = report(version);
    connection.sendNotification('textDocument/didChange', { textDocument: { uri, version }, contentChanges });
    return answer;
  };
  const stop = async () => {
    await connection.sendRequest('shutdown');
    await connection.sendNotification('exit');
  };
  return { open, change, stop };
}

async function measureStart() {
  const begin = performance.now();
  const client = await start();
  await client.open(source(30));
  const time = performance.now() - begin;
  await client.stop();
  return time;
}

/** Types and takes back one letter at a time, at places spread over the file. */
async function measureTyping(lines) {
  const text = source(lines);
  const targets = text.split('\n').flatMap((line, number) => (line.includes('__u32 mark') ? [number] : []));
  const client = await start();
  const { diagnostics } = await client.open(text);
  if (diagnostics.length !== 1) throw new Error(`expected one finding, got ${diagnostics.length}`);
  const times = [];
  for (let i = 0; i < WARM_UP + KEYSTROKES; i++) {
    const line = targets[((i >> 1) * 7) % targets.length];
    const position = { line, character: 11 };
    const typed = i % 2 === 0;
    const range = { start: position, end: typed ? position : { line, character: 12 } };
    const begin = performance.now();
    await client.change(i + 2, [{ range, text: typed ? 'x' : '' }]);
    if (i >= WARM_UP) times.push(performance.now() - begin);
  }
  await client.stop();
  return times;
}

function summary(name, times) {
  const sorted = times.toSorted((a, b) => a - b);
  const at = (share) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))].toFixed(1);
  console.log(
    `${name}: median ${at(0.5)} ms, p95 ${at(0.95)}, p99 ${at(0.99)}, worst ${at(1)} (${times.length} times)`,
  );
}

const starts = [];
for (let i = 0; i < STARTS; i++) starts.push(await measureStart());
summary('spawn to first diagnostics', starts);
for (const lines of [100, 1000, 5000]) summary(`keystroke in ${lines} lines`, await measureTyping(lines));
