/* Follows what the context yields: sockets, what the helpers make of them, and sockets looked up. */
#include "pointers.h"

#include <stdio.h>
#include <string.h>

#include "access.h"
#include "json.h"
#include "stores.h"
#include "uses.h"

enum { SOCK_SIZE = 80, TCP_SOCK_SIZE = 112, FLOW_KEYS_SIZE = 56, XDP_SOCK_SIZE = 4, MAX_SURVEYED = 128 };
enum { MAP_LOOKUP_ELEM = 1 };

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

/* The first and, where there is one, the second word of every struct followed here may be read, so it
 * is the missing check that is answered. */
static void probe_null_check(const struct subject *subject, const struct reach *checked)
{
	struct reach reach = *checked;
	struct code code = { .count = 0 };
	struct verdict verdict;

	reach.unchecked = 1;
	emit_reach(&code, subject, &reach);
	emit(&code, LOAD(4, BPF_REG_2, BPF_REG_1, reach.size > 4 ? 4 : 0));
	emit_leave(&code, subject, &reach);
	verdict = load(subject, &code);
	json_bool("nullCheck", verdict.error);
	if (verdict.error)
		json_string("nullCheckMessage", verdict.message);
}

/* What lies behind a pointer does not depend on where the program attaches, only its way there may.
 * So the bytes are surveyed once for every program type, and only the way for its other attach types. */
static const char *surveyed_in(const struct program *program, const char *pointer)
{
	static struct {
		unsigned int type;
		char pointer[2 * NAME_SIZE];
		const char *section;
	} surveyed[MAX_SURVEYED];
	static int count;

	for (int i = 0; i < count; i++)
		if (surveyed[i].type == program->type && !strcmp(surveyed[i].pointer, pointer))
			return surveyed[i].section;
	if (count < MAX_SURVEYED) {
		surveyed[count].type = program->type;
		surveyed[count].section = program->section;
		snprintf(surveyed[count++].pointer, 2 * NAME_SIZE, "%s", pointer);
	}
	return NULL;
}

static void survey_reach(const struct subject *subject, const struct reach *reach)
{
	static struct survey survey;
	const char *section = surveyed_in(subject->program, reach->name);

	probe_null_check(subject, reach);
	if (section) {
		json_string("asIn", section);
		return;
	}
	survey_pointer(subject, reach, 0, &survey);
	probe_stores(subject, reach, &survey);
}

static void probe_reach(const struct subject *subject, const struct reach *reach)
{
	struct code code = { .count = 0 };
	struct verdict verdict;

	emit_reach(&code, subject, reach);
	emit_leave(&code, subject, reach);
	verdict = load(subject, &code);
	json_open(NULL, '{');
	json_string("pointer", reach->name);
	if (verdict.error)
		json_string("refused", verdict.message);
	else
		survey_reach(subject, reach);
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
		struct reach reach = { name, FIELD_THEN_HELPER, offset, from_socket[i].id, nullable, 0,
				       from_socket[i].size };

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

/* A kernel without AF_XDP has no such map, and no such sockets. */
static void follow_xdp_socket(const struct subject *subject)
{
	static int map_fd;
	struct reach reach = { "bpf_map_lookup_elem(&xskmap)", MAP_ELEMENT, 0, MAP_LOOKUP_ELEM, 0, 0, XDP_SOCK_SIZE };

	if (subject->program->type != BPF_PROG_TYPE_XDP)
		return;
	if (!map_fd)
		map_fd = create_map(BPF_MAP_TYPE_XSKMAP, 4);
	reach.field = map_fd;
	if (map_fd > 0)
		probe_reach(subject, &reach);
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
	follow_xdp_socket(subject);
	json_close(']');
	json_open("uses", '{');
	probe_uses(subject, &survey, map_fd);
	json_close('}');
}
