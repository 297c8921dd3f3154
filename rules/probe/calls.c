/* R6 keeps the context, R7 a pointer that was made for one of the arguments. The stack below -8 is for making it. */
#include "calls.h"

#include <stdio.h>
#include <string.h>

#include "btf.h"
#include "maps.h"

enum { KTIME_GET_NS = 5, GET_PRANDOM_U32 = 7, MAP_LOOKUP_ELEM = 1, RINGBUF_RESERVE = 131, SK_LOOKUP_TCP = 84,
	GET_CURRENT_TASK_BTF = 158, SPIN_LOCK = 93, SPIN_UNLOCK = 94, DYNPTR_FROM_MEM = 197, RINGBUF_RESERVE_DYNPTR = 198,
	DYNPTR_AT = -112 };

/* Members of kernel structs that lead from one to another, each loaded unless an address is wanted. */
struct way {
	const char *from;
	const char *to;
	struct { const char *of, *name; } members[2];
	int is_address;
};

static const struct way ways[] = {
	{ "task_struct", "cgroup", { { "task_struct", "cgroups" }, { "css_set", "dfl_cgrp" } }, 0 },
	{ "bpf_iter_meta", "seq_file", { { "bpf_iter_meta", "seq" } }, 0 },
	{ "file", "path", { { "file", "f_path" } }, 1 },
	{ "file", "inode", { { "file", "f_inode" } }, 0 },
	{ "sock", "sk_buff", { { "sock", "sk_backlog.head" } }, 0 },
};

static const char *const names[] = { "unset", "number", "large", "zero", "unknown", "map", "stack", "ctx", "map_value", "read-only",
	"record", "socket", "found socket", "task", "argument", "member", "callback", "dynptr", "record's dynptr", "lock", "timer",
	"", "short stack" };

const char *filler_name(enum filler filler)
{
	return names[filler];
}

static int lists(const char *expected, const char *kind)
{
	size_t length = strlen(kind);

	for (const char *at = expected; (at = strstr(at, kind)); at += length)
		if ((at == expected || at[-1] == ' ') && (at[length] == ',' || !at[length]))
			return 1;
	return 0;
}

int may_fill(enum filler filler, const char *expected)
{
	switch (filler) {
	case MAP: return lists(expected, "map_ptr") || !*expected;
	case STACK: return lists(expected, "fp");
	case CTX: return lists(expected, "ctx");
	case CALLBACK: return lists(expected, "func");
	case DYNPTR: case RECORD_DYNPTR: return lists(expected, "dynptr_ptr");
	case MAP_VALUE: case READ_ONLY: case LOCK: case TIMER: return lists(expected, "map_value") && !lists(expected, "fp");
	case RECORD: return lists(expected, "ringbuf_mem") || lists(expected, "mem") || lists(expected, "alloc_mem");
	case SOCKET:
	case FOUND_SOCKET: return lists(expected, "sock") || lists(expected, "sock_common");
	case TASK: case ARGUMENT: return !strncmp(expected, "ptr_", 4) || strstr(expected, " ptr_") || strstr(expected, "trusted_ptr_");
	default: return 0;
	}
}

int is_about_filler(const struct verdict *verdict)
{
	static const char *const sentences[] = { " is of type ", "must be referenced", "invalid bpf_context access",
		"cannot use helper", "unknown func", "has to have BTF", "has no valid ", "Expected an initialized dynptr",
		"unacquired reference", "cannot use bpf_" };

	for (size_t i = 0; i < sizeof(sentences) / sizeof(*sentences); i++)
		if (strstr(verdict->message, sentences[i]))
			return 1;
	return 0;
}

const struct way *way_after(const struct verdict *verdict, enum filler refused)
{
	char from[NAME_SIZE], to[NAME_SIZE];

	if ((refused != TASK && refused != ARGUMENT) ||
	    sscanf(verdict->message, "R%*d is of type %63s but %63s is expected", from, to) != 2)
		return NULL;
	for (size_t i = 0; i < sizeof(ways) / sizeof(*ways); i++)
		if (!strcmp(ways[i].from, from) && !strcmp(ways[i].to, to) && btf_offset(from, ways[i].members[0].name) >= 0)
			return &ways[i];
	return NULL;
}

int can_make(const struct subject *subject, enum filler filler)
{
	int has_socket = 0;

	for (int i = 0; i < 3; i++)
		has_socket |= subject->program->context->pointers[i].name && !strcmp(subject->program->context->pointers[i].name, "sk");
	if (filler == ARGUMENT)
		return subject->program->context->size == 0;
	if (filler == CALLBACK)
		return subject->btf_fd == 0;
	return filler != SOCKET || has_socket;
}

static void emit_lookup_of(struct code *code, int fd)
{
	emit(code, STORE_IMM(4, BPF_REG_10, -80, 0));
	emit_map_fd(code, BPF_REG_1, fd);
	emit(code, MOV_REG(BPF_REG_2, BPF_REG_10));
	emit(code, ADD_IMM(BPF_REG_2, -80));
	emit(code, CALL(MAP_LOOKUP_ELEM));
}

static void emit_found_socket(struct code *code)
{
	for (int offset = -88; offset <= -80; offset += 8)
		emit(code, STORE_IMM(8, BPF_REG_10, offset, 0));
	emit(code, MOV_REG(BPF_REG_1, BPF_REG_6));
	emit(code, MOV_REG(BPF_REG_2, BPF_REG_10));
	emit(code, ADD_IMM(BPF_REG_2, -88));
	emit(code, MOV_IMM(BPF_REG_3, 12));
	emit(code, MOV_IMM(BPF_REG_4, -1));
	emit(code, MOV_IMM(BPF_REG_5, 0));
	emit(code, CALL(SK_LOOKUP_TCP));
}

static void emit_record(struct code *code)
{
	emit_map_fd(code, BPF_REG_1, map_of_type(BPF_MAP_TYPE_RINGBUF));
	emit(code, MOV_IMM(BPF_REG_2, 8));
	emit(code, MOV_IMM(BPF_REG_3, 0));
	emit(code, CALL(RINGBUF_RESERVE));
}

/* From a pointer in R0. */
static void emit_way(struct code *code, const struct way *way)
{
	for (int i = 0; i < 2 && way->members[i].name; i++) {
		int offset = btf_offset(way->members[i].of, way->members[i].name);

		if (way->is_address)
			emit(code, ADD_IMM(BPF_REG_0, offset));
		else
			emit(code, LOAD(8, BPF_REG_0, BPF_REG_0, offset));
	}
}

static void emit_dynptr(struct code *code, enum filler filler, int returns)
{
	if (filler == DYNPTR) {
		emit_lookup_of(code, map_of_type(BPF_MAP_TYPE_ARRAY));
		emit_null_check(code, BPF_REG_0, returns);
		emit(code, MOV_REG(BPF_REG_1, BPF_REG_0));
	} else {
		emit_map_fd(code, BPF_REG_1, map_of_type(BPF_MAP_TYPE_RINGBUF));
	}
	emit(code, MOV_IMM(BPF_REG_2, 8));
	emit(code, MOV_IMM(BPF_REG_3, 0));
	emit(code, MOV_REG(BPF_REG_4, BPF_REG_10));
	emit(code, ADD_IMM(BPF_REG_4, DYNPTR_AT));
	emit(code, CALL(filler == DYNPTR ? DYNPTR_FROM_MEM : RINGBUF_RESERVE_DYNPTR));
}

static int socket_offset(const struct subject *subject)
{
	const struct pointer_field *fields = subject->program->context->pointers;

	for (int i = 0; i < 3; i++)
		if (fields[i].name && !strcmp(fields[i].name, "sk"))
			return fields[i].offset;
	return 0;
}

/* What has to be called for stands in R7 then; 0: nothing has to. */
static int emit_making(struct code *code, const struct subject *subject, const struct call *call, enum filler filler)
{
	int is_nullable = filler != TASK && filler != ARGUMENT && filler != WAY;

	switch (filler) {
	case MAP_VALUE: emit_lookup_of(code, map_of_type(BPF_MAP_TYPE_ARRAY)); break;
	case READ_ONLY: emit_lookup_of(code, read_only_map()); break;
	case LOCK: emit_lookup_of(code, lock_map()); break;
	case TIMER: emit_lookup_of(code, timer_map()); break;
	case WAY:
		if (!strcmp(call->way->from, "task_struct"))
			emit(code, CALL(GET_CURRENT_TASK_BTF));
		else
			emit(code, LOAD(8, BPF_REG_0, BPF_REG_6, 0));
		emit_way(code, call->way);
		break;
	case DYNPTR: case RECORD_DYNPTR: emit_dynptr(code, filler, subject->returns); return 0;
	case RECORD: emit_record(code); break;
	case FOUND_SOCKET: emit_found_socket(code); break;
	case TASK: emit(code, CALL(GET_CURRENT_TASK_BTF)); break;
	case SOCKET: emit(code, LOAD(8, BPF_REG_0, BPF_REG_6, socket_offset(subject))); break;
	case ARGUMENT: emit(code, LOAD(8, BPF_REG_0, BPF_REG_6, 0)); break;
	case UNKNOWN_NUMBER:
		emit(code, CALL(GET_PRANDOM_U32));
		emit(code, AND_IMM(BPF_REG_0, 7));
		emit(code, ADD_IMM(BPF_REG_0, 1));
		emit(code, MOV_REG(BPF_REG_8, BPF_REG_0));
		return 0;
	default: return 0;
	}
	if (is_nullable)
		emit_null_check(code, BPF_REG_0, subject->returns);
	emit(code, MOV_REG(BPF_REG_7, BPF_REG_0));
	return 1;
}

static void emit_argument(struct code *code, const struct call *call, int reg)
{
	switch (call->fillers[reg]) {
	case UNSET: case FILLERS: return;
	case NUMBER: emit(code, MOV_IMM(reg, 8)); return;
	case LARGE: emit(code, MOV_IMM(reg, 4096)); return;
	case ZERO: emit(code, MOV_IMM(reg, 0)); return;
	case UNKNOWN_NUMBER: emit(code, MOV_REG(reg, BPF_REG_8)); return;
	case MAP: emit_map_fd(code, reg, call->map_fd); return;
	case CTX: emit(code, MOV_REG(reg, BPF_REG_6)); return;
	case CALLBACK: emit_callback(code, reg); return;
	case DYNPTR: case RECORD_DYNPTR:
		emit(code, MOV_REG(reg, BPF_REG_10));
		emit(code, ADD_IMM(reg, DYNPTR_AT));
		return;
	case STACK: case SHORT_STACK:
		emit(code, MOV_REG(reg, BPF_REG_10));
		emit(code, ADD_IMM(reg, call->fillers[reg] == STACK ? -64 : -1));
		return;
	default: emit(code, MOV_REG(reg, BPF_REG_7)); return;
	}
}

/* A call of another helper makes R1 to R5 unreadable; a stack of zeros may be read and written. */
static void emit_start(struct code *code)
{
	for (int offset = -64; offset < 0; offset += 8)
		emit(code, STORE_IMM(8, BPF_REG_10, offset, 0));
	emit(code, CALL(KTIME_GET_NS));
}

static void emit_arguments(struct code *code, const struct subject *subject, const struct call *call)
{
	int made = 0;

	for (int reg = 1; reg <= 5; reg++)
		if (!made || call->fillers[reg] == UNKNOWN_NUMBER)
			made |= emit_making(code, subject, call, call->fillers[reg]);
	emit_start(code);
	for (int reg = 1; reg <= 5; reg++)
		emit_argument(code, call, reg);
	emit(code, CALL(call->helper));
}

void emit_call(struct code *code, const struct subject *subject, const struct call *call)
{
	emit(code, MOV_REG(BPF_REG_6, BPF_REG_1));
	emit_arguments(code, subject, call);
}

/* Where the first and the last byte of the packet are found. */
static int packet_offsets(const struct subject *subject, int *data, int *end)
{
	const char *context = subject->program->context->name;

	*data = !strcmp(context, "__sk_buff") ? 76 : 0;
	*end = !strcmp(context, "__sk_buff") ? 80 : !strcmp(context, "xdp_md") ? 4 : 8;
	return !strcmp(context, "__sk_buff") || !strcmp(context, "xdp_md") || !strcmp(context, "sk_msg_md");
}

int emit_packet(struct code *code, const struct subject *subject, const struct call *call, int again)
{
	int data, end, size;

	if (!packet_offsets(subject, &data, &end))
		return 0;
	size = end == 8 ? 8 : 4;
	emit(code, MOV_REG(BPF_REG_6, BPF_REG_1));
	emit(code, LOAD(size, BPF_REG_9, BPF_REG_6, data));
	emit(code, LOAD(size, BPF_REG_2, BPF_REG_6, end));
	emit(code, MOV_REG(BPF_REG_3, BPF_REG_9));
	emit(code, ADD_IMM(BPF_REG_3, 8));
	emit(code, INSN(BPF_JMP | BPF_JLE | BPF_X, BPF_REG_3, BPF_REG_2, 2, 0));
	emit_return(code, subject->returns);
	emit_arguments(code, subject, call);
	if (again)
		emit(code, LOAD(1, BPF_REG_1, BPF_REG_9, 0));
	emit_return(code, subject->returns);
	return 1;
}

int emit_locked(struct code *code, const struct subject *subject, int helper)
{
	int fd = lock_map();

	if (fd < 0)
		return 0;
	emit_lookup_of(code, fd);
	emit_null_check(code, BPF_REG_0, subject->returns);
	emit(code, MOV_REG(BPF_REG_7, BPF_REG_0));
	emit(code, MOV_REG(BPF_REG_1, BPF_REG_7));
	emit(code, CALL(SPIN_LOCK));
	emit(code, CALL(helper));
	emit(code, MOV_REG(BPF_REG_1, BPF_REG_7));
	emit(code, CALL(SPIN_UNLOCK));
	emit_return(code, subject->returns);
	return 1;
}
