// SPDX-License-Identifier: GPL-2.0
// For "Verify with the Kernel": what both say, what only the kernel says, and a line that no path comes to.
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 64);
	__type(key, __u32);
	__type(value, __u64);
} sizes SEC(".maps");

const volatile int debug = 0;

SEC("tc")
int count_sizes(struct __sk_buff *skb)
{
	__u32 key = skb->len;
	__u64 *count = bpf_map_lookup_elem(&sizes, &key);

	*count += 1;
	return 0;
}

SEC("cgroup/sock_create")
int allow(struct bpf_sock *ctx)
{
	if (debug)
		bpf_printk("family %d", ctx->family);
	return 1;
}

SEC("cgroup/sock_create")
int forbid_port(struct bpf_sock *ctx)
{
	return ctx->src_port != 22;
}

char LICENSE[] SEC("license") = "GPL";
