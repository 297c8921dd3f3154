/** Whether this machine can compile BPF C and load it, found without the tool that is under test. */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { test, type TestContext } from 'node:test';

/** Everything that the loader can be built with and the source compiled; a reason to skip where something is missing. */
export const cannotCompile: string | null = compilerReason();

/** Why nothing can be loaded here; null where the rights are there. */
export const cannotLoad: string | null = cannotCompile ?? rightsReason();

function compilerReason(): string | null {
  if (process.platform !== 'linux') return 'no Linux';
  const missing = ['clang', 'cc'].filter((name) => spawnSync(name, ['--version']).status !== 0);
  if (missing.length > 0) return `no ${missing.join(', ')} here`;
  const headers = ['bpf/libbpf.h', 'bpf/bpf_helpers.h', 'linux/bpf.h'].map((name) => `/usr/include/${name}`);
  return headers.find((path) => !existsSync(path)) === undefined ? null : 'no libbpf here';
}

function rightsReason(): string | null {
  const held = BigInt(`0x${/^CapEff:\s*(\w+)/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1] ?? '0'}`);
  if (![12n, 38n, 39n].every((capability) => (held >> capability) & 1n))
    return 'no rights to load BPF programs here';
  const container = spawnSync('bpftool', ['prog', 'list']);
  return container.error === undefined && container.status !== 0 ? 'BPF is not permitted here' : null;
}

/** Two programs, of which the second is refused at its marked line, and one that no libbpf can load by itself. */
export const source = `#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 4);
	__uint(pinning, LIBBPF_PIN_BY_NAME);
	__type(key, __u32);
	__type(value, __u64);
} values SEC(".maps");

SEC("tc")
int good(struct __sk_buff *skb)
{
	return skb->len > 64;
}

SEC("tcx/ingress")
int bad(struct __sk_buff *skb)
{
	__u32 key = skb->len;
	__u64 *value = bpf_map_lookup_elem(&values, &key);

	return *value;
}

char LICENSE[] SEC("license") = "GPL";
`;

/** As `source`, and a program that waits for its target. */
export const withReplacement = source.replace(
  'char LICENSE',
  'SEC("freplace/target")\nint replaces(struct __sk_buff *skb)\n{\n\treturn 0;\n}\n\nchar LICENSE',
);

/** The JSON of `verify`, as far as tests look at it. */
export interface Answer {
  readonly kernels: readonly { readonly kind: string; readonly release: string }[];
  readonly programs: readonly {
    readonly kernel: string;
    readonly program: string;
    readonly section: string;
    readonly verdict: string;
    readonly id: string | null;
    readonly at: { readonly file: string; readonly line: number; readonly column: number } | null;
    readonly stats: { readonly instructions?: number };
  }[];
}

/** A test that needs the right to load programs. */
export function loading(name: string, work: (t: TestContext) => void | Promise<void>): void {
  test(name, (t) => (cannotLoad === null ? work(t) : t.skip(cannotLoad)));
}

/** A test that needs a compiler and libbpf. */
export function compiling(name: string, work: (t: TestContext) => void | Promise<void>): void {
  test(name, (t) => (cannotCompile === null ? work(t) : t.skip(cannotCompile)));
}

export function json(stdout: string): Answer {
  return JSON.parse(stdout) as Answer;
}
