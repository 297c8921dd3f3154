// SPDX-License-Identifier: MIT
/* What else is refused at once: values that may not be returned, and helpers of other program types. */
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

SEC("cgroup/sock_create")
int returns_two(struct bpf_sock *ctx)
{
	return 2;
}

SEC("cgroup/bind4")
int returns_three(struct bpf_sock_addr *ctx)
{
	return 3;
}

SEC("cgroup/recvmsg4")
int returns_zero(struct bpf_sock_addr *ctx)
{
	return 0;
}

SEC("cgroup/sock_create")
int redirects(struct bpf_sock *ctx)
{
	return bpf_redirect(1, 0) == 1;
}

SEC("xdp")
int redirects_in_xdp(struct xdp_md *ctx)
{
	return bpf_redirect(1, 0);
}

SEC("cgroup/sock_create")
int reads_memory(struct bpf_sock *ctx)
{
	__u32 word = 0;

	bpf_probe_read(&word, sizeof(word), (void *)8);
	return word == 1;
}

char LICENSE[] SEC("license") = "Dual MIT/GPL";
