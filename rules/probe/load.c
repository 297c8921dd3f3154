/* Loads each program of each object by itself and writes down what libbpf and the verifier say, a line of JSON a
 * program. Nothing is attached or pinned, and no program runs. It reads the objects, gives up all rights but those of
 * loading, and only then looks into them. As /init it takes the objects in /objects, and where there are none, answers
 * one request after the other (requests.c).
 *
 *   load [--list] [--user UID:GID] [--program NAME] [--as NAME=SECTION]... OBJECT...
 *
 * --list    loads nothing: says what programs and maps there are
 * --as      the program goes by this section of programs.c, where libbpf does not know its own */
#include "confine.h"
#include "guest.h"
#include "json.h"
#include "sizes.h"
#include "programs.h"
#include "requests.h"
#include "visited.h"

#include <bpf/libbpf.h>
#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/utsname.h>

/* Kernels before 5.2 take no larger buffer. */
enum { LOG_SIZE = (16 << 20) - 1, WORDS_SIZE = 1 << 16, LOG_KEPT = 1 << 18, OBJECT_SIZE = 64 << 20 };
enum { MOST = 1024, MOST_TOLD = 50000 };
/* Statistics, then with the path that was refused, or with all paths: BPF_LOG_STATS, _LEVEL1 and _LEVEL2 of
 * linux/bpf_verifier.h. */
enum { STATISTICS = 4, PATH = 1, ALL_PATHS = 2 };

struct bytes {
	const char *name;
	char *data;
	size_t size;
};

struct options {
	int lists;
	const char *only;
	const char *as[MOST];
	int as_count;
	unsigned int uid, gid;
};

static const struct options none = { .uid = 65534, .gid = 65534 };
static struct options options;

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

/* The name is part of the names of maps for global data. */
static struct bpf_object *open_object(const struct bytes *object)
{
	char name[64];

	LIBBPF_OPTS(bpf_object_open_opts, opts, .object_name = name);
	snprintf(name, sizeof(name), "%s", object->name);
	name[strcspn(name, ".")] = 0;
	verifier_log[0] = words[0] = 0;
	return bpf_object__open_mem(object->data, object->size, &opts);
}

/* "name=section" for this program; NULL where there is none. */
static const char *section_for(const char *name)
{
	size_t length = strlen(name);

	for (int i = 0; i < options.as_count; i++)
		if (!strncmp(options.as[i], name, length) && options.as[i][length] == '=')
			return options.as[i] + length + 1;
	return NULL;
}

static void set_kind(struct bpf_program *program)
{
	const char *section = section_for(bpf_program__name(program));

	if (bpf_program__type(program) != BPF_PROG_TYPE_UNSPEC)
		return;
	for (size_t i = 0; section && i < program_count; i++) {
		if (strcmp(programs[i].section, section))
			continue;
		bpf_program__set_type(program, programs[i].type);
		bpf_program__set_expected_attach_type(program, programs[i].attach);
		bpf_program__set_flags(program, programs[i].flags);
	}
}

static void choose(struct bpf_object *object, const char *name, int level)
{
	struct bpf_program *program;

	forget_pins(object);
	bpf_object__for_each_program(program, object) {
		int is_chosen = !strcmp(bpf_program__name(program), name);

		bpf_program__set_autoload(program, is_chosen);
		if (!is_chosen)
			continue;
		set_kind(program);
		bpf_program__set_log_buf(program, verifier_log, sizeof(verifier_log));
		bpf_program__set_log_level(program, level);
	}
}

/* The end of a long log tells what was refused. */
static const char *end_of(const char *log)
{
	size_t length = strlen(log);
	const char *line = length > LOG_KEPT ? strchr(log + length - LOG_KEPT, '\n') : NULL;

	return line ? line + 1 : log;
}

static int load_at(const struct bytes *bytes, const char *name, int level)
{
	struct bpf_object *object = open_object(bytes);
	int error;

	if (!object)
		return -errno;
	choose(object, name, level);
	error = bpf_object__load(object);
	bpf_object__close(object);
	/* A tail call's table names programs that are not loaded beside this one, which was accepted before. */
	return strstr(words, "failed to initialize slot") ? 0 : error;
}

/* The statistics come first: every instruction of a long way takes its time. */
static int is_too_long(void)
{
	const char *processed = strstr(verifier_log, "processed ");

	return processed && atoi(processed + strlen("processed ")) > MOST_TOLD;
}

/* Says nothing where the log did not hold all. */
static void say_visited(const struct bytes *bytes, const char *name)
{
	if (!is_too_long() && !load_at(bytes, name, ALL_PATHS) && strlen(verifier_log) < LOG_SIZE - 2)
		list_visited(verifier_log);
}

static void load_program(const struct bytes *bytes, const struct bpf_program *program)
{
	const char *name = bpf_program__name(program);
	int error = load_at(bytes, name, STATISTICS);

	/* On an emulated serial line a long log takes minutes. */
	if (error && verifier_log[0] && !(guest_is_init() && is_too_long()))
		error = load_at(bytes, name, STATISTICS | PATH);
	json_open(NULL, '{');
	json_string("object", bytes->name);
	json_string("program", name);
	json_string("section", bpf_program__section_name(program));
	json_number("error", error);
	json_string("log", end_of(verifier_log));
	json_string("libbpf", words);
	if (!error)
		say_visited(bytes, name);
	json_close('}');
	json_end_line();
}

static void list_program(const struct bpf_program *program)
{
	json_open(NULL, '{');
	json_string("program", bpf_program__name(program));
	json_string("section", bpf_program__section_name(program));
	json_bool("typed", bpf_program__type(program) != BPF_PROG_TYPE_UNSPEC);
	json_close('}');
	json_end_line();
}

static void say_unopened(const struct bytes *bytes)
{
	json_open(NULL, '{');
	json_string("unopened", bytes->name);
	json_string("libbpf", words);
	json_close('}');
	json_end_line();
}

static void take(const struct bytes *bytes)
{
	struct bpf_object *object = open_object(bytes);
	struct bpf_program *program;

	if (!object) {
		say_unopened(bytes);
		return;
	}
	if (options.lists)
		list_maps(object);
	bpf_object__for_each_program(program, object) {
		const char *name = bpf_program__name(program);

		if (options.lists)
			list_program(program);
		else if (!options.only || !strcmp(options.only, name))
			load_program(bytes, program);
	}
	bpf_object__close(object);
}

static int read_object(const char *path, struct bytes *bytes)
{
	const char *slash = strrchr(path, '/');
	FILE *file = fopen(path, "rb");

	if (!file)
		return 0;
	bytes->name = strdup(slash ? slash + 1 : path);
	bytes->data = malloc(OBJECT_SIZE);
	bytes->size = bytes->data ? fread(bytes->data, 1, OBJECT_SIZE, file) : 0;
	fclose(file);
	bytes->data = realloc(bytes->data, bytes->size + 1);
	return bytes->data && bytes->size > 0;
}

static int read_folder(const char *folder, struct bytes *objects)
{
	struct dirent **entries;
	int count = scandir(folder, &entries, NULL, alphasort), found = 0;

	for (int i = 0; i < count && found < MOST; i++) {
		char path[512];

		snprintf(path, sizeof(path), "%s/%s", folder, entries[i]->d_name);
		if (strstr(entries[i]->d_name, ".o"))
			found += read_object(path, &objects[found]);
	}
	return found;
}

/* A word a line. */
static int split_words(char *words, char **arguments)
{
	int count = 1;

	for (char *word = strtok(words, "\n"); word && count < MOST; word = strtok(NULL, "\n"))
		arguments[count++] = word;
	return count;
}

/* Options first; the objects' paths are left. */
static int read_options(int count, char **arguments)
{
	int at = 1;

	options = none;
	for (; at < count && !strncmp(arguments[at], "--", 2); at++) {
		const char *value = at + 1 < count ? arguments[at + 1] : "";

		if (!strcmp(arguments[at], "--list")) {
			options.lists = 1;
			continue;
		}
		if (!strcmp(arguments[at], "--program"))
			options.only = value;
		else if (!strcmp(arguments[at], "--user"))
			sscanf(value, "%u:%u", &options.uid, &options.gid);
		else if (!strcmp(arguments[at], "--as") && options.as_count < MOST)
			options.as[options.as_count++] = value;
		at++;
	}
	return at;
}

/* What a file of the kernel's holds, a line at most; empty where it is not there or may not be read. */
static const char *kernel_says(const char *path)
{
	static char line[256];
	FILE *file = fopen(path, "rb");

	line[0] = 0;
	if (file && !fgets(line, sizeof(line), file))
		line[0] = 0;
	if (file)
		fclose(file);
	return line;
}

static void say_kernel(void)
{
	struct utsname name;

	uname(&name);
	json_open(NULL, '{');
	json_string("release", name.release);
	json_string("version", name.version);
	json_string("loader", libbpf_version_string());
	json_open("missing", '[');
	for (int i = 0; missing_capability(i); i++)
		json_string(NULL, missing_capability(i));
	json_close(']');
	json_bool("panics", kernel_says("/proc/sys/kernel/panic_on_warn")[0] == '1');
	json_bool("confidential", strstr(kernel_says("/sys/kernel/security/lockdown"), "[confidentiality]") != NULL);
	json_close('}');
	json_end_line();
}

static void answer(const struct bytes *objects, int count)
{
	say_kernel();
	for (int i = 0; i < count; i++)
		take(&objects[i]);
	json_open(NULL, '{');
	json_bool("done", 1);
	json_close('}');
	json_end_line();
}

/* A guest is alone, and has nothing to lose. */
static int give_up_rights(void)
{
	static const struct limits limits = { 60, 4ul << 30, 0 };

	return keep_loading_only(options.uid, options.gid) || confine(&limits);
}

static int be_init(struct bytes *objects)
{
	static char *arguments[MOST];
	struct request request = { 0 };
	int found;

	if (!guest_enter())
		return 1;
	found = read_folder("/objects", objects);
	answer(objects, found);
	while (found == 0 && next_request(&request)) {
		struct bytes object = { "program.bpf.o", request.object, request.object_size };

		read_options(split_words(request.words, arguments), arguments);
		answer(&object, 1);
	}
	guest_leave();
	return 0;
}

int main(int count, char **arguments)
{
	static struct bytes objects[MOST];
	int found = 0;

	libbpf_set_print(keep_words);
	if (guest_is_init())
		return be_init(objects);
	for (int i = read_options(count, arguments); i < count && found < MOST; i++)
		found += read_object(arguments[i], &objects[found]);
	if (give_up_rights())
		return 1;
	answer(objects, found);
	return 0;
}
