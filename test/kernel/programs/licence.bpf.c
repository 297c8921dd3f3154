// SPDX-License-Identifier: MIT
/* What an object under another licence than the GPL may do. */
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

int seen;

SEC("kprobe/do_exit")
int prints(void *ctx)
{
	bpf_printk("gone");
	return 0;
}

SEC("tracepoint/sched/sched_switch")
int prints_in_a_function(void *ctx)
{
	bpf_trace_printk("x", 2);
	return 0;
}

SEC("kprobe/do_exit")
int counts(void *ctx)
{
	seen = bpf_get_current_pid_tgid();
	return 0;
}

SEC("xdp")
int passes(struct xdp_md *ctx)
{
	return bpf_get_prandom_u32() % 2 ? XDP_PASS : XDP_DROP;
}

SEC("tc")
int copies(struct __sk_buff *skb)
{
	char byte;

	bpf_skb_load_bytes(skb, 0, &byte, 1);
	return byte;
}

char LICENSE[] SEC("license") = "Apache-2.0";
