// SPDX-License-Identifier: MIT
/* A context that comes as void *, under another name or by way of arithmetic, and reads of other widths by casts. */
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

SEC("cgroup/sock_create")
int from_void(void *raw)
{
	struct bpf_sock *ctx = raw;

	return ctx->src_port == 1;
}

SEC("cgroup/sock_create")
int from_void_fine(void *raw)
{
	struct bpf_sock *ctx = (struct bpf_sock *)raw;

	return ctx->family == 2;
}

SEC("cgroup/sock_create")
int under_other_name(struct bpf_sock *ctx)
{
	struct bpf_sock *sk, *again;

	sk = ctx;
	again = sk;
	return again->src_port == 1;
}

SEC("cgroup/sock_create")
int cast_in_place(void *raw)
{
	return ((struct bpf_sock *)raw)->src_ip4 == 1;
}

SEC("cgroup/sock_create")
int as_words(struct bpf_sock *ctx)
{
	__u32 *words = (__u32 *)ctx;

	return words[1] == 2;
}

SEC("cgroup/sock_create")
int as_words_of_port(struct bpf_sock *ctx)
{
	__u32 *words = (void *)ctx;

	return words[11] == 2;
}

SEC("cgroup/sock_create")
int as_bytes_of_address(struct bpf_sock *ctx)
{
	return *((__u8 *)ctx + 24) == 2;
}

SEC("cgroup/sock_create")
int first_byte_of_family(struct bpf_sock *ctx)
{
	return *(__u8 *)&ctx->family == 2;
}

SEC("cgroup/sock_create")
int second_byte_of_family(struct bpf_sock *ctx)
{
	return ((__u8 *)&ctx->family)[1] == 2;
}

SEC("cgroup/sock_create")
int byte_of_address(struct bpf_sock *ctx)
{
	return ((__u8 *)&ctx->dst_ip4)[3] == 2;
}

SEC("cgroup/sock_create")
int eight_bytes(struct bpf_sock *ctx)
{
	__u64 *pair = (__u64 *)&ctx->dst_ip6[0];

	return *pair == 2;
}

/* The compiler knows that the field is aligned to four bytes only, and reads it in two halves. */
SEC("cgroup/sock_create")
int eight_bytes_in_place(struct bpf_sock *ctx)
{
	return *(__u64 *)&ctx->dst_ip6[0] == 2;
}

SEC("cgroup/sock_create")
int at_offset(struct bpf_sock *ctx)
{
	return *(__u32 *)((char *)ctx + 44) == 1;
}

SEC("cgroup/sock_create")
int at_offsetof(struct bpf_sock *ctx)
{
	return *(__u32 *)((void *)ctx + __builtin_offsetof(struct bpf_sock, src_port)) == 1;
}

SEC("cgroup/sock_create")
int byte_of_mark(struct bpf_sock *ctx)
{
	return *(__u8 *)&ctx->mark == 2;
}

SEC("cgroup/sock_create")
int port_as_word(struct bpf_sock *ctx)
{
	return *(__u32 *)&ctx->dst_port == 2;
}

SEC("cgroup/sock_create")
int dereferenced_address(struct bpf_sock *ctx)
{
	__u32 *port = &ctx->src_port;

	return *port == 2;
}

SEC("cgroup/sock_create")
int by_array_of_one(struct bpf_sock *ctx)
{
	return ctx[0].src_port == 2 || (*ctx).family == 2;
}

char LICENSE[] SEC("license") = "Dual MIT/GPL";
