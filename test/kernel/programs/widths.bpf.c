// SPDX-License-Identifier: MIT
/* Values that are masked, shifted or put into something narrower: the load keeps the field's width. */
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_endian.h>

__u8 byte;
__u16 half;
__u64 wide;

SEC("cgroup/sock_create")
int masked(struct bpf_sock *ctx)
{
	return (ctx->mark & 0xff) == 1 && (ctx->dst_port & 0xff) == 2;
}

SEC("cgroup/sock_create")
int narrowed(struct bpf_sock *ctx)
{
	byte = ctx->family;
	half = ctx->type;
	wide = ctx->protocol;
	return 1;
}

SEC("cgroup/sock_create")
int narrowed_mark(struct bpf_sock *ctx)
{
	__u8 low = ctx->mark;

	byte = low;
	return 1;
}

SEC("cgroup/sock_create")
int shifted_mark(struct bpf_sock *ctx)
{
	half = ctx->mark >> 16;
	byte = ctx->priority >> 24;
	return 1;
}

SEC("cgroup/sock_create")
int cast_value(struct bpf_sock *ctx)
{
	return (__u8)ctx->bound_dev_if == 1 && (__u16)ctx->mark == 2;
}

SEC("cgroup/sock_create")
int swapped(struct bpf_sock *ctx)
{
	return bpf_ntohs(ctx->dst_port) == 80 && bpf_ntohl(ctx->dst_ip4) == 1;
}

SEC("cgroup/sock_create")
int masked_port(struct bpf_sock *ctx)
{
	return (ctx->src_port & 0xff) == 1;
}

SEC("cgroup/sock_create")
int signed_mapping(struct bpf_sock *ctx)
{
	return ctx->rx_queue_mapping < 0;
}

SEC("cgroup/sock_create")
int conjunction(struct bpf_sock *ctx)
{
	return (ctx->mark & 1) && !(ctx->mark & 0x80000000);
}

SEC("tc")
int narrowed_packet_fields(struct __sk_buff *skb)
{
	byte = skb->protocol;
	half = skb->mark;
	wide = skb->tstamp;
	return (__u8)skb->wire_len;
}

SEC("tc")
int half_of_time(struct __sk_buff *skb)
{
	return (__u32)skb->tstamp == 1;
}

char LICENSE[] SEC("license") = "Dual MIT/GPL";
