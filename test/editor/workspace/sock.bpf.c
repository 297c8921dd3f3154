// SPDX-License-Identifier: GPL-2.0
#include "vmlinux.h"
#include <bpf/bpf_core_read.h>
#include <bpf/bpf_helpers.h>

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 1024);
	__type(key, __u32);
	__type(value, __u64);
} created SEC(".maps");

SEC("cgroup/sock_create")
int count_sockets(struct bpf_sock *ctx)
{
	__u32 port = ctx->src_port;
	__u32 family = BPF_CORE_READ(ctx, family);
	__u32 key = family << 16 | port;
	__u64 one = 1, *seen;

	seen = bpf_map_lookup_elem(&created, &key);
	if (seen)
		__sync_fetch_and_add(seen, 1);
	else
		bpf_map_update_elem(&created, &key, &one, BPF_ANY);
	return 1;
}

char _license[] SEC("license") = "GPL";
