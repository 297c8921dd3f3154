// SPDX-License-Identifier: MIT
/* Pointers that the text alone tells of: into the packet, and to kernel structs that are seen as others. */
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

char LICENSE[] SEC("license") = "GPL";

long kept;

struct head {
	__u8 first;
	__u8 second;
	__u16 third;
};

SEC("cgroup_skb/egress")
int writes_what_is_read_only(struct __sk_buff *ctx)
{
	struct head *head = (void *)(long)ctx->data;

	if ((void *)(head + 1) > (void *)(long)ctx->data_end)
		return 1;
	head->second = 1;
	return 1;
}

SEC("cgroup_skb/egress")
int reads_what_is_read_only(struct __sk_buff *ctx)
{
	struct head *head = (void *)(long)ctx->data, copy;

	if ((void *)(head + 1) > (void *)(long)ctx->data_end)
		return 1;
	copy = *head;
	copy.second = 1;
	kept = copy.first;
	return 1;
}

static __attribute__((noinline)) int set(struct head *head, void *end)
{
	if ((void *)(head + 1) > end)
		return 0;
	head->third = 0;
	return 1;
}

SEC("cgroup_skb/ingress")
int writes_in_a_function(struct __sk_buff *ctx)
{
	return set((void *)(long)ctx->data, (void *)(long)ctx->data_end);
}

SEC("tc")
int writes_what_may_be_written(struct __sk_buff *ctx)
{
	return set((void *)(long)ctx->data, (void *)(long)ctx->data_end);
}

SEC("xdp")
int masks_the_packet(struct xdp_md *ctx)
{
	void *data = (void *)(long)ctx->data;

	kept = (long)data * 3;
	return 2;
}

SEC("xdp")
int moves_the_end(struct xdp_md *ctx)
{
	void *end = (void *)(long)ctx->data_end;

	kept = (long)(end - 4);
	return 2;
}

SEC("xdp")
int shifts_the_packet(struct xdp_md *ctx)
{
	kept = (long)(void *)(long)ctx->data << 2;
	return 2;
}

SEC("xdp")
int computes_with_the_distance(struct xdp_md *ctx)
{
	void *data = (void *)(long)ctx->data, *end = (void *)(long)ctx->data_end;

	kept = (end - data) & ~3L;
	return (long)data - 4 == 9 ? 1 : 2;
}

SEC("xdp")
int steps_too_far(struct xdp_md *ctx)
{
	struct head *head = (void *)(long)ctx->data;

	if ((void *)(head + sizeof(*head)) > (void *)(long)ctx->data_end)
		return 2;
	return head->first ? 1 : 2;
}

__attribute__((noinline)) int takes_anything(void *data)
{
	kept++;
	return data ? 1 : 0;
}

SEC("xdp")
int calls_with_anything(struct xdp_md *ctx)
{
	int local = ctx->rx_queue_index;

	return takes_anything(&local);
}

__attribute__((noinline)) int takes_memory(int *data)
{
	kept++;
	return data ? *data : 0;
}

SEC("xdp")
int calls_with_memory(struct xdp_md *ctx)
{
	int local = ctx->rx_queue_index;

	return takes_memory(&local) ? 1 : 2;
}


struct sock_common {
	__u16 skc_family;
} __attribute__((preserve_access_index));

struct inet_sock {
	__u16 inet_sport;
} __attribute__((preserve_access_index));

struct bpf_iter__tcp {
	void *meta;
	struct sock_common *sk_common;
	__u32 uid;
} __attribute__((preserve_access_index));

SEC("iter/tcp")
int reads_through_a_cast(struct bpf_iter__tcp *ctx)
{
	struct sock_common *skc = ctx->sk_common;
	struct inet_sock *inet = (struct inet_sock *)skc;

	if (skc)
		kept = inet->inet_sport;
	return 0;
}

SEC("iter/tcp")
int reads_what_it_is(struct bpf_iter__tcp *ctx)
{
	struct sock_common *skc = ctx->sk_common;

	if (skc)
		kept = skc->skc_family;
	return 0;
}

struct task_struct {
	int pid;
} __attribute__((preserve_access_index));

struct task_struct___old {
	long state;
} __attribute__((preserve_access_index));

struct bpf_iter__task {
	void *meta;
	struct task_struct *task;
} __attribute__((preserve_access_index));

SEC("iter/task")
int reads_what_is_gone(struct bpf_iter__task *ctx)
{
	struct task_struct___old *task = (void *)ctx->task;

	if (task)
		kept = task->state;
	return 0;
}

SEC("iter/task")
int asks_first(struct bpf_iter__task *ctx)
{
	struct task_struct *task = ctx->task;
	struct task_struct___old *old = (void *)task;

	if (!task)
		return 0;
	if (__builtin_preserve_field_info(old->state, 2))
		kept = old->state;
	else
		kept = task->pid;
	return 0;
}
