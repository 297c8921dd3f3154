// SPDX-License-Identifier: MIT
/* Maps that helpers take and those that they do not, and maps that programs only read. */
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

char LICENSE[] SEC("license") = "GPL";

struct value {
	__u64 count;
	__u32 last;
};

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 4);
	__type(key, __u32);
	__type(value, struct value);
} hash SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 4);
	__uint(map_flags, 128);
	__type(key, __u32);
	__type(value, struct value);
} only_read SEC(".maps");

struct {
	__uint(type, 3);
	__uint(max_entries, 4);
	__uint(key_size, 4);
	__uint(value_size, 4);
} programs SEC(".maps");

struct {
	__uint(type, 27);
	__uint(max_entries, 4096);
} ring SEC(".maps");

struct {
	__uint(type, 4);
	__uint(key_size, 4);
	__uint(value_size, 4);
} perf SEC(".maps");

const volatile __u32 setting = 3;

static __always_inline void count(struct value *value)
{
	value->count++;
}

SEC("socket")
int perf_into_ring(struct __sk_buff *ctx)
{
	__u32 zero = 0;

	return bpf_perf_event_output(ctx, &ring, 0xffffffffULL, &zero, sizeof(zero));
}

SEC("socket")
int perf_into_perf(struct __sk_buff *ctx)
{
	__u32 zero = 0;

	return bpf_perf_event_output(ctx, &perf, 0xffffffffULL, &zero, sizeof(zero));
}

SEC("socket")
int ring_into_perf(struct __sk_buff *ctx)
{
	__u32 zero = 0;

	return bpf_ringbuf_output(&perf, &zero, sizeof(zero), 0);
}

SEC("socket")
int ring_into_ring(struct __sk_buff *ctx)
{
	__u32 zero = 0;

	return bpf_ringbuf_output(&ring, &zero, sizeof(zero), 0);
}

SEC("socket")
int tail_call_by_hash(struct __sk_buff *ctx)
{
	bpf_tail_call(ctx, &hash, 0);
	return 0;
}

SEC("socket")
int tail_call_by_programs(struct __sk_buff *ctx)
{
	bpf_tail_call(ctx, &programs, 0);
	return 0;
}

SEC("socket")
int look_up_a_program(struct __sk_buff *ctx)
{
	void *map = &programs;
	__u32 zero = 0;

	return bpf_map_lookup_elem(map, &zero) != 0;
}

SEC("socket")
int store_to_read_only(struct __sk_buff *ctx)
{
	__u32 key = ctx->len;
	struct value *value = bpf_map_lookup_elem(&only_read, &key);

	if (value)
		count(value);
	return 0;
}

SEC("socket")
int store_to_any(struct __sk_buff *ctx)
{
	__u32 key = ctx->len;
	struct value *value = bpf_map_lookup_elem(&hash, &key);

	if (value)
		count(value);
	return 0;
}

SEC("socket")
int read_from_read_only(struct __sk_buff *ctx)
{
	__u32 key = ctx->len;
	struct value *value = bpf_map_lookup_elem(&only_read, &key);

	return value ? value->last : 0;
}

SEC("socket")
int update_read_only(struct __sk_buff *ctx)
{
	__u32 key = ctx->len;
	struct value value = {};

	return bpf_map_update_elem(&only_read, &key, &value, 0);
}

SEC("socket")
int fill_read_only(struct __sk_buff *ctx)
{
	__u32 key = ctx->len;
	struct value *value = bpf_map_lookup_elem(&only_read, &key);

	return value ? bpf_skb_load_bytes(ctx, 0, value, sizeof(*value)) : 0;
}

SEC("socket")
int fill_constant(struct __sk_buff *ctx)
{
	return bpf_skb_load_bytes(ctx, 0, (void *)&setting, sizeof(setting));
}
