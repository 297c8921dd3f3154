/**
 * Writes a large BPF C file of the kind that a cgroup policy grows into: maps, macros, helpers, and many socket
 * programs that share them. The same number of lines always gives the same text.
 */

const head = `// SPDX-License-Identifier: MIT
#include <linux/bpf.h>
#include <bpf/bpf_core_read.h>
#include <bpf/bpf_endian.h>
#include <bpf/bpf_helpers.h>

#define AF_INET 2
#define AF_INET6 10
#define ALLOW 1
#define REFUSE 0
#define IS_IPV4(ctx) ((ctx)->family == AF_INET)
#define IS_IPV6(ctx) ((ctx)->family == AF_INET6)

struct event {
	__u64 when;
	__u32 family;
	__u32 protocol;
	__u32 address[4];
};

`;

const sections = [
  'cgroup/sock_create',
  'cgroup/sock_release',
  'cgroup/post_bind4',
  'cgroup/post_bind6',
] as const;

/** The text, of at least so many lines. */
export function generateProgram(lines: number): string {
  let text = head;
  let written = count(text);
  for (let number = 0; written < lines; number++) {
    const part = policy(number);
    text += part;
    written += count(part);
  }
  return `${text}char LICENSE[] SEC("license") = "Dual MIT/GPL";\n`;
}

/** Offsets of the start of a line inside a function, spread over the whole text. */
export function placesToType(text: string): readonly number[] {
  return [...text.matchAll(/^\t__u32 key = /gm)].map((match) => match.index);
}

function count(text: string): number {
  return text.split('\n').length - 1;
}

/** One policy: a map, a macro, two helpers and a program. Every tenth holds a read that the verifier refuses. */
function policy(number: number): string {
  const section = sections[number % sections.length] ?? sections[0];
  const port = section.startsWith('cgroup/post_bind') ? 'ctx->src_port' : 'ctx->protocol';
  const address =
    section === 'cgroup/post_bind6' ? 'src_ip6[0]' : section === 'cgroup/post_bind4' ? 'src_ip4' : 'dst_ip4';
  const judged = number % 10 === 9 ? 'ctx->src_ip6[3] + ctx->src_ip4' : `ctx->${address}`;
  return `struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, ${64 + (number % 7) * 32});
	__type(key, __u32);
	__type(value, struct event);
} seen_${number} SEC(".maps");

#define LIMIT_${number} ${1000 + ((number * 7919) % 5000)}

/* Remembers who came; policy ${number}. */
static __always_inline void remember_${number}(struct bpf_sock *ctx, __u32 key)
{
	struct event *known = bpf_map_lookup_elem(&seen_${number}, &key);
	struct event fresh = {};

	if (known) {
		known->when = bpf_ktime_get_ns();
		return;
	}
	fresh.family = ctx->family;
	fresh.protocol = ctx->protocol;
	for (int i = 0; i < 4; i++)
		fresh.address[i] = key >> (8 * i);
	bpf_map_update_elem(&seen_${number}, &key, &fresh, BPF_ANY);
}

static __noinline int weigh_${number}(__u32 first, __u32 second)
{
	__u32 sum = first ^ second;

	switch (sum & 3) {
	case 0:
		return sum > LIMIT_${number} ? ALLOW : REFUSE;
	case 1:
		sum += first * 31;
		break;
	default:
		sum -= second & 0xff;
	}
	return sum % LIMIT_${number} != ${number % 13};
}

SEC("${section}")
int policy_${number}(struct bpf_sock *ctx)
{
	__u32 key = ${port};
	__u32 type = ctx->type;

	if (!IS_IPV4(ctx) && !IS_IPV6(ctx))
		return ALLOW;
	if (type != 1 && type != 2) {
		bpf_printk("policy ${number}: type %d", type);
		return REFUSE;
	}
	remember_${number}(ctx, key);
	if (key < LIMIT_${number} && ctx->state == ${number % 12})
		return REFUSE;
	return weigh_${number}(${judged}, ctx->dst_ip4);
}

`;
}
