// SPDX-License-Identifier: MIT
/*
 * Which addresses and ports a cgroup's processes use: four cgroup socket programs. Three of them hold a mistake
 * that compiles without a warning and that the kernel refuses, or lets through to read garbage.
 */
#include <linux/bpf.h>
#include <bpf/bpf_core_read.h>
#include <bpf/bpf_endian.h>
#include <bpf/bpf_helpers.h>

#define AF_INET 2
#define AF_INET6 10
#define SOCK_RAW 3
#define FIRST_UNPRIVILEGED_PORT 1024

struct bind_event {
	__u64 when;
	__u32 family;
	__u32 address[4];
	__u32 port;
};

struct {
	__uint(type, BPF_MAP_TYPE_RINGBUF);
	__uint(max_entries, 64 * 1024);
} binds SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 64);
	__type(key, __u32);
	__type(value, __u64);
} sockets_by_family SEC(".maps");

static __always_inline void count_family(__u32 family)
{
	__u64 one = 1;
	__u64 *count = bpf_map_lookup_elem(&sockets_by_family, &family);

	if (count)
		__sync_fetch_and_add(count, 1);
	else
		bpf_map_update_elem(&sockets_by_family, &family, &one, BPF_NOEXIST);
}

/* Mistakes: BPF_CORE_READ goes past the context's rewriting, and a new socket has no port yet. */
SEC("cgroup/sock_create")
int forbid_raw_sockets(struct bpf_sock *ctx)
{
	__u32 family = BPF_CORE_READ(ctx, family);

	count_family(family);
	if (family == AF_INET && ctx->src_port < FIRST_UNPRIVILEGED_PORT)
		return 0;
	return ctx->type != SOCK_RAW;
}

/* Mistake: this one runs for IPv4, but reads the IPv6 address. */
SEC("cgroup/post_bind4")
int report_bind4(struct bpf_sock *ctx)
{
	struct bind_event *event = bpf_ringbuf_reserve(&binds, sizeof(*event), 0);

	if (!event)
		return 1;
	__builtin_memset(event, 0, sizeof(*event));
	event->when = bpf_ktime_get_ns();
	event->family = AF_INET;
	event->address[0] = ctx->src_ip6[0];
	event->port = ctx->src_port;
	bpf_ringbuf_submit(event, 0);
	return 1;
}

/* Mistake: the other way round. */
SEC("cgroup/post_bind6")
int keep_off_mapped_loopback(struct bpf_sock *ctx)
{
	if (ctx->src_ip6[0] || ctx->src_ip6[1] || ctx->src_ip6[2] != bpf_htonl(0xffff))
		return 1;
	return ctx->src_ip4 != bpf_htonl(0x7f000001);
}

/* Nothing to complain of: every field here may be read when a socket goes away. */
SEC("cgroup/sock_release")
int count_released(struct bpf_sock *ctx)
{
	if (ctx->family == AF_INET || ctx->family == AF_INET6)
		count_family(ctx->family);
	return 1;
}

char LICENSE[] SEC("license") = "Dual MIT/GPL";
