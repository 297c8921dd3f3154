// SPDX-License-Identifier: MIT
/* Plain reads of fields: which program may read which. */
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

SEC("cgroup/sock_create")
int create_reads_what_it_may(struct bpf_sock *ctx)
{
	return ctx->family == 2 && ctx->type == 1 && ctx->protocol == 6 && ctx->mark == 3 && ctx->dst_ip4 == 4 &&
	       ctx->dst_port == 5 && ctx->state == 7 && ctx->bound_dev_if == 1;
}

SEC("cgroup/sock")
int create_reads_port(struct bpf_sock *ctx)
{
	return ctx->src_port == 1;
}

SEC("cgroup/sock_release")
int release_reads_address(struct bpf_sock *ctx)
{
	if (ctx->src_ip4 == 1)
		return 0;
	return 1;
}

SEC("cgroup/post_bind4")
int bind4_reads_what_it_may(struct bpf_sock *ctx)
{
	return ctx->src_ip4 == 1 && ctx->src_port == 2 && ctx->dst_ip4 == 3 && ctx->rx_queue_mapping == 4;
}

SEC("cgroup/post_bind4")
int bind4_reads_mark(struct bpf_sock *ctx)
{
	__u32 mark = ctx->mark;

	return mark == 7;
}

SEC("cgroup/post_bind4")
int bind4_reads_ipv6(struct bpf_sock *ctx)
{
	return ctx->src_ip6[3] == 1;
}

SEC("cgroup/post_bind6")
int bind6_reads_what_it_may(struct bpf_sock *ctx)
{
	return ctx->src_ip6[0] == 1 && ctx->src_ip6[3] == 2 && ctx->src_port == 3;
}

SEC("cgroup/post_bind6")
int bind6_reads_ipv4(struct bpf_sock *ctx)
{
	__u32 loopback = 0x0100007f;

	return ctx->src_ip4 != loopback;
}

SEC("cgroup/post_bind6")
int bind6_reads_priority_in_loop(struct bpf_sock *ctx)
{
	__u32 sum = 0;

	for (int i = 0; i < 4; i++)
		sum += ctx->priority + bpf_get_prandom_u32();
	return sum == 1;
}

char LICENSE[] SEC("license") = "Dual MIT/GPL";
