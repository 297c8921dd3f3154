// SPDX-License-Identifier: MIT
/*
 * Loads each program of an object file by itself and closes it again; attaches nothing. Prints a line of JSON for
 * each: its name, and null or what libbpf and the verifier said against it.
 */
#include <bpf/libbpf.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MAX_PROGRAMS 256
#define LOG_SIZE (1 << 20)

static char said[LOG_SIZE];

/* Sections that are younger than the oldest libbpf that this is built with: enum bpf_prog_type, bpf_attach_type. */
static const struct {
	const char *section;
	int type;
	int attach;
} newer[] = {
	{ "sk_skb/verdict", 14, 38 },
	{ "netfilter", 32, 45 },
	{ "tcx/ingress", 3, 46 },
	{ "tcx/egress", 3, 47 },
};

static void give_type(struct bpf_program *program)
{
	for (size_t i = 0; i < sizeof(newer) / sizeof(newer[0]); i++) {
		if (strcmp(bpf_program__section_name(program), newer[i].section) != 0)
			continue;
		bpf_program__set_type(program, newer[i].type);
		bpf_program__set_expected_attach_type(program, newer[i].attach);
	}
}

/* Keeps what libbpf says, the verifier's log included, instead of printing it. */
static int keep(enum libbpf_print_level level, const char *format, va_list args)
{
	size_t length = strlen(said);

	if (level == LIBBPF_DEBUG)
		return 0;
	return vsnprintf(said + length, sizeof(said) - length, format, args);
}

static void print_text(const char *text)
{
	putchar('"');
	for (; *text; text++) {
		unsigned char c = *text;

		if (c == '"' || c == '\\')
			printf("\\%c", c);
		else if (c < ' ')
			printf("\\u%04x", c);
		else
			putchar(c);
	}
	putchar('"');
}

static void print_answer(const char *program, int refused)
{
	printf("{\"program\":");
	print_text(program);
	printf(",\"refusal\":");
	if (refused)
		print_text(said);
	else
		printf("null");
	printf("}\n");
}

/* A fresh object for each program, for what refuses one of them would refuse the whole. */
static void load(const char *path, const char *name)
{
	struct bpf_object *object = bpf_object__open_file(path, NULL);
	struct bpf_program *program;

	if (libbpf_get_error(object)) {
		print_answer(name, 1);
		return;
	}
	bpf_object__for_each_program(program, object) {
		bpf_program__set_autoload(program, strcmp(bpf_program__name(program), name) == 0);
		if (bpf_program__type(program) == BPF_PROG_TYPE_UNSPEC)
			give_type(program);
	}
	said[0] = '\0';
	print_answer(name, bpf_object__load(object) != 0);
	bpf_object__close(object);
}

int main(int argc, char **argv)
{
	char *names[MAX_PROGRAMS];
	struct bpf_object *object;
	struct bpf_program *program;
	int count = 0;

	if (argc != 2)
		return 2;
	libbpf_set_print(keep);
	object = bpf_object__open_file(argv[1], NULL);
	if (libbpf_get_error(object)) {
		fputs(said, stderr);
		return 1;
	}
	bpf_object__for_each_program(program, object)
		if (count < MAX_PROGRAMS)
			names[count++] = strdup(bpf_program__name(program));
	bpf_object__close(object);
	for (int i = 0; i < count; i++) {
		load(argv[1], names[i]);
		free(names[i]);
	}
	return 0;
}
