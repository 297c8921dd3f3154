// SPDX-License-Identifier: MIT
/* The context handed on to functions: inlined, called, called from several programs, and not called at all. */
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

static __always_inline int port_inline(struct bpf_sock *sk)
{
	return sk->src_port == 1;
}

static __noinline int port_called(struct bpf_sock *sk)
{
	return sk->src_port == 1;
}

static int port_left_to_compiler(struct bpf_sock *sk)
{
	return sk->src_port == 1;
}

static __always_inline int at_last(struct bpf_sock *sk)
{
	return sk->src_port == 1;
}

static __always_inline int by_way_of(struct bpf_sock *sk, int plus)
{
	return at_last(sk) + plus;
}

static __always_inline __u32 chosen(struct bpf_sock *sk, int with_port)
{
	if (with_port)
		return sk->src_port;
	return sk->family;
}

static __noinline int family_called(struct bpf_sock *sk)
{
	return sk->family == 2;
}

static __always_inline int never_called(struct bpf_sock *sk)
{
	return sk->src_ip4 == 2;
}

static __always_inline int dereferences(__u32 *field)
{
	return *field == 2;
}

SEC("cgroup/sock_create")
int calls_inline(struct bpf_sock *ctx)
{
	return port_inline(ctx);
}

SEC("cgroup/post_bind4")
int calls_inline_after_bind(struct bpf_sock *ctx)
{
	return port_inline(ctx);
}

SEC("cgroup/sock_create")
int calls_subprogram(struct bpf_sock *ctx)
{
	return port_called(ctx);
}

SEC("cgroup/post_bind4")
int calls_subprogram_after_bind(struct bpf_sock *ctx)
{
	return port_called(ctx);
}

SEC("cgroup/sock_create")
int calls_static(struct bpf_sock *ctx)
{
	return port_left_to_compiler(ctx);
}

SEC("cgroup/sock_create")
int calls_by_way(struct bpf_sock *ctx)
{
	return by_way_of(ctx, 0);
}

SEC("cgroup/sock_create")
int chooses_family(struct bpf_sock *ctx)
{
	return chosen(ctx, 0) == 2;
}

SEC("cgroup/sock_create")
int chooses_port(struct bpf_sock *ctx)
{
	return chosen(ctx, 1) == 2;
}

SEC("cgroup/sock_create")
int calls_fine_subprogram(struct bpf_sock *ctx)
{
	return family_called(ctx);
}

SEC("cgroup/sock_create")
int hands_on_address(struct bpf_sock *ctx)
{
	return dereferences(&ctx->src_port);
}

char LICENSE[] SEC("license") = "Dual MIT/GPL";
