// SPDX-License-Identifier: MIT
/* What the compiler surely removes is not judged, and what it keeps is. */
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_core_read.h>

#define WITH_PORT 0
#define WITH_FAMILY 1

enum { OFF, ON };

const volatile int want_port = 0;

SEC("cgroup/sock_create")
int behind_zero(struct bpf_sock *ctx)
{
	if (0)
		return ctx->src_port;
	if (WITH_PORT && ctx->src_port == 2)
		return 0;
	while (OFF)
		ctx->family = 1;
	return OFF ? ctx->src_ip4 : 1;
}

SEC("cgroup/sock_create")
int in_operands(struct bpf_sock *ctx)
{
	typeof(ctx->src_port) port = 3;

	return sizeof(ctx->src_ip6) == 16 && port + __builtin_offsetof(struct bpf_sock, src_port) == 47;
}

SEC("cgroup/sock_create")
int in_field_exists(struct bpf_sock *ctx)
{
	return bpf_core_field_exists(ctx->src_port);
}

SEC("cgroup/sock_create")
int after_return(struct bpf_sock *ctx)
{
	return 1;
	return ctx->src_port;
}

SEC("cgroup/sock_create")
int behind_directive(struct bpf_sock *ctx)
{
#if 0
	return ctx->src_port;
#endif
#if WITH_PORT
	return ctx->src_ip4;
#else
	return ctx->family == 2;
#endif
}

SEC("cgroup/sock_create")
int behind_one(struct bpf_sock *ctx)
{
	if (WITH_FAMILY)
		return ctx->src_port == 2;
	return 1;
}

SEC("cgroup/sock_create")
int short_circuit_that_holds(struct bpf_sock *ctx)
{
	return !(ON && ctx->src_ip4 == 2);
}

SEC("cgroup/sock_create")
int behind_flag(struct bpf_sock *ctx)
{
	if (want_port)
		return ctx->src_port == 2;
	return 1;
}

SEC("cgroup/sock_create")
int in_else(struct bpf_sock *ctx)
{
	if (sizeof(struct bpf_sock) > 0)
		return 1;
	else
		return ctx->src_port == 1;
}

SEC("cgroup/sock_create")
int once_in_loop(struct bpf_sock *ctx)
{
	do {
		if (ctx->family == 2)
			return 0;
	} while (0);
	return 1;
}

SEC("cgroup/sock_create")
int behind_elif(struct bpf_sock *ctx)
{
#if WITH_FAMILY > 1
	return ctx->src_port;
#elif WITH_FAMILY == 1
	return ctx->family == 2;
#else
	return ctx->src_ip4;
#endif
}

SEC("cgroup/sock_create")
int behind_ifndef(struct bpf_sock *ctx)
{
#ifndef WITH_FAMILY
	return ctx->src_port;
#endif
	return 1;
}

SEC("cgroup/sock_create")
int behind_local_enumerator(struct bpf_sock *ctx)
{
	enum { NEVER };

	if (NEVER)
		return ctx->src_port;
	return 1;
}

SEC("cgroup/sock_create")
int behind_other_case(struct bpf_sock *ctx)
{
	switch (WITH_FAMILY) {
	case 0:
		return ctx->src_port;
	case 1:
		return ctx->family == 2;
	}
	return 1;
}

char LICENSE[] SEC("license") = "Dual MIT/GPL";
