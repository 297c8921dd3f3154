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

enum { LOG_SIZE = 16 << 20, WORDS_SIZE = 1 << 16, MOST_TOLD = 50000 };

/* BPF_LOG_STATS and BPF_LOG_LEVEL1 of kernel headers that are not for programs. */
enum { STATISTICS = 4, INSTRUCTIONS = 1 };

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

/* Room for the log, and no pins: nothing is to outlive this process. */
static void choose(struct bpf_object *object, const char *name, int level)
{
	struct bpf_program *program;
	struct bpf_map *map;

	bpf_object__for_each_program(program, object) {
		int is_chosen = !strcmp(bpf_program__name(program), name);

		bpf_program__set_autoload(program, is_chosen);
		if (!is_chosen)
			continue;
		bpf_program__set_log_buf(program, verifier_log, sizeof(verifier_log));
		bpf_program__set_log_level(program, level);
	}
	bpf_object__for_each_map(map, object)
		bpf_map__set_pin_path(map, NULL);
}

static int load_at(const char *path, const char *name, int level)
{
	struct bpf_object *object = bpf_object__open(path);
	int error;

	verifier_log[0] = words[0] = 0;
	if (!object)
		return -1;
	choose(object, name, level);
	error = bpf_object__load(object);
	bpf_object__close(object);
	return error;
}

/* The statistics come first: every instruction of a long way takes minutes on an emulated serial line. */
static int is_long(void)
{
	const char *processed = strstr(verifier_log, "processed ");

	return processed && atoi(processed + strlen("processed ")) > MOST_TOLD;
}

static void load_program(const char *path, const char *name)
{
	const char *slash = strrchr(path, '/');
	int error = load_at(path, name, STATISTICS);

	if (error && !is_long())
		error = load_at(path, name, INSTRUCTIONS);
	json_open(NULL, '{');
	json_string("object", slash ? slash + 1 : path);
	json_string("program", name);
	json_number("error", error);
	json_string("log", verifier_log);
	json_string("libbpf", words);
	json_close('}');
	json_end_line();
}

static void load_object(const char *path)
{
	struct bpf_object *object = bpf_object__open(path);
	struct bpf_program *program;

	if (!object)
		return;
	bpf_object__for_each_program(program, object)
		load_program(path, bpf_program__name(program));
	bpf_object__close(object);
}

static void load_folder(const char *folder)
{
	struct dirent **entries;
	int count = scandir(folder, &entries, NULL, alphasort);

	for (int i = 0; i < count; i++) {
		char path[512];

		snprintf(path, sizeof(path), "%s/%s", folder, entries[i]->d_name);
		if (strstr(entries[i]->d_name, ".o"))
			load_object(path);
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
	int is_init = guest_is_init();

	if (is_init && !guest_enter())
		return 1;
	libbpf_set_print(keep_words);
	say_release();
	if (is_init)
		load_folder("/objects");
	for (int i = 1; i < count && !is_init; i++)
		load_object(arguments[i]);
	json_open(NULL, '{');
	json_bool("done", 1);
	json_close('}');
	json_end_line();
	if (is_init)
		guest_leave();
	return 0;
}
