// SPDX-License-Identifier: MIT
/* Memory of packets, and what look-ups give: compared in many ways, and not compared, or not enough. */
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

struct head {
	__u8 to[6], from[6];
	__u16 proto;
};

struct val {
	__u32 a, b;
};

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 16);
	__type(key, __u32);
	__type(value, struct val);
} values SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_RINGBUF);
	__uint(max_entries, 4096);
} events SEC(".maps");

SEC("xdp")
int never_compared(struct xdp_md *ctx)
{
	struct head *h = (void *)(long)ctx->data;

	return h->proto == 8 ? 1 : 2;
}

SEC("xdp")
int a_byte_short(struct xdp_md *ctx)
{
	void *data = (void *)(long)ctx->data, *end = (void *)(long)ctx->data_end;
	struct head *h = data;

	if (data + 13 > end)
		return 1;
	return h->proto == 8 ? 1 : 2;
}

SEC("xdp")
int compared(struct xdp_md *ctx)
{
	void *data = (void *)(long)ctx->data, *end = (void *)(long)ctx->data_end;
	struct head *h = data;

	if (data + sizeof(*h) > end)
		return 1;
	return h->proto == 8 ? 1 : 2;
}

SEC("tc")
int compared_reversed(struct __sk_buff *skb)
{
	void *end = (void *)(long)skb->data_end;
	struct head *h = (void *)(long)skb->data;

	if (end < (void *)(h + 1))
		return 0;
	return h->proto == 8;
}

SEC("tc")
int compared_the_wrong_way(struct __sk_buff *skb)
{
	void *end = (void *)(long)skb->data_end;
	struct head *h = (void *)(long)skb->data;

	if ((void *)(h + 1) < end)
		return 0;
	return h->proto == 8;
}

SEC("cgroup_skb/egress")
int in_a_cgroup(struct __sk_buff *skb)
{
	__u8 *p = (void *)(long)skb->data;

	if (p + 20 > (__u8 *)(long)skb->data_end)
		return 1;
	return p[9] == 17 ? 0 : p[20] == 1;
}

static __always_inline int behind(struct head *h, void *end)
{
	__u8 *next = (void *)(h + 1);

	if ((void *)(next + 4) > end)
		return -1;
	return next[3];
}

SEC("xdp")
int in_a_function(struct xdp_md *ctx)
{
	int found = behind((void *)(long)ctx->data, (void *)(long)ctx->data_end);

	return found < 0 ? 1 : found == 7 ? 0 : 2;
}

struct cursor {
	void *at, *end;
};

static __always_inline int take(struct cursor *c, int size)
{
	if (c->at + size > c->end)
		return -1;
	c->at += size;
	return 0;
}

SEC("xdp")
int by_a_cursor(struct xdp_md *ctx)
{
	struct cursor c = { (void *)(long)ctx->data, (void *)(long)ctx->data_end };
	struct head *h = c.at;

	if (take(&c, sizeof(*h)))
		return 1;
	return h->proto == 8 ? 1 : 2;
}

SEC("xdp")
int by_a_cursor_too_short(struct xdp_md *ctx)
{
	struct cursor c = { (void *)(long)ctx->data, (void *)(long)ctx->data_end };
	struct head *h = c.at;

	if (take(&c, sizeof(*h) - 2))
		return 1;
	return h->proto == 8 ? 1 : 2;
}

SEC("xdp")
int written_beyond(struct xdp_md *ctx)
{
	struct head *h = (void *)(long)ctx->data;

	if ((void *)(h + 1) > (void *)(long)ctx->data_end)
		return 1;
	((__u8 *)h)[14] = 1;
	return 2;
}

SEC("xdp")
int not_needed(struct xdp_md *ctx)
{
	struct head *h = (void *)(long)ctx->data;
	__u16 proto = h->proto;

	return proto == proto ? 2 : 1;
}

SEC("xdp")
int in_a_loop(struct xdp_md *ctx)
{
	__u8 *p = (void *)(long)ctx->data, *end = (void *)(long)ctx->data_end;
	__u32 sum = 0;

	if (p + 4 > end)
		return 1;
	for (int i = 0; i < 5; i++)
		sum += p[i];
	return sum == 77 ? 1 : 2;
}

SEC("xdp")
int moved(struct xdp_md *ctx)
{
	struct head *h = (void *)(long)ctx->data;

	if ((void *)(h + 1) > (void *)(long)ctx->data_end)
		return 1;
	if (bpf_xdp_adjust_head(ctx, 4))
		return 1;
	return h->proto == 8 ? 1 : 2;
}

SEC("xdp")
int moved_and_read_anew(struct xdp_md *ctx)
{
	struct head *h = (void *)(long)ctx->data;

	if (bpf_xdp_adjust_head(ctx, 4))
		return 1;
	h = (void *)(long)ctx->data;
	if ((void *)(h + 1) > (void *)(long)ctx->data_end)
		return 1;
	return h->proto == 8 ? 1 : 2;
}

SEC("xdp")
int found_and_used(struct xdp_md *ctx)
{
	__u32 key = ctx->rx_queue_index;
	struct val *v = bpf_map_lookup_elem(&values, &key);

	return v->a ? 1 : 2;
}

SEC("xdp")
int found_and_compared(struct xdp_md *ctx)
{
	__u32 key = ctx->rx_queue_index;
	struct val *v = bpf_map_lookup_elem(&values, &key);

	if (!v)
		return 1;
	return v->a ? 1 : 2;
}

SEC("xdp")
int compared_and_forgotten(struct xdp_md *ctx)
{
	__u32 key = ctx->rx_queue_index;
	struct val *v = bpf_map_lookup_elem(&values, &key);

	if (!v)
		bpf_printk("none");
	v->b = 3;
	return 2;
}

SEC("xdp")
int used_only_without(struct xdp_md *ctx)
{
	__u32 key = ctx->rx_queue_index;
	struct val *v = bpf_map_lookup_elem(&values, &key);

	if (!v)
		return v->a ? 1 : 2;
	return 1;
}

SEC("xdp")
int by_a_flag(struct xdp_md *ctx)
{
	__u32 key = ctx->rx_queue_index;
	struct val *v = bpf_map_lookup_elem(&values, &key);
	int there = v ? 1 : 0;

	if (there)
		return v->a ? 1 : 2;
	return 1;
}

static __always_inline int find(__u32 key, struct val **v)
{
	*v = bpf_map_lookup_elem(&values, &key);
	return *v ? 0 : -2;
}

SEC("xdp")
int by_an_error(struct xdp_md *ctx)
{
	struct val *v;

	if (find(ctx->rx_queue_index, &v))
		return 1;
	return v->a ? 1 : 2;
}

SEC("xdp")
int by_an_error_not_looked_at(struct xdp_md *ctx)
{
	struct val *v;

	find(ctx->rx_queue_index, &v);
	return v->a ? 1 : 2;
}

SEC("xdp")
int a_record(struct xdp_md *ctx)
{
	__u64 *e = bpf_ringbuf_reserve(&events, sizeof(*e), 0);

	*e = ctx->rx_queue_index;
	bpf_ringbuf_submit(e, 0);
	return 2;
}

SEC("xdp")
int a_record_compared(struct xdp_md *ctx)
{
	__u64 *e = bpf_ringbuf_reserve(&events, sizeof(*e), 0);

	if (!e)
		return 1;
	*e = ctx->rx_queue_index;
	bpf_ringbuf_submit(e, 0);
	return 2;
}

char _license[] SEC("license") = "GPL";
