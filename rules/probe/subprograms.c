/* A global function is verified by itself, trusting what BTF says of its parameters, and so a call is
 * held against that. The parameter is the question here: one program per struct it may point to. */
#include "subprograms.h"

#include <linux/btf.h>
#include <string.h>
#include <unistd.h>

#include "json.h"

/* Messages name the function. Whoever quotes them puts the real one there. */
#define FUNCTION_NAME "f"

enum { OTHER_SIZE = 8, BTF_ROOM = 512, MAX_STRUCTS = 32 };

/* Types are numbered from 1 in the order they are added in; 0 is void. */
struct description {
	char types[BTF_ROOM];
	char names[BTF_ROOM];
	unsigned int types_size;
	unsigned int names_size;
	unsigned int count;
};

static unsigned int add_name(struct description *btf, const char *name)
{
	unsigned int at = btf->names_size;

	strcpy(btf->names + at, name);
	btf->names_size += strlen(name) + 1;
	return at;
}

static void add_detail(struct description *btf, const void *detail, size_t size)
{
	memcpy(btf->types + btf->types_size, detail, size);
	btf->types_size += size;
}

static unsigned int add_type(struct description *btf, const char *name, unsigned int kind, unsigned int members,
			     unsigned int size_or_type)
{
	struct btf_type type = { .name_off = *name ? add_name(btf, name) : 0, .info = kind << 24 | members,
				 .size = size_or_type };

	add_detail(btf, &type, sizeof(type));
	return ++btf->count;
}

static unsigned int add_integer(struct description *btf, const char *name, unsigned int encoding)
{
	unsigned int details = encoding << 24 | 32, id = add_type(btf, name, BTF_KIND_INT, 0, 4);

	add_detail(btf, &details, sizeof(details));
	return id;
}

/* As large as the real one, because memory of that size is what an unknown struct stands for. */
static unsigned int add_struct(struct description *btf, const char *name, unsigned int size)
{
	unsigned int word = add_integer(btf, "unsigned int", 0);
	unsigned int words = add_type(btf, "", BTF_KIND_ARRAY, 0, 0);
	struct btf_array array = { .type = word, .index_type = word, .nelems = size / 4 };
	struct btf_member member = { .type = words };
	unsigned int id;

	add_detail(btf, &array, sizeof(array));
	id = add_type(btf, name, BTF_KIND_STRUCT, 1, size);
	member.name_off = add_name(btf, "words");
	add_detail(btf, &member, sizeof(member));
	return id;
}

static unsigned int add_prototype(struct description *btf, unsigned int returns, unsigned int parameters)
{
	return add_type(btf, "", BTF_KIND_FUNC_PROTO, parameters, returns);
}

static int load_description(const struct description *btf)
{
	char bytes[sizeof(struct btf_header) + 2 * BTF_ROOM];
	struct btf_header header = { .magic = BTF_MAGIC, .version = BTF_VERSION, .hdr_len = sizeof(header),
				     .type_len = btf->types_size, .str_off = btf->types_size,
				     .str_len = btf->names_size };

	memcpy(bytes, &header, sizeof(header));
	memcpy(bytes + sizeof(header), btf->types, btf->types_size);
	memcpy(bytes + sizeof(header) + btf->types_size, btf->names, btf->names_size);
	return load_btf(bytes, sizeof(header) + btf->types_size + btf->names_size);
}

/* What the function's parameter points to; without a name it has no parameter at all. */
struct parameter {
	const char *name;
	unsigned int size; /* 0: void */
};

/* The program itself takes nothing: its own parameter is not the question. */
static void describe(struct subject *subject, const struct parameter *parameter, unsigned int linkage)
{
	struct description btf = { .names_size = 1 };
	unsigned int number = add_integer(&btf, "int", BTF_INT_SIGNED);
	unsigned int nothing = add_prototype(&btf, number, 0), takes = nothing;

	if (parameter->name) {
		unsigned int target = parameter->size ? add_struct(&btf, parameter->name, parameter->size) : 0;
		struct btf_param pointer = { .type = add_type(&btf, "", BTF_KIND_PTR, 0, target) };

		takes = add_prototype(&btf, number, 1);
		pointer.name_off = add_name(&btf, "c");
		add_detail(&btf, &pointer, sizeof(pointer));
	}
	subject->functions[0].type_id = add_type(&btf, "program", BTF_KIND_FUNC, BTF_FUNC_GLOBAL, nothing);
	subject->functions[1].type_id = add_type(&btf, FUNCTION_NAME, BTF_KIND_FUNC, linkage, takes);
	subject->btf_fd = load_description(&btf);
	subject->function_count = 2;
}

/* An error below 0: not even the BTF was accepted, so that nothing was asked. */
static struct verdict try_parameter(const struct subject *plain, const struct parameter *parameter)
{
	struct subject subject = *plain;
	struct verdict verdict = { .error = -1 };
	struct code code = { .count = 0 };

	describe(&subject, parameter, BTF_FUNC_GLOBAL);
	if (subject.btf_fd < 0)
		return verdict;
	emit(&code, CALL_FUNCTION(2));
	emit_return(&code, subject.returns);
	subject.functions[1].insn_off = code.count;
	emit_return(&code, 0);
	verdict = load(&subject, &code);
	close(subject.btf_fd);
	return verdict;
}

struct verdict load_with_callback(const struct subject *plain, struct code *code)
{
	const struct parameter none = { NULL, 0 };
	struct subject subject = *plain;
	struct verdict verdict;

	describe(&subject, &none, BTF_FUNC_STATIC);
	subject.functions[1].insn_off = code->count;
	code->insns[code->callback].imm = code->count - code->callback - 1;
	emit_return(code, 0);
	verdict = load(&subject, code);
	close(subject.btf_fd);
	return verdict;
}

int load_replaceable(const struct subject *plain, struct subject *replacement)
{
	const struct parameter none = { NULL, 0 };
	struct subject subject = *plain;
	struct code code = { .count = 0 };

	describe(&subject, &none, BTF_FUNC_GLOBAL);
	if (subject.btf_fd < 0)
		return -1;
	emit(&code, CALL_FUNCTION(2));
	emit_return(&code, subject.returns);
	subject.functions[1].insn_off = code.count;
	emit_return(&code, 0);
	replacement->attach_prog_fd = load_and_keep(&subject, &code);
	replacement->attach_btf_id = subject.functions[1].type_id;
	replacement->btf_fd = subject.btf_fd;
	replacement->functions[0].type_id = subject.functions[1].type_id;
	replacement->function_count = 1;
	return replacement->attach_prog_fd;
}

static void write_verdict(const char *name, const struct verdict *verdict)
{
	if (!verdict->error)
		json_bool(name, 1);
	else
		json_string(name, verdict->message[0] ? verdict->message : errno_name(verdict->error));
}

/* A number, a buffer and a list of arguments are contexts, too. */
static int is_struct(const struct context *context)
{
	return !strchr(context->name, ' ') && strcmp(context->name, "u32");
}

static int is_listed(const struct parameter *structs, int count, const char *name)
{
	for (int i = 0; i < count; i++)
		if (!strcmp(structs[i].name, name))
			return 1;
	return 0;
}

static int list_structs(struct parameter structs[MAX_STRUCTS])
{
	int count = 0;

	for (size_t i = 0; i < program_count; i++) {
		const struct context *context = programs[i].context;

		if (is_struct(context) && !is_listed(structs, count, context->name) && count < MAX_STRUCTS - 2)
			structs[count++] = (struct parameter){ context->name, context->size };
	}
	structs[count++] = (struct parameter){ "other", OTHER_SIZE };
	structs[count++] = (struct parameter){ "void", 0 };
	return count;
}

/* Where not even a function without parameters may be called, its parameters say nothing. */
void probe_subprograms(const struct subject *subject)
{
	struct parameter structs[MAX_STRUCTS], none = { NULL, 0 };
	int count = list_structs(structs);
	struct verdict verdict = try_parameter(subject, &none);

	if (verdict.error)
		return;
	json_open("globalArguments", '{');
	for (int i = 0; i < count; i++) {
		verdict = try_parameter(subject, &structs[i]);
		if (verdict.error >= 0)
			write_verdict(structs[i].name, &verdict);
	}
	json_close('}');
}
