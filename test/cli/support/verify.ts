/** Sources for `verify`, and tests that need a compiler or the right to load. */
import { test, type TestContext } from 'node:test';
import { cannotCompile, cannotLoad } from './can-load.js';

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
