// SPDX-License-Identifier: MIT
/* Stores: plain, compound, ++, of another field, too narrow, and where nothing may be stored. */
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

SEC("cgroup/sock_create")
int stores_what_it_may(struct bpf_sock *ctx)
{
	ctx->mark = bpf_get_prandom_u32();
	ctx->priority = ctx->mark;
	ctx->bound_dev_if |= 1;
	ctx->mark++;
	--ctx->priority;
	return 1;
}

SEC("cgroup/sock_create")
int stores_constants(struct bpf_sock *ctx)
{
	ctx->mark = 1;
	ctx->priority = 0;
	return 1;
}

SEC("cgroup/sock_create")
int stores_family(struct bpf_sock *ctx)
{
	ctx->family = 2;
	return 1;
}

SEC("cgroup/sock_create")
int adds_to_protocol(struct bpf_sock *ctx)
{
	ctx->protocol += 1;
	return 1;
}

SEC("cgroup/sock_create")
int counts_type(struct bpf_sock *ctx)
{
	ctx->type++;
	return 1;
}

SEC("cgroup/sock_create")
int adds_to_port(struct bpf_sock *ctx)
{
	ctx->src_port += 1;
	return 1;
}

SEC("cgroup/post_bind4")
int stores_mark_after_bind(struct bpf_sock *ctx)
{
	ctx->mark = bpf_get_prandom_u32();
	return 1;
}

SEC("cgroup/sock_create")
int stores_a_byte(struct bpf_sock *ctx)
{
	*(__u8 *)&ctx->mark = 1;
	return 1;
}

SEC("cgroup/sock_create")
int stores_half(struct bpf_sock *ctx)
{
	__u16 *half = (__u16 *)&ctx->priority;

	*half = bpf_get_prandom_u32();
	return 1;
}

SEC("cgroup/post_bind6")
int stores_element(struct bpf_sock *ctx)
{
	ctx->dst_ip6[2] = 1;
	return 1;
}

SEC("cgroup/connect4")
int stores_address(struct bpf_sock_addr *ctx)
{
	ctx->user_ip4 = 0x0100007f;
	ctx->user_port = 80;
	return 1;
}

SEC("cgroup/connect4")
int stores_source(struct bpf_sock_addr *ctx)
{
	ctx->msg_src_ip4 = 1;
	return 1;
}

SEC("cgroup/sendmsg6")
int stores_ipv6(struct bpf_sock_addr *ctx)
{
	ctx->user_ip6[0] = 1;
	ctx->msg_src_ip6[3] = ctx->user_ip6[3];
	return 1;
}

SEC("tc")
int stores_in_packet_context(struct __sk_buff *skb)
{
	skb->mark = 1;
	skb->cb[0] = 2;
	skb->cb[4] += 3;
	skb->tc_classid = 4;
	skb->tstamp = 5;
	return 0;
}

SEC("tc")
int stores_length(struct __sk_buff *skb)
{
	skb->len = 1;
	return 0;
}

SEC("xdp")
int stores_in_xdp(struct xdp_md *ctx)
{
	ctx->rx_queue_index = 1;
	return 2;
}

SEC("cgroup/sock_create")
int adds_atomically(struct bpf_sock *ctx)
{
	__sync_fetch_and_add(&ctx->mark, 1);
	return 1;
}

SEC("cgroup/sock_create")
int stores_chain(struct bpf_sock *ctx)
{
	ctx->mark = ctx->family = 3;
	return 1;
}

char LICENSE[] SEC("license") = "Dual MIT/GPL";
