/* Sizes after the kernel's own allocation: array_map_alloc() in kernel/bpf/arraymap.c, htab_map_alloc() and
 * prealloc_init() in kernel/bpf/hashtab.c, ringbuf_map_alloc() in kernel/bpf/ringbuf.c. */
#include "sizes.h"

#include "json.h"

#include <bpf/bpf.h>
#include <bpf/libbpf.h>
#include <limits.h>

/* struct htab_elem and struct bucket. */
enum { ELEMENT = 48, BUCKET = 16 };

static double in_words(unsigned int bytes)
{
	return (bytes + 7ull) / 8 * 8;
}

static int is_per_cpu(enum bpf_map_type type)
{
	return type == BPF_MAP_TYPE_PERCPU_ARRAY || type == BPF_MAP_TYPE_PERCPU_HASH ||
	       type == BPF_MAP_TYPE_LRU_PERCPU_HASH || type == BPF_MAP_TYPE_PERCPU_CGROUP_STORAGE;
}

static int is_hash(enum bpf_map_type type)
{
	return type == BPF_MAP_TYPE_HASH || type == BPF_MAP_TYPE_LRU_HASH || type == BPF_MAP_TYPE_PERCPU_HASH ||
	       type == BPF_MAP_TYPE_LRU_PERCPU_HASH || type == BPF_MAP_TYPE_HASH_OF_MAPS;
}

static double bytes_of(const struct bpf_map *map)
{
	enum bpf_map_type type = bpf_map__type(map);
	double entries = bpf_map__max_entries(map), value = in_words(bpf_map__value_size(map));

	if (type == BPF_MAP_TYPE_RINGBUF || type == BPF_MAP_TYPE_USER_RINGBUF)
		return entries;
	if (is_per_cpu(type))
		value *= libbpf_num_possible_cpus();
	if (!is_hash(type))
		return entries * value;
	if (bpf_map__map_flags(map) & BPF_F_NO_PREALLOC)
		return entries * BUCKET;
	return entries * (in_words(bpf_map__key_size(map)) + value + ELEMENT + BUCKET);
}

void list_maps(struct bpf_object *object)
{
	struct bpf_map *map;

	bpf_object__for_each_map(map, object) {
		double bytes = bytes_of(map);

		json_open(NULL, '{');
		json_string("map", bpf_map__name(map));
		json_number("bytes", bytes < 1e18 ? (long)bytes : LONG_MAX / 16);
		json_close('}');
		json_end_line();
	}
}

void forget_pins(struct bpf_object *object)
{
	struct bpf_map *map;

	bpf_object__for_each_map(map, object)
		bpf_map__set_pin_path(map, NULL);
}
