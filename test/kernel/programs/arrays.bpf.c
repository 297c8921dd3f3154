// SPDX-License-Identifier: MIT
/* Elements of array fields, chosen by constants and in loops that the compiler unrolls. */
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

SEC("cgroup/post_bind6")
int reads_elements(struct bpf_sock *ctx)
{
	return ctx->src_ip6[0] + ctx->src_ip6[1] + ctx->src_ip6[2] + ctx->src_ip6[3] == 1;
}

SEC("cgroup/post_bind4")
int reads_refused_element(struct bpf_sock *ctx)
{
	return ctx->dst_ip6[1] + ctx->src_ip6[1] == 1;
}

SEC("cgroup/post_bind4")
int loops_over_refused_elements(struct bpf_sock *ctx)
{
	__u32 sum = 0;

#pragma unroll
	for (int i = 0; i < 4; i++)
		sum |= ctx->src_ip6[i];
	return sum == 0;
}

SEC("cgroup/post_bind6")
int reads_by_enumerator(struct bpf_sock *ctx)
{
	enum { FIRST, LAST = FIRST + 3 };

	return ctx->src_ip6[LAST] == 1;
}

SEC("cgroup/connect4")
int reads_ipv6_of_ipv4(struct bpf_sock_addr *ctx)
{
	return ctx->user_ip6[0] == 1;
}

SEC("cgroup/connect6")
int reads_ipv4_of_ipv6(struct bpf_sock_addr *ctx)
{
	return ctx->user_ip4 == 1;
}

SEC("tc")
int reads_cb(struct __sk_buff *skb)
{
	return skb->cb[0] + skb->cb[4];
}

SEC("socket")
int stores_classid(struct __sk_buff *skb)
{
	return skb->tc_classid;
}

char LICENSE[] SEC("license") = "Dual MIT/GPL";
