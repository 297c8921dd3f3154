// SPDX-License-Identifier: MIT
/*
 * Runs the programs of an object file on given inputs and attaches nothing. Reads lines "program data context" from
 * standard input, data and context in hex or "-" for none; those of one program follow one another. Prints a line for
 * each: "program result data context maps", the result in decimal, or "program ! why" where it could not be run. Before
 * each run the maps are as they were after loading; "maps" is what the array called "state" holds behind the run.
 */
#include <bpf/bpf.h>
#include <bpf/libbpf.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MAX_LINE (1 << 16)
#define MAX_DATA 4096
#define MAX_MAPS 16
#define MAX_VALUE 4096

static char said[1 << 16];

/* What a map of one entry or a small array held after loading. */
static struct {
	int fd;
	unsigned int entries, size;
	unsigned char values[8][MAX_VALUE];
} kept[MAX_MAPS];
static int kept_count;
static int state = -1;

static int keep_words(enum libbpf_print_level level, const char *format, va_list args)
{
	size_t length = strlen(said);

	return level == LIBBPF_DEBUG ? 0 : vsnprintf(said + length, sizeof(said) - length, format, args);
}

static int from_hex(const char *text, unsigned char *bytes)
{
	int count = 0;
	unsigned int byte;

	if (strcmp(text, "-") == 0)
		return 0;
	for (; text[0] && text[1] && count < MAX_DATA && sscanf(text, "%2x", &byte) == 1; text += 2)
		bytes[count++] = byte;
	return count;
}

static void print_hex(const unsigned char *bytes, unsigned int count)
{
	putchar(' ');
	if (count == 0)
		putchar('-');
	for (unsigned int i = 0; i < count; i++)
		printf("%02x", bytes[i]);
}

static void keep_maps(struct bpf_object *object)
{
	struct bpf_map *map;

	kept_count = 0;
	state = -1;
	bpf_object__for_each_map(map, object) {
		unsigned int entries = bpf_map__max_entries(map), size = bpf_map__value_size(map);

		if (bpf_map__type(map) != BPF_MAP_TYPE_ARRAY || entries > 8 || size > MAX_VALUE || kept_count == MAX_MAPS)
			continue;
		kept[kept_count].fd = bpf_map__fd(map);
		kept[kept_count].entries = entries;
		kept[kept_count].size = size;
		for (unsigned int key = 0; key < entries; key++)
			bpf_map_lookup_elem(bpf_map__fd(map), &key, kept[kept_count].values[key]);
		if (strcmp(bpf_map__name(map), "state") == 0)
			state = kept_count;
		kept_count++;
	}
}

static void restore_maps(void)
{
	for (int i = 0; i < kept_count; i++)
		for (unsigned int key = 0; key < kept[i].entries; key++)
			bpf_map_update_elem(kept[i].fd, &key, kept[i].values[key], BPF_ANY);
}

static void print_state(void)
{
	static unsigned char all[8 * MAX_VALUE];
	unsigned int size = state < 0 ? 0 : kept[state].size, entries = state < 0 ? 0 : kept[state].entries;

	for (unsigned int key = 0; key < entries; key++)
		bpf_map_lookup_elem(kept[state].fd, &key, all + key * size);
	print_hex(all, size * entries);
}

static void run(const char *name, int fd, const char *data, const char *context)
{
	static unsigned char in[MAX_DATA], out[MAX_DATA * 2], ctx[MAX_DATA];
	LIBBPF_OPTS(bpf_test_run_opts, opts);

	restore_maps();
	opts.data_size_in = from_hex(data, in);
	opts.data_in = opts.data_size_in ? in : NULL;
	opts.data_out = opts.data_size_in ? out : NULL;
	opts.data_size_out = opts.data_size_in ? sizeof(out) : 0;
	opts.ctx_size_in = from_hex(context, ctx);
	opts.ctx_in = opts.ctx_size_in ? ctx : NULL;
	if (bpf_prog_test_run_opts(fd, &opts) != 0) {
		printf("%s ! %s\n", name, strerror(errno));
		return;
	}
	printf("%s %u", name, opts.retval);
	print_hex(out, opts.data_size_in ? opts.data_size_out : 0);
	print_hex(ctx, opts.ctx_size_in);
	print_state();
	putchar('\n');
}

static struct bpf_object *load(const char *path, const char *name)
{
	struct bpf_object *object;
	struct bpf_program *program;

	said[0] = '\0';
	object = bpf_object__open_file(path, NULL);
	if (libbpf_get_error(object))
		return NULL;
	bpf_object__for_each_program(program, object)
		bpf_program__set_autoload(program, strcmp(bpf_program__name(program), name) == 0);
	if (bpf_object__load(object) == 0)
		return object;
	bpf_object__close(object);
	return NULL;
}

int main(int argc, char **argv)
{
	static char line[MAX_LINE], current[256];
	struct bpf_object *object = NULL;
	int fd = -1;

	if (argc != 2)
		return 2;
	libbpf_set_print(keep_words);
	while (fgets(line, sizeof(line), stdin)) {
		char *name = strtok(line, " \n"), *data = strtok(NULL, " \n"), *context = strtok(NULL, " \n");

		if (!name || !data || !context)
			return 2;
		if (strcmp(name, current) != 0) {
			if (object)
				bpf_object__close(object);
			snprintf(current, sizeof(current), "%s", name);
			object = load(argv[1], name);
			fd = object ? bpf_program__fd(bpf_object__find_program_by_name(object, name)) : -1;
			if (object)
				keep_maps(object);
		}
		if (fd >= 0) {
			run(name, fd, data, context);
			continue;
		}
		for (char *end = said; *end; end++)
			if (*end == '\n')
				*end = ' ';
		printf("%s ! %s\n", name, said);
	}
	return 0;
}
