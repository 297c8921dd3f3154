/* Follows what the context yields: sockets, what the helpers make of them, and sockets looked up. */
#include "pointers.h"

#include <stdio.h>
#include <string.h>

#include "access.h"
#include "json.h"
#include "stores.h"
#include "uses.h"

enum { SOCK_SIZE = 80, TCP_SOCK_SIZE = 112, FLOW_KEYS_SIZE = 56 };

static const struct {
	const char *name;
	int id;
	int size;
} from_socket[] = {
	{ "bpf_sk_fullsock", 95, SOCK_SIZE },
	{ "bpf_tcp_sock", 96, TCP_SOCK_SIZE },
	{ "bpf_get_listener_sock", 98, SOCK_SIZE },
}, from_context[] = {
	{ "bpf_sk_lookup_tcp", 84, SOCK_SIZE },
	{ "bpf_skc_lookup_tcp", 99, SOCK_SIZE },
};

static int readable_cell(const struct survey *survey, int *offset)
{
	static const int sizes[] = { 4, 8, 2, 1 }, slots[] = { 2, 3, 1, 0 };

	for (int s = 0; s < 4; s++)
		for (int i = 0; i < survey->offset_count; i++)
			if (survey->readable[slots[s]][i]) {
				*offset = survey->offsets[i];
				return sizes[s];
			}
	return 0;
}

/* The same read as one that was accepted, without asking whether the pointer is there at all. */
static void probe_null_check(const struct subject *subject, const struct reach *checked, const struct survey *survey)
{
	struct reach reach = *checked;
	struct code code = { .count = 0 };
	struct verdict verdict;
	int offset = 0, size = readable_cell(survey, &offset);

	if (!size)
		return;
	reach.unchecked = 1;
	emit_reach(&code, subject, &reach);
	emit(&code, LOAD(size, BPF_REG_2, BPF_REG_1, offset));
	emit_leave(&code, subject, &reach);
	verdict = load(subject, &code);
	json_bool("nullCheck", verdict.error);
	if (verdict.error)
		json_string("nullCheckMessage", verdict.message);
}

static void probe_reach(const struct subject *subject, const struct reach *reach)
{
	static struct survey survey;
	struct code code = { .count = 0 };
	struct verdict verdict;

	emit_reach(&code, subject, reach);
	emit_leave(&code, subject, reach);
	verdict = load(subject, &code);
	json_open(NULL, '{');
	json_string("pointer", reach->name);
	if (verdict.error) {
		json_string("refused", verdict.message);
	} else {
		survey_pointer(subject, reach, 0, &survey);
		probe_null_check(subject, reach, &survey);
		probe_stores(subject, reach, &survey);
	}
	json_close('}');
}

static void name_field(const struct subject *subject, int offset, char name[NAME_SIZE])
{
	const struct pointer_field *fields = subject->program->context->pointers;

	for (int i = 0; i < 3; i++)
		if (fields[i].name && fields[i].offset == offset) {
			snprintf(name, NAME_SIZE, "ctx->%s", fields[i].name);
			return;
		}
	snprintf(name, NAME_SIZE, "*(ctx + %d)", offset);
}

static void follow_socket(const struct subject *subject, const char *field, int offset, int nullable)
{
	for (size_t i = 0; i < sizeof(from_socket) / sizeof(*from_socket); i++) {
		char name[2 * NAME_SIZE];
		struct reach reach = { name, FIELD_THEN_HELPER, offset, from_socket[i].id, nullable, 0, from_socket[i].size };

		snprintf(name, sizeof(name), "%s(%s)", from_socket[i].name, field);
		probe_reach(subject, &reach);
	}
}

/* Pointers into the kernel's own structs ("ptr_sock") are checked against BTF, not against a table. */
static void follow_yield(const struct subject *subject, const struct yield *yield)
{
	int is_socket = !strncmp(yield->type, "sock", 4), is_keys = !strncmp(yield->type, "flow_keys", 9);
	int nullable = strstr(yield->type, "or_null") != NULL;
	char name[NAME_SIZE];
	struct reach reach = { name, FIELD, yield->offset, 0, 0, 0, is_socket ? SOCK_SIZE : FLOW_KEYS_SIZE };

	if (yield->size != 8 || !(is_socket || is_keys))
		return;
	name_field(subject, yield->offset, name);
	probe_reach(subject, &reach);
	if (is_socket)
		follow_socket(subject, name, yield->offset, nullable);
}

void probe_pointers(const struct subject *subject, int context_size, int map_fd)
{
	static struct survey survey;
	const struct context *context = subject->program->context;
	struct reach reach = { "ctx", CONTEXT, 0, 0, 0, 0, context_size };

	json_open("access", '[');
	json_open(NULL, '{');
	json_string("pointer", reach.name);
	survey_pointer(subject, &reach, context->endless, &survey);
	probe_stores(subject, &reach, &survey);
	json_close('}');
	for (int i = 0; i < survey.yield_count; i++)
		follow_yield(subject, &survey.yields[i]);
	for (size_t i = 0; i < sizeof(from_context) / sizeof(*from_context); i++) {
		char name[NAME_SIZE];
		struct reach found = { name, LOOKUP, 0, from_context[i].id, 0, 0, from_context[i].size };

		snprintf(name, sizeof(name), "%s()", from_context[i].name);
		probe_reach(subject, &found);
	}
	json_close(']');
	json_open("uses", '{');
	probe_uses(subject, &survey, map_fd);
	json_close('}');
}
