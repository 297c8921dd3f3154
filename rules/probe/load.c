/* Loads each program of each object by itself and writes down what libbpf and the verifier say, a line of JSON a
 * program. Nothing is attached or pinned, and no program runs. As /init it takes the objects in /objects. */
#include "guest.h"
#include "json.h"

#include <bpf/libbpf.h>
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/utsname.h>

enum { LOG_SIZE = 16 << 20, WORDS_SIZE = 1 << 16, LOG_KEPT = 1 << 16 };

static char verifier_log[LOG_SIZE];
/* What libbpf printed, without the verifier's log, which it would print again. */
static char words[WORDS_SIZE];

static int keep_words(enum libbpf_print_level level, const char *format, va_list arguments)
{
	size_t used = strlen(words);

	if (level != LIBBPF_DEBUG && !strstr(format, "LOAD LOG") && used < sizeof(words) - 1)
		vsnprintf(words + used, sizeof(words) - used, format, arguments);
	return 0;
}

static void choose(struct bpf_object *object, const char *name)
{
	struct bpf_program *program;
	struct bpf_map *map;

	bpf_object__for_each_program(program, object) {
		int is_chosen = !strcmp(bpf_program__name(program), name);

		bpf_program__set_autoload(program, is_chosen);
		if (is_chosen)
			bpf_program__set_log_buf(program, verifier_log, sizeof(verifier_log));
	}
	bpf_object__for_each_map(map, object)
		bpf_map__set_pin_path(map, NULL);
}

static void set_level(struct bpf_object *object, const char *name, int level)
{
	struct bpf_program *program = bpf_object__find_program_by_name(object, name);

	if (program)
		bpf_program__set_log_level(program, level);
}

/* The end of a long log tells what was refused. */
static const char *end_of(const char *log)
{
	size_t length = strlen(log);
	const char *line = length > LOG_KEPT ? strchr(log + length - LOG_KEPT, '\n') : NULL;

	return line ? line + 1 : log;
}

static void load_program(const char *path, const char *name, int level)
{
	struct bpf_object *object = bpf_object__open(path);
	const char *slash = strrchr(path, '/');
	int error;

	verifier_log[0] = words[0] = 0;
	if (!object)
		return;
	choose(object, name);
	set_level(object, name, level);
	error = bpf_object__load(object);
	json_open(NULL, '{');
	json_string("object", slash ? slash + 1 : path);
	json_string("program", name);
	json_number("error", error);
	json_string("log", end_of(verifier_log));
	json_string("libbpf", words);
	json_close('}');
	json_end_line();
	bpf_object__close(object);
}

static void load_object(const char *path, int level)
{
	struct bpf_object *object = bpf_object__open(path);
	struct bpf_program *program;

	if (!object)
		return;
	bpf_object__for_each_program(program, object)
		load_program(path, bpf_program__name(program), level);
	bpf_object__close(object);
}

static void load_folder(const char *folder, int level)
{
	struct dirent **entries;
	int count = scandir(folder, &entries, NULL, alphasort);

	for (int i = 0; i < count; i++) {
		char path[512];

		snprintf(path, sizeof(path), "%s/%s", folder, entries[i]->d_name);
		if (strstr(entries[i]->d_name, ".o"))
			load_object(path, level);
	}
}

static void say_release(void)
{
	struct utsname name;

	uname(&name);
	json_open(NULL, '{');
	json_string("release", name.release);
	json_string("version", name.version);
	json_close('}');
	json_end_line();
}

int main(int count, char **arguments)
{
	int level = getenv("LEVEL") ? atoi(getenv("LEVEL")) : 1;
	int is_init = guest_is_init();

	if (is_init && !guest_enter())
		return 1;
	libbpf_set_print(keep_words);
	say_release();
	if (is_init)
		load_folder("/objects", level);
	for (int i = 1; i < count && !is_init; i++)
		load_object(arguments[i], level);
	json_open(NULL, '{');
	json_bool("done", 1);
	json_close('}');
	json_end_line();
	if (is_init)
		guest_leave();
	return 0;
}
