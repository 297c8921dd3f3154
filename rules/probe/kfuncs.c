/* Kernels from 6.9 on mark such functions in their BTF. In older ones each function whose name begins like one of theirs
 * is tried: the verifier takes no other. */
#include "kfuncs.h"

#include <stdio.h>
#include <string.h>

#include "btf.h"
#include "json.h"
#include "prototypes.h"
#include "returns.h"

enum { MAX_KFUNCS = 8192, GET_CURRENT_TASK_BTF = 158, KTIME_GET_NS = 5, BUFFER_AT = -64 };

static struct {
	const char *name;
	unsigned int id;
} kfuncs[MAX_KFUNCS];
static int kfunc_count;

static void note_kfunc(const char *name, unsigned int id)
{
	if (kfunc_count == MAX_KFUNCS)
		return;
	kfuncs[kfunc_count].name = name;
	kfuncs[kfunc_count++].id = id;
}

static const char *sentence(const struct verdict *verdict)
{
	if (!verdict->error)
		return "ok";
	return verdict->message[0] ? verdict->message : errno_name(verdict->error);
}

/* What a parameter of this type is given; the task stands in R7. 0: nothing will do. */
static int emit_argument(struct code *code, int reg, const char *type)
{
	if (strstr(type, "struct task_struct *"))
		emit(code, MOV_REG(reg, BPF_REG_7));
	else if (strstr(type, "struct __sk_buff *") || strstr(type, "struct xdp_md *"))
		emit(code, MOV_REG(reg, BPF_REG_6));
	else if (!strchr(type, '*'))
		emit(code, MOV_IMM(reg, 8));
	else if (strstr(type, "void *") || strstr(type, "char *") || strstr(type, "u8 *")) {
		emit(code, MOV_REG(reg, BPF_REG_10));
		emit(code, ADD_IMM(reg, BUFFER_AT));
	} else
		return 0;
	return 1;
}

static int takes_task(unsigned int id)
{
	char type[TYPE_NAME_SIZE];

	for (int i = 0; btf_parameter(id, i, type, NULL); i++)
		if (strstr(type, "struct task_struct *"))
			return 1;
	return 0;
}

/* Arguments that fit as far as that can be told; 0: for one there is none. */
static int emit_arguments(struct code *code, unsigned int id)
{
	char type[TYPE_NAME_SIZE];

	for (int offset = BUFFER_AT; offset < 0; offset += 8)
		emit(code, STORE_IMM(8, BPF_REG_10, offset, 0));
	emit(code, CALL(takes_task(id) ? GET_CURRENT_TASK_BTF : KTIME_GET_NS));
	emit(code, MOV_REG(BPF_REG_7, BPF_REG_0));
	for (int i = 0; btf_parameter(id, i, type, NULL); i++)
		if (!emit_argument(code, i + 1, type))
			return 0;
	return 1;
}

static struct verdict try_kfunc(const struct subject *subject, struct code *code, unsigned int id)
{
	emit(code, CALL_KERNEL(id));
	emit_return(code, subject->returns);
	return load(subject, code);
}

/* With the context alone. */
static struct verdict try_bare(const struct subject *subject, unsigned int id)
{
	struct code code = { .count = 0 };

	return try_kfunc(subject, &code, id);
}

static int is_permitted(const struct verdict *verdict)
{
	static const char *const refusals[] = { "is not allowed", "is not supported", "not a kernel function", "invalid kernel function",
		"has no address", "JIT does not support", "does not have a valid func_proto" };

	for (size_t i = 0; i < sizeof(refusals) / sizeof(*refusals); i++)
		if (strstr(verdict->message, refusals[i]))
			return 0;
	return 1;
}

/* The answer to a call as it was filled, and what it gave. */
static void write_filled(const struct subject *subject, unsigned int id)
{
	struct code code = { .count = 0 };
	struct verdict verdict;
	char result[MESSAGE_SIZE];
	int emitted;

	emit(&code, MOV_REG(BPF_REG_6, BPF_REG_1));
	if (!emit_arguments(&code, id))
		return;
	emitted = code.count;
	verdict = try_kfunc(subject, &code, id);
	json_string("call", sentence(&verdict));
	code.count = emitted;
	emit(&code, CALL_KERNEL(id));
	emit(&code, MOV_REG(BPF_REG_1, BPF_REG_0));
	emit_return(&code, subject->returns);
	log_kernel_result(load(subject, &code).log, result);
	if (result[0])
		json_string("result", result);
}

/* All are for programs under the GPL. */
static void write_unlicensed(const struct subject *subject, unsigned int id)
{
	struct subject unlicensed = *subject;
	struct verdict verdict;

	unlicensed.license = "Proprietary";
	verdict = try_bare(&unlicensed, id);
	json_string("unlicensed", sentence(&verdict));
}

static void probe_kind(const struct program *program)
{
	struct subject subject = { .program = program, .expected_attach_type = program->attach };
	char reason[MESSAGE_SIZE];

	if (program->target == PROGRAM || btf_resolve(&subject, reason) < 0 || find_legal_return(&subject).error)
		return;
	json_open(NULL, '{');
	json_string("kfuncsOf", program->section);
	json_open("kfuncs", '{');
	for (int i = 0; i < kfunc_count; i++) {
		struct verdict verdict = try_bare(&subject, kfuncs[i].id);

		if (!is_permitted(&verdict)) {
			json_string(kfuncs[i].name, verdict.message);
			continue;
		}
		json_open(kfuncs[i].name, '{');
		json_string("bare", sentence(&verdict));
		write_unlicensed(&subject, kfuncs[i].id);
		write_filled(&subject, kfuncs[i].id);
		json_close('}');
	}
	json_close('}');
	json_close('}');
	json_end_line();
}

static void write_prototype(const char *name, unsigned int id)
{
	char type[TYPE_NAME_SIZE];
	const char *parameter;

	json_open(name, '{');
	btf_result(id, type);
	json_string("returns", type);
	json_open("parameters", '[');
	for (int i = 0; btf_parameter(id, i, type, &parameter); i++) {
		json_open(NULL, '{');
		json_string("type", type);
		json_string("name", parameter);
		json_close('}');
	}
	json_close(']');
	json_close('}');
}

void probe_kfuncs(void)
{
	btf_for_each_kfunc(note_kfunc);
	json_open(NULL, '{');
	json_open("prototypes", '{');
	for (int i = 0; i < kfunc_count; i++)
		write_prototype(kfuncs[i].name, kfuncs[i].id);
	json_close('}');
	json_close('}');
	json_end_line();
	for (size_t i = 0; i < program_count; i++) {
		unsigned long before = loads;

		probe_kind(&programs[i]);
		fprintf(stderr, "kfuncs in %s: %lu loads\n", programs[i].section, loads - before);
	}
}
