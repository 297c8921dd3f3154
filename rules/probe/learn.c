/* Each argument is first left unset, to see whether there is one, then a number, to hear what is wanted instead. Once
 * all are as the verifier wants them, one thing at a time is changed. Every answer is a sentence or a register of the log. */
#include "learn.h"

#include <stdio.h>
#include <string.h>

#include "json.h"
#include "maps.h"

enum { MAX_ARGUMENTS = 5, LAST_MAP_TYPE = 40 };

const char *sentence(const struct verdict *verdict)
{
	if (!verdict->error)
		return "ok";
	return verdict->message[0] ? verdict->message : errno_name(verdict->error);
}

struct verdict try_call(const struct subject *subject, const struct call *call)
{
	struct code code = { .count = 0 };

	emit_call(&code, subject, call);
	emit_return(&code, subject->returns);
	return load(subject, &code);
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

/* The first of the fillers that the argument's list allows and the verifier then takes. */
static int fill(const struct subject *subject, struct call *call, int reg, const char *expected)
{
	struct verdict verdict;

	for (int filler = FIRST_POINTER; filler < FILLERS; filler++) {
		if (!may_fill(filler, expected) || !can_make(subject, filler))
			continue;
		call->fillers[reg] = filler;
		verdict = try_call(subject, call);
		if (blamed(&verdict) != reg && !is_about_filler(&verdict)) {
			json_string("filledWith", filler_name(filler));
			return 1;
		}
		json_string(filler_name(filler), sentence(&verdict));
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

static void vary_arguments(const struct subject *subject, const struct call *call, int count)
{
	json_open("varied", '[');
	for (int reg = 1; reg <= count; reg++) {
		json_open(NULL, '{');
		if (call->fillers[reg] == NUMBER) {
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
		log_result(verdict.log, results[type]);
		if (chosen < 2 && (!verdict.error || (!chosen && strstr(verdict.message, "eference")))) {
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
	log_result(verdict.log, result);
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
	verdict = load(subject, &code);
	if (verdict.error)
		return;
	code.count = 0;
	emit_packet(&code, subject, call, 1);
	verdict = load(subject, &code);
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
	if (filled)
		write_map_types(subject, &call);
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
