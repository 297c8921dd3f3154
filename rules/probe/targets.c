/* Hooks, iterators and struct_ops members are all asked about. Of functions and tracepoints there are too many: of
 * those the ones that the kernel's own lists of names may hold are asked, and others at equal distances. Every helper
 * is asked for at a sample of the targets; at the others those of which kernels ask for the target, and where these are
 * answered as at a target that was asked in full, so is the rest. */
#include "targets.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "btf.h"
#include "groups.h"
#include "json.h"
#include "returns.h"
#include "subprograms.h"

enum { SAMPLES = 12 };

/* Of the kind that is being asked about. */
static const struct program *kind;
static size_t stem_length;
static unsigned int seen, stride, loading;

/* What the kernel's lists of functions and tracepoints for programs that sleep, and for bpf_d_path and
 * bpf_sk_storage_get, have named; it may have forgotten them again. */
static int is_telling(const char *name)
{
	static const char *const telling[] = { "security_file_permission", "security_inode_getattr",
		"security_file_open", "security_path_truncate", "vfs_truncate", "vfs_fallocate", "dentry_open",
		"vfs_getattr", "filp_close", "bpf_fentry_test1", "__x64_sys_close", "__x64_sys_openat", "do_exit",
		"tcp_connect", "sys_enter", "sys_exit", "sched_switch" };

	for (size_t i = 0; i < sizeof(telling) / sizeof(*telling); i++)
		if (!strcmp(telling[i], name))
			return 1;
	return !strncmp(name, "bpf_sk_storage", strlen("bpf_sk_storage"));
}

/* Old kernels take long to look a function up; of tracepoints only those for programs that sleep are few, and on old
 * kernels they are all. */
static int is_one_of_too_many(void)
{
	return kind->target == FUNCTION || kind->target == RETURNING_FUNCTION ||
	       (kind->target == TRACEPOINT && !(kind->flags & BPF_F_SLEEPABLE));
}

/* "bpf_lsm_file_open is not sleepable" is one sentence for all hooks. */
static void without_name(const char *message, const char *name, char template[MESSAGE_SIZE])
{
	const char *at = strstr(message, name);

	if (!at)
		snprintf(template, MESSAGE_SIZE, "%s", message);
	else
		snprintf(template, MESSAGE_SIZE, "%.*s#%s", (int)(at - message), message, at + strlen(name));
}

static void ask_about(const char *name, struct subject *subject, int in_full)
{
	struct group group = { .loads = 0 };
	struct verdict verdict = find_legal_return(subject);

	group.loads = !verdict.error;
	if (verdict.error)
		without_name(verdict.message[0] ? verdict.message : errno_name(verdict.error), name, group.message);
	else if (!in_full && loading >= 2 * SAMPLES && kind->target == TRACEPOINT)
		return;
	else if (in_full || !take_for_known(subject, &group))
		ask_helpers(subject, &group.answers);
	loading += group.loads;
	note_target(name, &group);
}

static void count(const char *name, unsigned int id, unsigned int member)
{
	(void)name, (void)id, (void)member;
	seen++;
}

static void visit(const char *name, unsigned int id, unsigned int member)
{
	char section[3 * NAME_SIZE];
	struct program program = *kind;
	struct subject subject = { .program = &program, .attach_btf_id = id, .expected_attach_type = kind->attach };
	int in_full = seen % stride == 0;

	seen++;
	if (!in_full && !is_telling(name) && is_one_of_too_many())
		return;
	snprintf(section, sizeof(section), "%.*s/%s", (int)stem_length, kind->section, name);
	program.section = section;
	if (kind->target == STRUCT_OPS)
		subject.expected_attach_type = member;
	ask_about(name, &subject, in_full);
}

static void probe_kind(const struct program *program)
{
	char stem[NAME_SIZE];
	int is_whole = program->target != FUNCTION && program->target != RETURNING_FUNCTION && program->target != TRACEPOINT;

	kind = program;
	stem_length = strcspn(program->section, "/");
	snprintf(stem, sizeof(stem), "%.*s", (int)stem_length, program->section);
	seen = 0;
	btf_for_each_target(kind->target, count);
	stride = seen / SAMPLES + 1;
	seen = loading = 0;
	btf_for_each_target(kind->target, visit);
	write_groups(stem, is_whole);
}

/* What a replacement may do depends on what it replaces, here named by that program's section. Programs that attach
 * by BTF are left out: 6.18 dereferences NULL in check_return_code() when one that replaces a struct_ops member returns. */
static void probe_replacements(const struct program *replacing)
{
	for (size_t i = 0; i < program_count; i++) {
		struct subject replaced = { .program = &programs[i], .expected_attach_type = programs[i].attach };
		struct subject subject = { .program = replacing };

		if (programs[i].target != NO_TARGET || find_legal_return(&replaced).error)
			continue;
		if (load_replaceable(&replaced, &subject) >= 0) {
			ask_about(programs[i].section, &subject, 1);
			close(subject.attach_prog_fd);
		}
		close(subject.btf_fd);
	}
	write_groups(replacing->section, 1);
}

static int is_first_of_stem(size_t index)
{
	size_t length = strcspn(programs[index].section, "/");

	for (size_t i = 0; i < index; i++)
		if (strcspn(programs[i].section, "/") == length && !strncmp(programs[i].section, programs[index].section, length))
			return 0;
	return 1;
}

void probe_targets(void)
{
	for (size_t i = 0; i < program_count; i++) {
		enum target target = programs[i].target;
		unsigned long before = loads;

		if (target == NO_TARGET || target == ANY_FUNCTION || !is_first_of_stem(i))
			continue;
		if (target == PROGRAM)
			probe_replacements(&programs[i]);
		else
			probe_kind(&programs[i]);
		fprintf(stderr, "targets of %s: %lu loads\n", programs[i].section, loads - before);
	}
}

void probe_sleepable(void)
{
	json_open(NULL, '{');
	json_open("madeSleepable", '{');
	for (size_t i = 0; i < program_count; i++) {
		struct program program = programs[i];
		struct subject subject = { .program = &program, .expected_attach_type = program.attach };
		struct verdict verdict;

		if (program.target != NO_TARGET || program.flags & BPF_F_SLEEPABLE || find_legal_return(&subject).error)
			continue;
		program.flags |= BPF_F_SLEEPABLE;
		verdict = find_legal_return(&subject);
		if (!verdict.error)
			json_bool(program.section, 1);
		else
			json_string(program.section, verdict.message[0] ? verdict.message : errno_name(verdict.error));
	}
	json_close('}');
	json_close('}');
	json_end_line();
}
