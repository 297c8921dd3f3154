/* Makes maps of every type, each with one attribute that is not the usual one, and writes which the kernel takes. Knows
 * no type; what is usual is in maps.c. */
#include "definitions.h"

#include <errno.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "bpf.h"
#include "json.h"
#include "maps.h"
#include "uapi.h"

enum { LAST_TYPE = 40, DENSE = 48, FLAGS = 20, KILO = 1024, MMAPABLE = 1 << 10 };
/* Of types that uapi.h does not name. */
enum { ARENA = 33 };

/* Limits lie at powers of two, and beside them. */
#define AROUND(n) (n) - 8, (n) - 1, (n), (n) + 1, (n) + 4, (n) + 8
static const unsigned int values[] = { AROUND(64), AROUND(256), AROUND(512), AROUND(KILO), AROUND(2 * KILO),
	AROUND(4 * KILO), 5000, AROUND(8 * KILO), 10000, 10 * KILO, 12 * KILO, AROUND(16 * KILO), 20 * KILO,
	AROUND(32 * KILO), AROUND(64 * KILO), 100000, AROUND(128 * KILO), AROUND(256 * KILO) };
enum { VALUES = sizeof(values) / sizeof(*values) };

static int inner_map(void)
{
	static int fd;

	return fd ? fd : (fd = create_map(BPF_MAP_TYPE_ARRAY, 8));
}

static union bpf_attr usual(unsigned int type)
{
	union bpf_attr attr;

	describe_map(type, &attr);
	if (type == BPF_MAP_TYPE_ARRAY_OF_MAPS || type == BPF_MAP_TYPE_HASH_OF_MAPS) {
		attr.inner_map_fd = inner_map();
		attr.value_size = 4;
	}
	if (type == ARENA) {
		attr.key_size = attr.value_size = 0;
		attr.map_flags = MMAPABLE;
	}
	return attr;
}

/* 0, or the errno of the refusal. */
static int refusal(union bpf_attr *attr)
{
	int fd = create_map_of(attr);

	if (fd < 0)
		return errno;
	close(fd);
	return 0;
}

/* "value errno", where that is another one than of the value before. */
static void note(unsigned int value, int error, int *last)
{
	char text[64];

	if (error == *last)
		return;
	*last = error;
	snprintf(text, sizeof(text), "%u %s", value, error ? errno_name(error) : "ok");
	json_string(NULL, text);
}

/* A type that must be told what its values are is told of one of 8 bytes: of other sizes that says nothing. */
static void try_values(const char *question, unsigned int type, size_t offset)
{
	int is_described = usual(type).btf_fd && offset == offsetof(union bpf_attr, value_size);
	int last = -1;

	json_open(question, '[');
	for (size_t i = 0; i < DENSE + VALUES && !is_described; i++) {
		unsigned int value = i < DENSE ? i : values[i - DENSE];
		union bpf_attr attr = usual(type);

		memcpy((char *)&attr + offset, &value, sizeof(value));
		note(value, refusal(&attr), &last);
	}
	json_close(']');
}

/* Each flag by itself: added to the usual ones, or taken from them. */
static void try_flags(unsigned int type)
{
	json_open("flags", '[');
	for (int bit = 0; bit < FLAGS; bit++) {
		union bpf_attr attr = usual(type);
		int last = -1;

		attr.map_flags ^= 1u << bit;
		note(bit, refusal(&attr), &last);
	}
	json_close(']');
}

static void probe_definition(unsigned int type)
{
	union bpf_attr attr = usual(type);
	int error = refusal(&attr);

	json_open(NULL, '{');
	json_number("mapType", type);
	if (error) {
		json_string("refused", errno_name(error));
	} else {
		json_number("usualFlags", attr.map_flags);
		json_number("upTo", values[VALUES - 1]);
		try_values("keySizes", type, offsetof(union bpf_attr, key_size));
		try_values("valueSizes", type, offsetof(union bpf_attr, value_size));
		try_values("entries", type, offsetof(union bpf_attr, max_entries));
		try_flags(type);
	}
	json_close('}');
	json_end_line();
}

void probe_definitions(void)
{
	for (unsigned int type = 1; type <= LAST_TYPE; type++)
		probe_definition(type);
}
