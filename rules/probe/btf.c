/* Walks /sys/kernel/btf/vmlinux once per question; a few dozen questions are asked in all. */
#include "btf.h"

#include <linux/btf.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Kinds newer than the headers may be. */
enum { KIND_DECL_TAG = 17, KIND_TYPE_TAG = 18, KIND_ENUM64 = 19 };

static char *blob;
static const char *strings;
static const struct btf_type **types;
static unsigned int type_count;

static size_t type_size(const struct btf_type *type)
{
	unsigned int members = BTF_INFO_VLEN(type->info);

	switch (BTF_INFO_KIND(type->info)) {
	case BTF_KIND_INT: case BTF_KIND_VAR: case KIND_DECL_TAG:
		return sizeof(*type) + 4;
	case BTF_KIND_ARRAY:
		return sizeof(*type) + sizeof(struct btf_array);
	case BTF_KIND_STRUCT: case BTF_KIND_UNION:
		return sizeof(*type) + members * sizeof(struct btf_member);
	case BTF_KIND_ENUM:
		return sizeof(*type) + members * sizeof(struct btf_enum);
	case BTF_KIND_FUNC_PROTO:
		return sizeof(*type) + members * sizeof(struct btf_param);
	case BTF_KIND_DATASEC:
		return sizeof(*type) + members * sizeof(struct btf_var_secinfo);
	case KIND_ENUM64:
		return sizeof(*type) + members * 12;
	default:
		return sizeof(*type);
	}
}

static char *read_whole(const char *path, size_t *size)
{
	FILE *file = fopen(path, "r");
	size_t room = 1 << 24;
	char *bytes = file ? malloc(room) : NULL;

	*size = bytes ? fread(bytes, 1, room, file) : 0;
	if (file)
		fclose(file);
	return bytes;
}

int btf_open(void)
{
	static const struct btf_type nothing;
	size_t size;
	const struct btf_header *header;
	const char *at, *end;

	blob = read_whole("/sys/kernel/btf/vmlinux", &size);
	header = (const struct btf_header *)blob;
	if (!blob || size < sizeof(*header) || header->magic != BTF_MAGIC)
		return 0;
	at = blob + header->hdr_len + header->type_off;
	end = at + header->type_len;
	strings = blob + header->hdr_len + header->str_off;
	types = malloc((header->type_len / sizeof(struct btf_type) + 1) * sizeof(*types));
	if (!types || strings + header->str_len > blob + size)
		return 0;
	/* Type 0 is void and is not written down. */
	types[0] = &nothing;
	for (type_count = 1; at < end; at += type_size(types[type_count++]))
		types[type_count] = (const struct btf_type *)at;
	return 1;
}

const struct btf_type *btf_type_at(unsigned int id)
{
	return types[id];
}

unsigned int btf_type_count(void)
{
	return types ? type_count : 0;
}

const char *btf_string(unsigned int offset)
{
	return strings + offset;
}

static unsigned int find(unsigned int kind, const char *prefix, const char *name)
{
	size_t length = strlen(prefix);

	for (unsigned int id = 1; id < type_count; id++) {
		const char *candidate = strings + types[id]->name_off;

		if (BTF_INFO_KIND(types[id]->info) == kind && !strncmp(candidate, prefix, length) &&
		    !strcmp(candidate + length, name))
			return id;
	}
	return 0;
}

int btf_has_enumerator(const char *name, unsigned int value)
{
	for (unsigned int id = 1; id < type_count; id++) {
		const struct btf_enum *values = (const struct btf_enum *)(types[id] + 1);

		if (BTF_INFO_KIND(types[id]->info) != BTF_KIND_ENUM)
			continue;
		for (unsigned int i = 0; i < BTF_INFO_VLEN(types[id]->info); i++)
			if (!strcmp(strings + values[i].name_off, name) && (unsigned int)values[i].val == value)
				return 1;
	}
	return 0;
}

static int is_composite(unsigned int id)
{
	return BTF_INFO_KIND(types[id]->info) == BTF_KIND_STRUCT || BTF_INFO_KIND(types[id]->info) == BTF_KIND_UNION;
}

static int offset_in(unsigned int id, const char *path)
{
	const struct btf_member *members = (const struct btf_member *)(types[id] + 1);
	size_t length = strcspn(path, ".");

	for (unsigned int i = 0; is_composite(id) && i < BTF_INFO_VLEN(types[id]->info); i++) {
		const char *name = strings + members[i].name_off;
		int is_named = strlen(name) == length && !strncmp(name, path, length);
		int at = BTF_MEMBER_BIT_OFFSET(members[i].offset) / 8, inside;

		if (is_named && !path[length])
			return at;
		if (*name && !is_named)
			continue;
		inside = offset_in(members[i].type, is_named ? path + length + 1 : path);
		if (inside >= 0)
			return at + inside;
	}
	return -1;
}

int btf_offset(const char *name, const char *path)
{
	unsigned int id = types ? find(BTF_KIND_STRUCT, "", name) : 0;

	return id ? offset_in(id, path) : -1;
}

/* Follows a function, a pointer or a typedef down to the prototype and counts its parameters. */
static int count_parameters(unsigned int id)
{
	while (id && id < type_count) {
		if (BTF_INFO_KIND(types[id]->info) == BTF_KIND_FUNC_PROTO)
			return BTF_INFO_VLEN(types[id]->info);
		id = types[id]->type;
	}
	return -1;
}

static int resolve_member(struct subject *subject, const char *path, char *reason)
{
	const char *dot = strchr(path, '.');
	char name[NAME_SIZE];
	const struct btf_member *members;

	snprintf(name, sizeof(name), "%.*s", (int)(dot - path), path);
	subject->attach_btf_id = find(BTF_KIND_STRUCT, "", name);
	if (!subject->attach_btf_id) {
		snprintf(reason, MESSAGE_SIZE, "this kernel's BTF has no struct %s", name);
		return -1;
	}
	members = (const struct btf_member *)(types[subject->attach_btf_id] + 1);
	for (unsigned int i = 0; i < BTF_INFO_VLEN(types[subject->attach_btf_id]->info); i++)
		if (!strcmp(strings + members[i].name_off, dot + 1)) {
			/* A struct_ops program says which member it is where others say the attach type. */
			subject->expected_attach_type = i;
			return count_parameters(members[i].type);
		}
	snprintf(reason, MESSAGE_SIZE, "struct %s has no member %s", name, dot + 1);
	return -1;
}

static const char *const prefixes[] = { [FUNCTION] = "", [RETURNING_FUNCTION] = "", [TRACEPOINT] = "btf_trace_",
	[LSM_HOOK] = "bpf_lsm_", [ITERATOR] = "bpf_iter_", [STRUCT_OPS] = "bpf_struct_ops_" };

int btf_resolve(struct subject *subject, char reason[MESSAGE_SIZE])
{
	enum target target = subject->program->target;
	const char *name = strchr(subject->program->section, '/');
	unsigned int kind = target == TRACEPOINT ? BTF_KIND_TYPEDEF : BTF_KIND_FUNC;

	if (target == NO_TARGET)
		return 0;
	if (target == PROGRAM) {
		snprintf(reason, MESSAGE_SIZE, "it takes over the context and the rules of the program it replaces");
		return -1;
	}
	if (!types) {
		snprintf(reason, MESSAGE_SIZE, "this kernel has no BTF to find the attach target in");
		return -1;
	}
	/* No one function's arguments; the most a trampoline can carry are looked for. */
	if (target == ANY_FUNCTION)
		return 12;
	if (target == STRUCT_OPS)
		return resolve_member(subject, name + 1, reason);
	subject->attach_btf_id = find(kind, prefixes[target], name + 1);
	if (!subject->attach_btf_id) {
		snprintf(reason, MESSAGE_SIZE, "this kernel's BTF has no %s%s", prefixes[target], name + 1);
		return -1;
	}
	/* A tracepoint's first parameter is the kernel's own and is not handed on; a return value follows. */
	return count_parameters(subject->attach_btf_id) + (target == RETURNING_FUNCTION) - (target == TRACEPOINT);
}

static int is_function_pointer(unsigned int id)
{
	return BTF_INFO_KIND(types[id]->info) == BTF_KIND_PTR &&
	       BTF_INFO_KIND(types[types[id]->type]->info) == BTF_KIND_FUNC_PROTO;
}

static void for_each_member(const char *name, void (*visit)(const char *, unsigned int, unsigned int))
{
	unsigned int id = find(BTF_KIND_STRUCT, "", name);
	const struct btf_member *members = id ? (const struct btf_member *)(types[id] + 1) : NULL;
	char path[2 * NAME_SIZE];

	for (unsigned int i = 0; id && i < BTF_INFO_VLEN(types[id]->info); i++) {
		if (!is_function_pointer(members[i].type))
			continue;
		snprintf(path, sizeof(path), "%s.%s", name, strings + members[i].name_off);
		visit(path, id, i);
	}
}

void btf_for_each_target(enum target target, void (*visit)(const char *, unsigned int, unsigned int))
{
	unsigned int kind = target == TRACEPOINT ? BTF_KIND_TYPEDEF : target == STRUCT_OPS ? BTF_KIND_STRUCT : BTF_KIND_FUNC;
	size_t length = strlen(prefixes[target]);

	for (unsigned int id = 1; id < type_count; id++) {
		const char *name = strings + types[id]->name_off;

		if (BTF_INFO_KIND(types[id]->info) != kind || strncmp(name, prefixes[target], length))
			continue;
		if (target == STRUCT_OPS)
			for_each_member(name + length, visit);
		else
			visit(name + length, id, 0);
	}
}
