/** "Verify with the Kernel" over stdio, on the running kernel: diagnostics, lenses, hovers, the log, the report. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { TestContext } from 'node:test';
import type { ClientCapabilities, CodeLens, Diagnostic } from 'vscode-languageserver/node';
import type { VerdictParams, VerifierLog, VerifyAnswer, VerifyParams } from '../../protocol/verify.js';
import { compiling, loading } from '../cli/support/verify.js';
import { messageOf, modernClient } from './support/client.js';
import { Project } from './support/project.js';

const source = `#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 4);
	__type(key, __u32);
	__type(value, __u64);
} values SEC(".maps");

const volatile int debug = 0;

SEC("cgroup/sock_create")
int good(struct bpf_sock *ctx)
{
	if (debug)
		bpf_printk("family %d", ctx->family);
	return 1;
}

SEC("cgroup/sock_create")
int both(struct bpf_sock *ctx)
{
	return ctx->src_port == 7;
}

SEC("tc")
int kernel_only(struct __sk_buff *skb)
{
	__u32 key = skb->len;
	__u64 *value = bpf_map_lookup_elem(&values, &key);

	return *value;
}

char LICENSE[] SEC("license") = "GPL";
`;

const capabilities: ClientCapabilities = {
  ...modernClient,
  experimental: { commands: ['ebpfVerdict.verify'] },
};

interface Opened {
  readonly project: Project;
  readonly uri: string;
}

async function open(t: TestContext, text = source, offered = capabilities): Promise<Opened> {
  const project = await Project.start(t, { 'a.bpf.c': text }, { capabilities: offered });
  const uri = project.client.open(text, project.uri('a.bpf.c'));
  await project.client.diagnostics(uri);
  return { project, uri };
}

function verify({ project, uri }: Opened, other: Partial<VerifyParams> = {}): Promise<VerifyAnswer> {
  const params: VerifyParams = {
    ...{ uri, program: null, kernels: ['host'], clang: '', qemu: '', isAsked: true },
    ...other,
  };
  return project.client.connection.sendRequest('ebpfVerdict/verify', params);
}

/** `source line of code: text` of all that is shown once it satisfies a condition. */
function shown(
  { project, uri }: Opened,
  what: string,
  isThere: (all: readonly Diagnostic[]) => boolean,
): Promise<readonly Diagnostic[]> {
  return project.client.until(what, () => {
    const all = project.client.published.findLast((each) => each.uri === uri)?.diagnostics ?? [];
    return isThere(all) ? all : undefined;
  });
}

async function lenses({ project, uri }: Opened): Promise<readonly CodeLens[]> {
  return project.client.connection.sendRequest('textDocument/codeLens', { textDocument: { uri } });
}

const isKernels = ({ source: by }: Diagnostic): boolean => /^verifier \d/.test(by ?? '');

loading('what only the kernel refuses is a diagnostic of its own, with its trail', async (t) => {
  const opened = await open(t);
  const answer = await verify(opened);
  assert.deepEqual(answer.failures, []);
  assert.match(answer.summary, /^1 accepted, 2 refused on \d+\.\d+$/);
  const all = await shown(opened, 'a refusal', (each) => each.some(isKernels));
  const [found, ...others] = all.filter(isKernels);
  assert.deepEqual(others, []);
  assert.equal(found?.code, 'null-deref');
  assert.match(messageOf(found), /bpf_map_lookup_elem returned.*\nR0 invalid mem access 'map_value_or_null'/);
  assert.ok(opened.project.client.textAt(opened.uri, found.range).includes('*value'));
  const [step] = found.relatedInformation ?? [];
  assert.match(step?.message ?? '', /returned by bpf_map_lookup_elem/);
});

loading('what both say is one finding, confirmed; what was never verified is faded', async (t) => {
  const opened = await open(t);
  await verify(opened);
  const all = await shown(opened, 'faded lines', (each) => each.some(({ tags }) => tags?.includes(1)));
  const reads = all.filter(({ code }) => code === 'ctx-field-read');
  assert.equal(reads.length, 1);
  assert.match(reads.map(messageOf).join(), /Confirmed: the verifier of \d+\.\d+ refuses it here\./);
  assert.ok(!all.some(({ code }) => code === 'ctx-access'));
  const faded = all.filter(({ tags }) => tags?.includes(1));
  assert.deepEqual(
    faded.map(({ range }) => opened.project.client.textAt(opened.uri, range)),
    ['bpf_printk("family %d", ctx->family);'],
  );
});

loading('lenses tell what was said, until the program is edited', async (t) => {
  const opened = await open(t);
  const titles = async (): Promise<readonly string[]> =>
    (await lenses(opened)).map(({ command }) => command?.title ?? '');
  assert.deepEqual(await titles(), Array(3).fill('Verify with the kernel'));
  await verify(opened);
  const said = (await titles()).filter((title) => title !== 'Verify with the kernel');
  assert.match(said[0] ?? '', /^accepted on \d+\.\d+: \d+ of 1,000,000 instructions/);
  assert.match(said[1] ?? '', /^refused on \d+\.\d+: ctx-access$/);
  assert.match(said[2] ?? '', /^refused on \d+\.\d+: null-deref$/);
  opened.project.client.replace(opened.uri, 'return *value;', 'return value ? 1 : 0;');
  await shown(opened, 'no refusal', (each) => !each.some(isKernels));
  assert.equal((await titles()).filter((title) => /^refused/.test(title)).length, 1);
});

loading('a hover tells what the register holds and what to do', async (t) => {
  const opened = await open(t);
  await verify(opened);
  const hover = await opened.project.client.hover(opened.uri, 'return *value;');
  const text = JSON.stringify(hover?.contents);
  assert.match(text, /R0: a map value that may be NULL/);
  assert.match(text, /Test the pointer right after the call/);
});

loading('the log links its instructions to the lines as they are now', async (t) => {
  const opened = await open(t);
  await verify(opened);
  const { connection } = opened.project.client;
  const [about] = (await lenses(opened)).flatMap(({ command }) => {
    const given = command?.arguments?.[0] as VerdictParams | string | undefined;
    return typeof given === 'object' && given.program === 'kernel_only' ? [given] : [];
  });
  assert.ok(about);
  opened.project.client.replace(opened.uri, '#include <linux/bpf.h>', '\n\n#include <linux/bpf.h>');
  const log: VerifierLog | null = await connection.sendRequest('ebpfVerdict/verifierLog', about);
  assert.ok(log);
  const lines = log.text.split('\n');
  assert.match(lines[0] ?? '', /^program kernel_only, section tc, kernel \S+: refused$/);
  const link = log.links.find(({ line }) => lines[line]?.includes('r0 = *(u64 *)(r0 +0)') ?? false);
  const text = opened.project.client.document(opened.uri).getText().split('\n');
  assert.equal(text[link?.sourceLine ?? 0]?.trim(), 'return *value;');
  const report: string | null = await connection.sendRequest('ebpfVerdict/disagreement', about);
  assert.match(report ?? '', /This report holds source code[^]*R0 invalid mem access/);
});

loading('a single program is asked for, and the others keep what was said of them', async (t) => {
  const opened = await open(t);
  await verify(opened);
  const answer = await verify(opened, { program: 'good' });
  assert.match(answer.summary, /^1 accepted on/);
  const titles = (await lenses(opened)).map(({ command }) => command?.title ?? '');
  assert.equal(titles.filter((title) => /^(?:accepted|refused)/.test(title)).length, 3);
});

const image = process.env['KERNEL_IMAGE'] ?? '';

compiling('a virtual machine is kept for the next run, and ends with the server', async (t) => {
  if (image === '') return t.skip('no KERNEL_IMAGE is set');
  const opened = await open(t);
  const copy = join(opened.project.root, 'vmlinuz');
  copyFileSync(image, copy);
  const machines = (): readonly string[] =>
    spawnSync('ps', ['-eo', 'pid=,args='], { encoding: 'utf8' })
      .stdout.split('\n')
      .filter((line) => line.includes(copy))
      .map((line) => line.trim().split(' ')[0] ?? '');
  const first = await verify(opened, { kernels: [copy] });
  assert.match(first.summary, /^1 accepted, 2 refused on \d+\.\d+$/);
  const [machine, ...others] = machines();
  assert.deepEqual(others, []);
  const second = await verify(opened, { kernels: [copy], program: 'good' });
  assert.match(second.summary, /^1 accepted on/);
  assert.deepEqual(machines(), [machine]);
  const { process: server } = opened.project.client;
  const ended = once(server, 'exit');
  server.kill('SIGKILL');
  await ended;
  for (let left = 100; left > 0 && machines().length > 0; left--) await sleep(50);
  assert.deepEqual(machines(), []);
});

compiling('what keeps it from being done is said', async (t) => {
  const opened = await open(t, source.replace('return 1;', 'return x;'));
  const broken = await verify(opened);
  assert.match(broken.failures.join(), /clang does not compile it/);
  assert.match(broken.compiler, /undeclared identifier 'x'/);
  for (const [other, words] of [
    [{ clang: 'clang' }, /path of clang is not absolute/],
    [{ kernels: ['6.1'] }, /"6\.1" names no kernel/],
    [{ kernels: ['/bin/ls'] }, /\/bin\/ls is no x86-64 kernel image/],
  ] as const)
    assert.match((await verify(opened, other)).failures.join(), words);
});

compiling('a client without the command gets no lenses', async (t) => {
  const opened = await open(t, source, modernClient);
  assert.equal(opened.project.client.result.capabilities.codeLensProvider, undefined);
  assert.deepEqual(await lenses(opened), []);
});
