// SPDX-License-Identifier: MIT
/* Copies of fields into locals, structures and globals. */
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

struct seen {
	__u32 family;
	__u32 port;
	__u32 address[4];
};

struct seen last;

SEC("cgroup/post_bind4")
int into_global(struct bpf_sock *ctx)
{
	last.family = ctx->family;
	last.port = ctx->src_port;
	last.address[0] = ctx->src_ip4;
	return 1;
}

SEC("cgroup/sock_create")
int into_global_refused(struct bpf_sock *ctx)
{
	last.port = ctx->src_port;
	return 1;
}

SEC("cgroup/sock_create")
int into_initialiser(struct bpf_sock *ctx)
{
	struct seen now = { .family = ctx->family, .port = ctx->src_port };

	last = now;
	return 1;
}

SEC("cgroup/sock_create")
int into_local_and_on(struct bpf_sock *ctx)
{
	__u32 port, copy;

	port = ctx->src_port;
	copy = port;
	last.port = copy + 1;
	return 1;
}

SEC("cgroup/sock_create")
int copy_of_accepted_field(struct bpf_sock *ctx)
{
	__u32 words[2] = { ctx->family, ctx->protocol };

	last.family = words[0];
	last.port = words[1];
	return 1;
}

SEC("cgroup/sock_create")
int as_argument_of_helper(struct bpf_sock *ctx)
{
	bpf_printk("%d", ctx->src_port);
	return 1;
}

SEC("cgroup/sock_create")
int with_comma(struct bpf_sock *ctx)
{
	__u32 port = (last.family = 1, ctx->src_port);

	last.port = port;
	return 1;
}

SEC("cgroup/sock_create")
int by_memcpy(struct bpf_sock *ctx)
{
	__u32 words[4];

	__builtin_memcpy(words, ctx->src_ip6, sizeof(words));
	last.port = words[0] + words[1];
	return 1;
}

char LICENSE[] SEC("license") = "Dual MIT/GPL";
