// SPDX-License-Identifier: MIT
/* Values that nobody uses: the compiler drops the load, and the verifier never sees it. */
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

__u32 seen;

SEC("cgroup/sock_create")
int bare(struct bpf_sock *ctx)
{
	ctx->src_port;
	(void)ctx->src_ip4;
	return 1;
}

SEC("cgroup/sock_create")
int into_unused_variable(struct bpf_sock *ctx)
{
	__u32 port = ctx->src_port;

	return 1;
}

SEC("cgroup/sock_create")
int overwritten(struct bpf_sock *ctx)
{
	__u32 port = ctx->src_port;

	port = ctx->family;
	return port == 2;
}

SEC("cgroup/sock_create")
int by_way_of_unused(struct bpf_sock *ctx)
{
	__u32 port = ctx->src_port;
	__u32 next = port + 1;
	__u32 last;

	last = next * 2;
	return 1;
}

SEC("cgroup/sock_create")
int read_as_volatile(struct bpf_sock *ctx)
{
	*(volatile __u32 *)&ctx->src_port;
	return 1;
}

SEC("cgroup/sock_create")
int into_volatile(struct bpf_sock *ctx)
{
	volatile __u32 port = ctx->src_port;

	return 1;
}

SEC("cgroup/sock_create")
int used_on_one_way(struct bpf_sock *ctx)
{
	__u32 port = ctx->src_port;

	if (ctx->family == 2)
		seen = port;
	return 1;
}

SEC("cgroup/sock_create")
int used_in_dead_branch(struct bpf_sock *ctx)
{
	__u32 port = ctx->src_port;

	if (0)
		seen = port;
	return 1;
}

SEC("cgroup/sock_create")
int accumulated_in_vain(struct bpf_sock *ctx)
{
	__u32 sum = 0;

	sum += ctx->src_port;
	sum |= ctx->src_ip4;
	return 1;
}

SEC("cgroup/sock_create")
int condition_without_effect(struct bpf_sock *ctx)
{
	if (ctx->src_port == 1)
		;
	return 1;
}

SEC("cgroup/sock_create")
int context_as_volatile(volatile struct bpf_sock *ctx)
{
	ctx->src_port;
	return 1;
}

SEC("cgroup/sock_create")
int into_global(struct bpf_sock *ctx)
{
	__u32 port = ctx->src_port;

	seen = port;
	return 1;
}

SEC("cgroup/sock_create")
int into_unused_element(struct bpf_sock *ctx)
{
	__u32 pair[2];

	pair[0] = ctx->src_port;
	pair[1] = ctx->family;
	seen = pair[1];
	return 1;
}

static __always_inline int ignores(__u32 value)
{
	return 1;
}

SEC("cgroup/sock_create")
int argument_that_is_ignored(struct bpf_sock *ctx)
{
	return ignores(ctx->src_port);
}

char LICENSE[] SEC("license") = "Dual MIT/GPL";
