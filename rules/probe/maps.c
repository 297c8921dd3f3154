/* Knows what each type of map wants of its key, value and flags; a type that wants something else is not made. */
#include "maps.h"

#include <linux/btf.h>
#include <string.h>
#include <unistd.h>

#include "bpf.h"
#include "uapi.h"

enum { MAX_MAP_TYPES = 64, NO_PREALLOC = 1, RDONLY_PROG = 1 << 7, PAGE = 4096 };
enum { NUMBER_TYPE = 1, LOCK_TYPE, VALUE_TYPE, LONG_TYPE, TIMER_TYPE, TIMED_TYPE, TYPES_LENGTH = 152 };

/* A number; struct bpf_spin_lock { number val; }; struct value { struct bpf_spin_lock lock; number rest; }; a long one;
 * struct bpf_timer { long val; long rest; }; struct timed { struct bpf_timer lock; }. */
#define NAMES "\0int\0bpf_spin_lock\0val\0value\0lock\0rest\0long\0bpf_timer\0timed"

static int describe(void)
{
	static const struct {
		struct btf_header header;
		struct btf_type number;
		unsigned int bits;
		struct btf_type lock;
		struct btf_member val;
		struct btf_type value;
		struct btf_member members[2];
		struct btf_type longer;
		unsigned int longer_bits;
		struct btf_type timer;
		struct btf_member words[2];
		struct btf_type timed;
		struct btf_member begin;
		char names[sizeof(NAMES)];
	} blob = {
		{ BTF_MAGIC, BTF_VERSION, 0, sizeof(struct btf_header), 0, TYPES_LENGTH, TYPES_LENGTH, sizeof(NAMES) },
		{ .name_off = 1, .info = BTF_KIND_INT << 24, .size = 4 }, 32,
		{ .name_off = 5, .info = BTF_KIND_STRUCT << 24 | 1, .size = 4 }, { 19, NUMBER_TYPE, 0 },
		{ .name_off = 23, .info = BTF_KIND_STRUCT << 24 | 2, .size = 8 },
		{ { 29, LOCK_TYPE, 0 }, { 34, NUMBER_TYPE, 32 } },
		{ .name_off = 39, .info = BTF_KIND_INT << 24, .size = 8 }, 64,
		{ .name_off = 44, .info = BTF_KIND_STRUCT << 24 | 2, .size = 16 }, { { 19, LONG_TYPE, 0 }, { 34, LONG_TYPE, 64 } },
		{ .name_off = 54, .info = BTF_KIND_STRUCT << 24 | 1, .size = 16 }, { 29, TIMER_TYPE, 0 },
		NAMES,
	};
	static int fd;

	_Static_assert(sizeof(blob.number) + sizeof(blob.bits) + sizeof(blob.lock) + sizeof(blob.val) + sizeof(blob.value) +
		       sizeof(blob.members) + sizeof(blob.longer) + sizeof(blob.longer_bits) + sizeof(blob.timer) + sizeof(blob.words) +
		       sizeof(blob.timed) + sizeof(blob.begin) == TYPES_LENGTH, "the length of the types");
	return fd ? fd : (fd = load_btf(&blob, sizeof(blob.header) + TYPES_LENGTH + sizeof(NAMES)));
}

static int is_one_of(unsigned int type, const char *types)
{
	return strchr(types, (int)type) != NULL;
}

void describe_map(unsigned int type, union bpf_attr *attr)
{
	static const char keyless[] = { BPF_MAP_TYPE_QUEUE, BPF_MAP_TYPE_STACK, MAP_TYPE_BLOOM_FILTER, 0 };
	static const char buffers[] = { BPF_MAP_TYPE_RINGBUF, MAP_TYPE_USER_RINGBUF, 0 };
	static const char local[] = { BPF_MAP_TYPE_SK_STORAGE, MAP_TYPE_INODE_STORAGE, MAP_TYPE_TASK_STORAGE,
		MAP_TYPE_CGRP_STORAGE, 0 };
	static const char cgroup[] = { BPF_MAP_TYPE_CGROUP_STORAGE, BPF_MAP_TYPE_PERCPU_CGROUP_STORAGE, 0 };
	static const char handles[] = { BPF_MAP_TYPE_PROG_ARRAY, BPF_MAP_TYPE_PERF_EVENT_ARRAY, BPF_MAP_TYPE_CGROUP_ARRAY,
		BPF_MAP_TYPE_SOCKMAP, BPF_MAP_TYPE_SOCKHASH, BPF_MAP_TYPE_DEVMAP, BPF_MAP_TYPE_DEVMAP_HASH,
		BPF_MAP_TYPE_CPUMAP, BPF_MAP_TYPE_XSKMAP, 0 };
	memset(attr, 0, sizeof(*attr));
	attr->map_type = type;
	attr->key_size = is_one_of(type, keyless) || is_one_of(type, buffers) ? 0 :
			type == BPF_MAP_TYPE_LPM_TRIE || is_one_of(type, cgroup) ? 8 : 4;
	attr->value_size = is_one_of(type, buffers) ? 0 : is_one_of(type, handles) ? 4 :
			  type == BPF_MAP_TYPE_STACK_TRACE ? 16 : 8;
	attr->max_entries = is_one_of(type, buffers) ? PAGE : is_one_of(type, cgroup) || is_one_of(type, local) ? 0 : 1;
	if (type == BPF_MAP_TYPE_LPM_TRIE || is_one_of(type, local))
		attr->map_flags = NO_PREALLOC;
	if (is_one_of(type, local)) {
		attr->btf_fd = describe();
		attr->btf_key_type_id = NUMBER_TYPE;
		attr->btf_value_type_id = LONG_TYPE;
	}
}

static int make_map(unsigned int type)
{
	union bpf_attr attr;

	describe_map(type, &attr);
	return create_map_of(&attr);
}

static int fds[MAX_MAP_TYPES];

void forget_maps(void)
{
	for (int type = 0; type < MAX_MAP_TYPES; type++) {
		if (fds[type] > 0)
			close(fds[type]);
		fds[type] = 0;
	}
}

int map_of_type(unsigned int type)
{
	if (type >= MAX_MAP_TYPES)
		return -1;
	if (!fds[type])
		fds[type] = make_map(type);
	return fds[type];
}

/* An array of one value of 8 bytes. */
static union bpf_attr small_array(void)
{
	union bpf_attr attr;

	memset(&attr, 0, sizeof(attr));
	attr.map_type = BPF_MAP_TYPE_ARRAY;
	attr.key_size = 4;
	attr.value_size = 8;
	attr.max_entries = 1;
	return attr;
}

int read_only_map(void)
{
	static int fd;
	union bpf_attr attr = small_array();

	if (fd)
		return fd;
	attr.map_flags = RDONLY_PROG;
	fd = create_map_of(&attr);
	freeze_map(fd);
	return fd;
}

int lock_map(void)
{
	static int fd;
	union bpf_attr attr = small_array();

	if (fd)
		return fd;
	attr.btf_fd = describe();
	attr.btf_key_type_id = NUMBER_TYPE;
	attr.btf_value_type_id = VALUE_TYPE;
	return fd = create_map_of(&attr);
}

int timer_map(void)
{
	static int fd;
	union bpf_attr attr = small_array();

	if (fd)
		return fd;
	attr.value_size = 16;
	attr.btf_fd = describe();
	attr.btf_key_type_id = NUMBER_TYPE;
	attr.btf_value_type_id = TIMED_TYPE;
	return fd = create_map_of(&attr);
}
