// SPDX-License-Identifier: MIT
/* Fields that reach the access through macros: as arguments, in bodies, in bodies of bodies. */
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

#define FIELD(field) (ctx->field)
#define OF(context, field) (context)->field
#define BOTH(a, b) ((a) == 1 && (b) == 2)
#define PORT src_port
#define SAME(x) (x)
#define TWICE(context, field) (OF(context, field) + OF(context, field))
#define LAST 3
#define REFUSE_PORT(context)                    \
	do {                                    \
		if ((context)->src_port == 1)   \
			return 0;               \
	} while (0)

SEC("cgroup/sock_create")
int reads_family_by_macro(struct bpf_sock *ctx)
{
	return FIELD(family) == 2 && BOTH(ctx->type, OF(ctx, protocol));
}

SEC("cgroup/sock_create")
int reads_port_by_macro(struct bpf_sock *ctx)
{
	return FIELD(src_port) == 2;
}

SEC("cgroup/sock_create")
int reads_port_as_argument(struct bpf_sock *ctx)
{
	return BOTH(ctx->family, ctx->src_port);
}

SEC("cgroup/sock_create")
int reads_named_port(struct bpf_sock *ctx)
{
	return ctx->PORT == 2;
}

SEC("cgroup/sock_create")
int reads_port_twice(struct bpf_sock *ctx)
{
	return TWICE(ctx, src_port) == 2;
}

SEC("cgroup/sock_create")
int reads_port_in_statement(struct bpf_sock *ctx)
{
	REFUSE_PORT(ctx);
	return 1;
}

SEC("cgroup/post_bind4")
int reads_last_element(struct bpf_sock *ctx)
{
	return SAME(ctx)->src_ip6[SAME(LAST)] == 2;
}

SEC("cgroup/post_bind4")
int reads_port_after_bind(struct bpf_sock *ctx)
{
	REFUSE_PORT(ctx);
	return TWICE(ctx, src_port) == 2;
}

SEC("cgroup/sock_create")
int stores_by_macro(struct bpf_sock *ctx)
{
	FIELD(family) = 2;
	return 1;
}

SEC("cgroup/sock_create")
int compares_by_builtin(struct bpf_sock *ctx)
{
	if (__builtin_expect(ctx->src_port == 1, 0))
		return 0;
	return 1;
}

char LICENSE[] SEC("license") = "Dual MIT/GPL";
