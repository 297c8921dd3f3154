/** BPF C in the styles that people write, for the tests that need much of it. Written for these tests. */
export const samples: readonly string[] = [
  `// SPDX-License-Identifier: GPL-2.0
#include "vmlinux.h"
#include <bpf/bpf_helpers.h>

#define MAX_PORTS 64
#define PROG(kind) SEC("cgroup/" #kind)
#define __fast static __always_inline

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, MAX_PORTS * 2);
	__type(key, __u32);
	__type(value, struct counter);
} counters SEC(".maps");

const volatile int verbose = 0;

__fast int parse(void *data, void *data_end /* exclusive */)
{
	struct ethhdr *eth = data;

	if ((void *)(eth + 1) > data_end)
		return -1;
	return bpf_ntohs(eth->h_proto);
}

SEC("xdp")
int count_packets(struct xdp_md *ctx)
{
	void *data = (void *)(long)ctx->data, *end = (void *)(long)ctx->data_end;
	__u32 key = ctx->ingress_ifindex;
	struct counter *c = bpf_map_lookup_elem(&counters, &key);

	if (!c)
		return XDP_PASS;
	__sync_fetch_and_add(&c->packets, 1);
	switch (parse(data, end)) {
	case 0x0800:
	case 0x86dd ... 0x86ff:
		goto out;
	default:
		break;
	}
out:
	return verbose ? XDP_PASS : XDP_DROP;
}

char LICENSE[] SEC("license") = "Dual MIT/GPL";
`,
  `#include "vmlinux.h"
struct event { u32 pid; char comm[16]; int flags:3; int :5; } __attribute__((packed));
SEC("kprobe/do_unlinkat")
int BPF_KPROBE(unlink_entry, int dfd, struct filename *name)
{
	struct event e = { .pid = bpf_get_current_pid_tgid() >> 32, .comm = "", };
	int i;

	bpf_for(i, 0, 10) {
		if (bpf_core_field_exists(struct task_struct, pid) && name)
			e.flags |= BPF_CORE_READ(name, name) ? 1 : 2;
	}
	asm volatile("%0 = *(u32 *)(%1 + 0)" : "=r"(i) : "r"(name) : "memory");
	typeof(e) copy = ({ struct event t = e; t; });
#ifdef DEBUG
	bpf_printk("entry %d", copy.pid);
#else
	(void)copy;
#endif
	return 0;
}
#if 0
int never(void) { return oops }
#endif
SEC("lsm/file_open") int BPF_PROG(open_hook, struct file *file, int ret) { return ret ?: -EPERM; }
`,
  '\ufeffint\r\nf(struct __sk_buff *skb)\r\n{\r\n\tchar *s = "\u{1F600} caf\u00e9"; /* \u{1F4A5} */ skb->mark = \'a\';\r\n\treturn skb->len;\r\n}\r\n',
  `#include <bpf/bpf_helpers.h>
#define NAME(n) made_##n
#define PORT(c) ((c)->src_port)
#define WHOLE(n) SEC("cgroup/sock_create") int NAME(n)(struct bpf_sock *ctx) { return PORT(ctx); }
#define LIST(X) X(one) X(two)
#define HEAD(n, args...) SEC("kprobe/" #n) int BPF_KPROBE(n, ##args)
#define BEGIN(n) SEC("tc") int n(struct __sk_buff *skb) {
#define END }

LIST(WHOLE)
int between;
HEAD(do_exit, long code) { return code; }
WHOLE(three)

BEGIN(opened)
	if (skb->len > 3)
		return 1;
	return PORT(skb);
END
#undef PORT
#define PORT(c) 0
static int last(void) { return PORT(c); }
`,
];
