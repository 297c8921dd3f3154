/* Knows how BTF writes prototypes and marks on functions, and how names of kfuncs begin. */
#include "prototypes.h"

#include <linux/btf.h>
#include <stdio.h>
#include <string.h>

#include "btf.h"

/* Newer than the headers may be. */
enum { KIND_DECL_TAG = 17 };

static const char *const beginnings[] = { "bpf_", "tcp_", "bbr_", "dctcp_", "cubictcp_", "cgroup_rstat_", "crash_kexec",
	"scx_bpf_", "hid_bpf_", "__bpf_" };

static int is_marked(unsigned int id)
{
	return BTF_INFO_KIND(btf_type_at(id)->info) == KIND_DECL_TAG &&
	       !strcmp(btf_string(btf_type_at(id)->name_off), "bpf_kfunc");
}

static int begins_like_one(const char *name)
{
	for (size_t i = 0; i < sizeof(beginnings) / sizeof(*beginnings); i++)
		if (!strncmp(name, beginnings[i], strlen(beginnings[i])))
			return 1;
	return 0;
}

void btf_for_each_kfunc(void (*visit)(const char *name, unsigned int id))
{
	unsigned int count = btf_type_count(), marked = 0;

	for (unsigned int id = 1; id < count; id++)
		if (is_marked(id)) {
			marked++;
			visit(btf_string(btf_type_at(btf_type_at(id)->type)->name_off), btf_type_at(id)->type);
		}
	for (unsigned int id = 1; !marked && id < count; id++) {
		const struct btf_type *type = btf_type_at(id);

		if (BTF_INFO_KIND(type->info) == BTF_KIND_FUNC && begins_like_one(btf_string(type->name_off)))
			visit(btf_string(type->name_off), id);
	}
}

static void write_type(unsigned int id, char text[TYPE_NAME_SIZE])
{
	const struct btf_type *type = btf_type_at(id);
	const char *name = btf_string(type->name_off);
	char inner[TYPE_NAME_SIZE];

	switch (BTF_INFO_KIND(type->info)) {
	case BTF_KIND_PTR:
		write_type(type->type, inner);
		snprintf(text, TYPE_NAME_SIZE, "%.*s%s", TYPE_NAME_SIZE - 4, inner, inner[strlen(inner) - 1] == '*' ? "*" : " *");
		return;
	case BTF_KIND_CONST:
		write_type(type->type, inner);
		snprintf(text, TYPE_NAME_SIZE, "const %.*s", TYPE_NAME_SIZE - 8, inner);
		return;
	case BTF_KIND_STRUCT: snprintf(text, TYPE_NAME_SIZE, "struct %s", name); return;
	case BTF_KIND_UNION: snprintf(text, TYPE_NAME_SIZE, "union %s", name); return;
	case BTF_KIND_ENUM: snprintf(text, TYPE_NAME_SIZE, "enum %s", name); return;
	case BTF_KIND_FWD:
		snprintf(text, TYPE_NAME_SIZE, "%s %s", BTF_INFO_KFLAG(type->info) ? "union" : "struct", name);
		return;
	case BTF_KIND_INT: case BTF_KIND_TYPEDEF: snprintf(text, TYPE_NAME_SIZE, "%s", name); return;
	case BTF_KIND_VOLATILE: case BTF_KIND_RESTRICT: case 18 /* BTF_KIND_TYPE_TAG */:
		write_type(type->type, text);
		return;
	default: snprintf(text, TYPE_NAME_SIZE, "void");
	}
}

int btf_parameter(unsigned int function, int position, char type[TYPE_NAME_SIZE], const char **name)
{
	const struct btf_type *prototype = btf_type_at(btf_type_at(function)->type);
	const struct btf_param *parameters = (const struct btf_param *)(prototype + 1);

	if (position >= 5 || position >= (int)BTF_INFO_VLEN(prototype->info))
		return 0;
	write_type(parameters[position].type, type);
	if (name)
		*name = btf_string(parameters[position].name_off);
	return 1;
}

void btf_result(unsigned int function, char type[TYPE_NAME_SIZE])
{
	write_type(btf_type_at(btf_type_at(function)->type)->type, type);
}
