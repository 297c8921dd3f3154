/* Each argument is first left unset, to see whether there is one, then a number, to hear what is wanted instead. Once
 * all are as the verifier wants them, one thing at a time is changed. Every answer is a sentence or a register of the log. */
#include "learn.h"

#include <stdio.h>
#include <string.h>

#include "json.h"
#include "maps.h"
#include "subprograms.h"

enum { MAX_ARGUMENTS = 5, LAST_MAP_TYPE = 40 };

const char *sentence(const struct verdict *verdict)
{
	if (!verdict->error)
		return "ok";
	return verdict->message[0] ? verdict->message : errno_name(verdict->error);
}

static struct verdict load_whole(const struct subject *subject, struct code *code)
{
	return code->callback ? load_with_callback(subject, code) : load(subject, code);
}

struct verdict try_call(const struct subject *subject, const struct call *call)
{
	struct code code = { .count = 0 };

	emit_call(&code, subject, call);
	emit_return(&code, subject->returns);
	return load_whole(subject, &code);
}

/* What is not given back is complained of at the end. */
static int is_accepted(const struct verdict *verdict)
{
	return !verdict->error || strstr(verdict->message, "eference");
}

/* Kernels from 7.1 on print what is read later only. */
static void read_result(const struct subject *subject, const struct call *call, char result[MESSAGE_SIZE])
{
	struct code code = { .count = 0 };

	emit_call(&code, subject, call);
	emit(&code, MOV_REG(BPF_REG_1, BPF_REG_0));
	emit_return(&code, subject->returns);
	log_result(load_whole(subject, &code).log, result);
}

int blamed(const struct verdict *verdict)
{
	int reg;

	return verdict->error && sscanf(verdict->message, "R%d ", &reg) == 1 ? reg : 0;
}

static int is_unset(const struct verdict *verdict, int reg)
{
	char unset[16];

	snprintf(unset, sizeof(unset), "R%d !read_ok", reg);
	return !strcmp(verdict->message, unset);
}

static int can_fill(const struct subject *subject, const struct call *call, enum filler filler, const char *expected)
{
	return filler == WAY ? call->way != NULL : may_fill(filler, expected) && can_make(subject, filler);
}

/* The first of the fillers that the argument's list allows and the verifier then takes. */
static int fill(const struct subject *subject, struct call *call, int reg, const char *expected)
{
	struct verdict verdict;

	for (int filler = FIRST_POINTER; filler < FILLERS; filler++) {
		if (!can_fill(subject, call, filler, expected))
			continue;
		call->fillers[reg] = filler;
		if (filler == TIMER)
			call->map_fd = timer_map();
		verdict = try_call(subject, call);
		if (blamed(&verdict) != reg && !is_about_filler(&verdict)) {
			json_string("filledWith", filler_name(filler));
			return 1;
		}
		json_string(filler_name(filler), sentence(&verdict));
		if (way_after(&verdict, filler))
			call->way = way_after(&verdict, filler);
	}
	return 0;
}

/* Whether it is an argument, and whether it could be filled. */
static int learn_argument(const struct subject *subject, struct call *call, int reg, int *filled)
{
	struct verdict verdict;
	const char *expected;
	char copy[MESSAGE_SIZE];

	call->fillers[reg] = UNSET;
	verdict = try_call(subject, call);
	if (!is_unset(&verdict, reg))
		return 0;
	call->fillers[reg] = NUMBER;
	verdict = try_call(subject, call);
	json_open(NULL, '{');
	snprintf(copy, sizeof(copy), "%s", verdict.message);
	expected = strstr(copy, "expected=");
	*filled = 1;
	if (blamed(&verdict) == reg && !is_unset(&verdict, reg)) {
		json_string("number", copy);
		*filled = expected ? fill(subject, call, reg, expected + strlen("expected=")) :
				     fill(subject, call, reg, "");
	} else {
		json_string("number", "taken");
	}
	json_close('}');
	return 1;
}

/* One argument is changed at a time, and what the verifier says of it is kept. */
static void vary(const struct subject *subject, const struct call *call, int reg, enum filler filler, const char *key)
{
	struct call changed = *call;
	struct verdict verdict;

	changed.fillers[reg] = filler;
	verdict = try_call(subject, &changed);
	json_string(key, sentence(&verdict));
}

/* NULL, and 0 for its size. */
static void vary_to_nothing(const struct subject *subject, const struct call *call, int reg)
{
	struct call changed = *call;

	if (reg == MAX_ARGUMENTS || call->fillers[reg + 1] != NUMBER)
		return;
	changed.fillers[reg + 1] = ZERO;
	vary(subject, &changed, reg, ZERO, "nullAndZero");
}

static int is_number(enum filler filler)
{
	return filler == NUMBER || filler == ZERO;
}

/* Some numbers must be 0. */
static void settle_numbers(const struct subject *subject, struct call *call, int count)
{
	for (int reg = 1; reg <= count; reg++) {
		struct verdict verdict = try_call(subject, call);
		struct call changed = *call;

		if (call->fillers[reg] != NUMBER || is_accepted(&verdict))
			continue;
		changed.fillers[reg] = ZERO;
		verdict = try_call(subject, &changed);
		if (is_accepted(&verdict))
			*call = changed;
	}
}

static void vary_arguments(const struct subject *subject, const struct call *call, int count)
{
	json_open("varied", '[');
	for (int reg = 1; reg <= count; reg++) {
		json_open(NULL, '{');
		if (is_number(call->fillers[reg])) {
			vary(subject, call, reg, LARGE, "large");
			vary(subject, call, reg, ZERO, "zero");
			vary(subject, call, reg, UNKNOWN_NUMBER, "unknown");
		} else {
			vary(subject, call, reg, ZERO, "null");
		}
		if (call->fillers[reg] == STACK) {
			vary_to_nothing(subject, call, reg);
			vary(subject, call, reg, SHORT_STACK, "oneByte");
			vary(subject, call, reg, READ_ONLY, "readOnly");
		}
		json_close('}');
	}
	json_close(']');
}

static void write_results_by_type(char results[LAST_MAP_TYPE][MESSAGE_SIZE])
{
	json_open("resultsByMap", '{');
	for (int type = 1; type < LAST_MAP_TYPE; type++) {
		char number[8];

		snprintf(number, sizeof(number), "%d", type);
		if (results[type][0])
			json_string(number, results[type]);
	}
	json_close('}');
}

/* Which maps the helper takes. The first that it does is kept for the rest of the questions. */
static void write_map_types(const struct subject *subject, struct call *call)
{
	static char results[LAST_MAP_TYPE][MESSAGE_SIZE];
	struct call changed = *call;
	int reg = 1, chosen = 0;

	memset(results, 0, sizeof(results));
	while (reg <= MAX_ARGUMENTS && call->fillers[reg] != MAP)
		reg++;
	if (reg > MAX_ARGUMENTS)
		return;
	json_open("mapTypes", '{');
	for (int type = 1; type < LAST_MAP_TYPE; type++) {
		char number[8];
		struct verdict verdict;

		changed.map_fd = map_of_type(type);
		if (changed.map_fd < 0)
			continue;
		verdict = try_call(subject, &changed);
		snprintf(number, sizeof(number), "%d", type);
		json_string(number, sentence(&verdict));
		if (is_accepted(&verdict))
			read_result(subject, &changed, results[type]);
		if (chosen < 2 && (!verdict.error || (!chosen && is_accepted(&verdict)))) {
			call->map_fd = changed.map_fd;
			chosen = verdict.error ? 1 : 2;
		}
	}
	json_close('}');
	write_results_by_type(results);
}

static void write_result(const struct subject *subject, const struct call *call)
{
	char result[MESSAGE_SIZE];
	struct verdict verdict = try_call(subject, call);

	json_string("call", sentence(&verdict));
	read_result(subject, call, result);
	if (result[0])
		json_string("result", result);
}

static void write_license(const struct subject *subject, int helper)
{
	struct subject unlicensed = *subject;
	struct code code = { .count = 0 };
	struct verdict verdict;

	unlicensed.license = "Proprietary";
	emit(&code, CALL(helper));
	emit_return(&code, subject->returns);
	verdict = load(&unlicensed, &code);
	json_string("unlicensed", sentence(&verdict));
}

static void write_packet(const struct subject *subject, const struct call *call)
{
	struct code code = { .count = 0 };
	struct verdict verdict;

	if (!emit_packet(&code, subject, call, 0))
		return;
	verdict = load_whole(subject, &code);
	if (verdict.error)
		return;
	code.count = code.callback = 0;
	emit_packet(&code, subject, call, 1);
	verdict = load_whole(subject, &code);
	json_string("packetAfter", sentence(&verdict));
}

static void write_locked(const struct subject *subject, int helper)
{
	struct code code = { .count = 0 };
	struct verdict verdict;

	if (!emit_locked(&code, subject, helper))
		return;
	verdict = load(subject, &code);
	json_string("locked", sentence(&verdict));
}

int probe_contract(const struct subject *subject, int helper)
{
	struct call call = { .helper = helper, .map_fd = map_of_type(BPF_MAP_TYPE_ARRAY) };
	int count = 0, filled = 1;
	char number[8];

	snprintf(number, sizeof(number), "%d", helper);
	json_open(number, '{');
	json_open("arguments", '[');
	while (count < MAX_ARGUMENTS && filled && learn_argument(subject, &call, count + 1, &filled))
		count++;
	json_close(']');
	if (filled && call.map_fd != timer_map()) {
		settle_numbers(subject, &call, count);
		write_map_types(subject, &call);
		settle_numbers(subject, &call, count);
	}
	write_result(subject, &call);
	write_license(subject, helper);
	write_locked(subject, helper);
	if (filled) {
		vary_arguments(subject, &call, count);
		write_packet(subject, &call);
	}
	json_close('}');
	return filled;
}
