/* Asks the running kernel about every program kind, or about those named on the command line, and
 * writes one JSON object a line: the kernel, each program kind, the helpers' names, the end. */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/utsname.h>
#include <time.h>
#include <unistd.h>

#include "btf.h"
#include "contracts.h"
#include "definitions.h"
#include "guest.h"
#include "helpers.h"
#include "json.h"
#include "kfuncs.h"
#include "pointers.h"
#include "returns.h"
#include "subprograms.h"
#include "targets.h"

static double now(void)
{
	struct timespec time;

	clock_gettime(CLOCK_MONOTONIC, &time);
	return time.tv_sec + time.tv_nsec / 1e9;
}

static void write_kernel(void)
{
	struct utsname name;

	uname(&name);
	json_open(NULL, '{');
	json_string("release", name.release);
	json_string("version", name.version);
	json_string("arch", name.machine);
	json_close('}');
	json_end_line();
}

/* Many program types never look at the attach type while loading, so that a load succeeds even on a
 * kernel that has never heard of it. The kernel's own enumerators tell. */
static void write_known(const struct program *program, int has_btf)
{
	if (has_btf)
		json_bool("known", btf_has_enumerator(program->type_name, program->type) &&
			  (!program->attach_name || btf_has_enumerator(program->attach_name, program->attach)));
	else
		json_null("known");
}

static void write_refusal(int error, const char *message)
{
	json_open("loads", '{');
	if (error)
		json_string("errno", errno_name(error));
	json_string("message", message);
	json_close('}');
}

static void probe_program(const struct program *program, int has_btf, int map_fd)
{
	struct subject subject = { .program = program, .expected_attach_type = program->attach };
	char reason[MESSAGE_SIZE] = "its prototype was not found in this kernel's BTF";
	int arguments = btf_resolve(&subject, reason);
	struct verdict verdict;

	json_open(NULL, '{');
	json_string("section", program->section);
	json_string("programType", program->type_name);
	if (program->attach_name)
		json_string("attachType", program->attach_name);
	else
		json_null("attachType");
	json_bool("sleepable", (program->flags & BPF_F_SLEEPABLE) != 0);
	json_string("context", program->context->name);
	write_known(program, has_btf);
	if (arguments < 0) {
		write_refusal(0, reason);
		return json_close('}');
	}
	verdict = find_legal_return(&subject);
	if (verdict.error) {
		write_refusal(verdict.error, verdict.message);
		return json_close('}');
	}
	json_bool("loads", 1);
	probe_returns(&subject);
	probe_pointers(&subject, program->context->size ? program->context->size : 8 * arguments, map_fd);
	probe_subprograms(&subject);
	probe_helpers(&subject);
	json_close('}');
}

static int is_wanted(char **sections, const char *section)
{
	for (char **wanted = sections; *wanted; wanted++)
		if (!strcmp(*wanted, section))
			return 1;
	return !*sections;
}

static int refuse(const char *why)
{
	fprintf(stderr, "probe: %s\n", why);
	return 2;
}

/* Questions of their own, asked with these words instead of sections. */
static int is_about(char **sections, const char *question)
{
	return *sections && !strcmp(*sections, question);
}

/* Those whose answers the whole does not ask for. */
static int has_own_file(char **sections)
{
	return is_about(sections, "contracts") || is_about(sections, "kfuncs") || is_about(sections, "maps");
}

static void probe_programs(char **sections, int has_btf, int map_fd)
{
	for (size_t i = 0; i < program_count; i++) {
		double began = now();
		unsigned long before = loads;

		if (!is_wanted(sections, programs[i].section))
			continue;
		probe_program(&programs[i], has_btf, map_fd);
		json_end_line();
		fprintf(stderr, "%s: %lu loads, %.1f s\n", programs[i].section, loads - before, now() - began);
	}
}

static int probe(char **sections)
{
	struct rlimit unlimited = { RLIM_INFINITY, RLIM_INFINITY };
	double start = now();
	int has_btf, map_fd;

	/* Kernels before 5.11 charge maps and programs to this limit and free them late. */
	setrlimit(RLIMIT_MEMLOCK, &unlimited);
	map_fd = create_map(BPF_MAP_TYPE_ARRAY, 8);
	if (map_fd < 0 && errno == EPERM)
		return refuse(geteuid() ? "must be run as root" : "the kernel does not permit bpf() here; a container needs "
			      "CAP_BPF, CAP_PERFMON, CAP_NET_ADMIN and CAP_SYS_ADMIN and no seccomp filter against it");
	if (map_fd < 0)
		return refuse(errno == ENOSYS ? "this kernel has no bpf()" : strerror(errno));
	has_btf = btf_open();
	write_kernel();
	if (!is_about(sections, "targets") && !has_own_file(sections))
		probe_programs(sections, has_btf, map_fd);
	if (!*sections || is_about(sections, "targets")) {
		probe_sleepable();
		probe_targets();
	}
	if (is_about(sections, "contracts"))
		probe_contracts();
	if (is_about(sections, "kfuncs"))
		probe_kfuncs();
	if (is_about(sections, "maps"))
		probe_definitions();
	json_open(NULL, '{');
	write_helper_names();
	json_number("loads", loads);
	json_number("seconds", (long)(now() - start + 0.5));
	json_close('}');
	json_end_line();
	return 0;
}

int main(int argc, char **argv)
{
	/* The kernel hands its own unknown parameters on to init, then what stands behind "--". */
	static char *all[] = { NULL };
	char **last = argv + argc - 1;
	int status;

	if (!guest_is_init())
		return probe(argv + 1);
	if (guest_enter())
		status = probe(is_about(last, "targets") || has_own_file(last) ? last : all);
	else
		status = refuse("no second serial line to answer on");
	guest_leave();
	return status;
}
