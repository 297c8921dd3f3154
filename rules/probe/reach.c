/* R6 keeps the context and R7 a socket that has to be given back before the program ends. */
#include "reach.h"

enum { SK_RELEASE = 86, TUPLE_SIZE = 12 };

/* A tuple of zeros on the stack will do: the program is never run. */
static void emit_lookup(struct code *code, int helper)
{
	emit(code, MOV_IMM(BPF_REG_2, 0));
	emit(code, STORE(8, BPF_REG_10, BPF_REG_2, -16));
	emit(code, STORE(8, BPF_REG_10, BPF_REG_2, -8));
	emit(code, MOV_REG(BPF_REG_2, BPF_REG_10));
	emit(code, ADD_IMM(BPF_REG_2, -16));
	emit(code, MOV_IMM(BPF_REG_3, TUPLE_SIZE));
	emit(code, MOV_IMM(BPF_REG_4, -1));
	emit(code, MOV_IMM(BPF_REG_5, 0));
	emit(code, CALL(helper));
}

static void emit_map_lookup(struct code *code, int helper, int map_fd)
{
	emit(code, STORE_IMM(4, BPF_REG_10, -4, 0));
	emit(code, MOV_REG(BPF_REG_2, BPF_REG_10));
	emit(code, ADD_IMM(BPF_REG_2, -4));
	emit_map_fd(code, BPF_REG_1, map_fd);
	emit(code, CALL(helper));
}

void emit_reach(struct code *code, const struct subject *subject, const struct reach *reach)
{
	switch (reach->step) {
	case CONTEXT:
		return;
	case FIELD:
		emit(code, LOAD(8, BPF_REG_1, BPF_REG_1, reach->field));
		if (!reach->unchecked)
			emit_null_check(code, BPF_REG_1, subject->returns);
		return;
	case FIELD_THEN_HELPER:
		emit(code, LOAD(8, BPF_REG_1, BPF_REG_1, reach->field));
		if (reach->field_nullable)
			emit_null_check(code, BPF_REG_1, subject->returns);
		emit(code, CALL(reach->helper));
		break;
	case LOOKUP:
		emit_lookup(code, reach->helper);
		break;
	case MAP_ELEMENT:
		emit_map_lookup(code, reach->helper, reach->field);
		break;
	}
	if (!reach->unchecked)
		emit_null_check(code, BPF_REG_0, subject->returns);
	emit(code, MOV_REG(BPF_REG_1, BPF_REG_0));
	if (reach->step == LOOKUP)
		emit(code, MOV_REG(BPF_REG_7, BPF_REG_0));
}

void emit_leave(struct code *code, const struct subject *subject, const struct reach *reach)
{
	if (reach->step == LOOKUP) {
		emit(code, MOV_REG(BPF_REG_1, BPF_REG_7));
		emit(code, CALL(SK_RELEASE));
	}
	emit_return(code, subject->returns);
}
