/** Small BPF programs with a known verdict, and how to name a place in them. */

/** A field that no cgroup/sock_create program may read: `ctx->src_port`. */
export const forbiddenRead = `#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

SEC("cgroup/sock_create")
int f(struct bpf_sock *ctx)
{
	return ctx->src_port;
}
`;

/** A CO-RE read of a context, which reads garbage: mended by reading the field. */
export const coreRead = `#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_core_read.h>

SEC("cgroup/sock_create")
int f(struct bpf_sock *ctx)
{
	__u32 family = BPF_CORE_READ(ctx, family);
	__u32 protocol = BPF_CORE_READ(ctx, protocol);
	return family == protocol;
}
`;

/** C that has nothing to do with BPF, though its names look like it. */
export const plainC = `struct bpf_sock { int src_port; };

int f(struct bpf_sock *ctx)
{
	return ctx->src_port;
}
`;
