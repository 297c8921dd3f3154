// SPDX-License-Identifier: MIT
/* Packet programs: fields that depend on the type, and the socket behind a packet. */
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

SEC("xdp")
int reads_packet(struct xdp_md *ctx)
{
	void *data = (void *)(long)ctx->data;
	void *end = (void *)(long)ctx->data_end;

	if (data + 1 > end)
		return 1;
	return *(__u8 *)data == 1 ? 1 : 2;
}

SEC("xdp")
int reads_egress(struct xdp_md *ctx)
{
	return ctx->egress_ifindex == 1 ? 1 : 2;
}

SEC("xdp/devmap")
int reads_egress_in_devmap(struct xdp_md *ctx)
{
	return ctx->egress_ifindex == 1 ? 1 : 2;
}

SEC("tc")
int reads_peer(struct __sk_buff *skb)
{
	return skb->remote_port == 1;
}

SEC("cgroup_skb/ingress")
int reads_data(struct __sk_buff *skb)
{
	return skb->family == 2 && skb->remote_port == 1 && skb->len > 3;
}

SEC("cgroup_skb/ingress")
int reads_classid(struct __sk_buff *skb)
{
	return skb->tc_classid == 1;
}

SEC("socket")
int reads_time(struct __sk_buff *skb)
{
	return skb->tstamp == 1;
}

SEC("tc")
int reads_socket(struct __sk_buff *skb)
{
	struct bpf_sock *sk = skb->sk;

	if (!sk)
		return 0;
	return sk->family == 2;
}

SEC("tc")
int reads_device_of_socket(struct __sk_buff *skb)
{
	struct bpf_sock *sk = skb->sk;

	if (!sk)
		return 0;
	sk = bpf_sk_fullsock(sk);
	return sk ? sk->bound_dev_if == 2 && sk->mark == 1 : 0;
}

SEC("tc")
int stores_in_socket(struct __sk_buff *skb)
{
	struct bpf_sock *sk = skb->sk;

	if (!sk)
		return 0;
	sk = bpf_sk_fullsock(sk);
	if (sk)
		sk->mark = 1;
	return 0;
}

SEC("tc")
int reads_mark_of_common(struct __sk_buff *skb)
{
	struct bpf_sock *sk = skb->sk;

	if (!sk)
		return 0;
	return sk->mark == 2;
}

char LICENSE[] SEC("license") = "Dual MIT/GPL";
