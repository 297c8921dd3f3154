// SPDX-License-Identifier: MIT
/* A function that nobody defines keeps the loader from the whole object. */
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

unsigned int ntohl(unsigned int);

SEC("xdp")
int swaps(struct xdp_md *ctx)
{
	return ntohl(ctx->rx_queue_index) > 5 ? XDP_DROP : XDP_PASS;
}

char LICENSE[] SEC("license") = "Dual MIT/GPL";
