/* Each argument is first left unset, to see whether there is one, then a number, to hear what is wanted instead. Once
 * all are as the verifier wants them, one thing at a time is changed. Every answer is a sentence or a register of the log.
 * Where a helper answers bare calls as in a kind of program that was asked before, it is not asked again. */
#include "contracts.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "btf.h"
#include "calls.h"
#include "helpers.h"
#include "json.h"
#include "maps.h"
#include "returns.h"

enum { MAX_ARGUMENTS = 5, LAST_MAP_TYPE = 40, MAX_ASKED = 4096, MAP_DELETE_ELEM = 3,
	HARMLESS = 5 /* bpf_ktime_get_ns */ };

/* A helper takes and gives the same in every attach type of a program type, but programs that attach by BTF have typed
 * arguments to hand on, and what sleeps is only for those that may. */
static int is_alike(const struct program *a, const struct program *b)
{
	return a->type == b->type && (a->flags & BPF_F_SLEEPABLE) == (b->flags & BPF_F_SLEEPABLE) &&
	       (a->target == NO_TARGET || a->attach == b->attach);
}

static int is_first_of_its_like(size_t index)
{
	for (size_t i = 0; i < index; i++)
		if (is_alike(&programs[index], &programs[i]))
			return 0;
	return 1;
}

static const char *sentence(const struct verdict *verdict)
{
	if (!verdict->error)
		return "ok";
	return verdict->message[0] ? verdict->message : errno_name(verdict->error);
}

static struct verdict try_call(const struct subject *subject, const struct call *call)
{
	struct code code = { .count = 0 };

	emit_call(&code, subject, call);
	emit_return(&code, subject->returns);
	return load(subject, &code);
}

/* "R2 !read_ok": the register that a complaint is about; 0: about none. */
static int blamed(const struct verdict *verdict)
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
			vary(subject, call, reg, SHORT_STACK, "oneByte");
			vary(subject, call, reg, READ_ONLY, "readOnly");
		}
		json_close('}');
	}
	json_close(']');
}

/* Which maps the helper takes. The first that it does is kept for the rest of the questions. */
static void write_map_types(const struct subject *subject, struct call *call)
{
	struct call changed = *call;
	int reg = 1, chosen = 0;

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
		if (chosen < 2 && (!verdict.error || (!chosen && strstr(verdict.message, "eference")))) {
			call->map_fd = changed.map_fd;
			chosen = verdict.error ? 1 : 2;
		}
	}
	json_close('}');
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

/* Whether all arguments could be filled. */
static int probe_contract(const struct subject *subject, int helper)
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

static struct verdict try_bare(const struct subject *subject, int helper)
{
	struct code code = { .count = 0 };

	emit(&code, CALL(helper));
	emit_return(&code, subject->returns);
	return load(subject, &code);
}

static int is_permission(const struct verdict *verdict)
{
	return !verdict->error || blamed(verdict);
}

/* What a program that does not sleep may call as well was asked there. */
static int is_asked_awake(const struct subject *sleepable, int helper)
{
	struct program program = *sleepable->program;
	struct subject subject = *sleepable;
	struct verdict verdict;

	if (!(program.flags & BPF_F_SLEEPABLE))
		return 0;
	program.flags &= ~BPF_F_SLEEPABLE;
	subject.program = &program;
	verdict = try_bare(&subject, helper);
	return is_permission(&verdict);
}

/* The context whose packet such a program may read; NULL: none. */
static const struct context *packet_of(const struct subject *subject)
{
	struct call nothing = { .helper = HARMLESS };
	struct code code = { .count = 0 };

	if (!emit_packet(&code, subject, &nothing, 1) || load(subject, &code).error)
		return NULL;
	return subject->program->context;
}

static struct {
	int helper;
	unsigned int typed;
	const struct context *packet;
	char bare[2 * MESSAGE_SIZE];
	const char *section;
} asked[MAX_ASKED];
static int asked_count;

/* Programs with typed arguments may have prototypes of their own, which differ only in what they want later on. */
static unsigned int typed(const struct subject *subject)
{
	return subject->program->context->size ? 0 : subject->program->type;
}

/* The section of an earlier program of the same kind of arguments and with the same packet, which got the same answers
 * to bare calls and could fill all arguments; NULL: there is none. */
static const char *asked_in(const struct subject *subject, int helper, const struct context *packet, const char *bare)
{
	for (int i = 0; i < asked_count; i++)
		if (asked[i].helper == helper && asked[i].typed == typed(subject) && asked[i].packet == packet &&
		    !strcmp(asked[i].bare, bare))
			return asked[i].section;
	return NULL;
}

static void remember(const struct subject *subject, int helper, const struct context *packet, const char *bare)
{
	if (asked_count == MAX_ASKED)
		return;
	asked[asked_count].helper = helper;
	asked[asked_count].typed = typed(subject);
	asked[asked_count].packet = packet;
	asked[asked_count].section = subject->program->section;
	snprintf(asked[asked_count++].bare, sizeof(asked->bare), "%s", bare);
}

/* What is said of a call with nothing but the context in R1, and of one with nothing at all. */
static void bare_answers(const struct subject *subject, int helper, char bare[2 * MESSAGE_SIZE])
{
	struct call nothing = { .helper = helper };
	struct verdict verdict = try_bare(subject, helper);
	int length = snprintf(bare, MESSAGE_SIZE, "%s", sentence(&verdict));

	verdict = try_call(subject, &nothing);
	snprintf(bare + length, MESSAGE_SIZE, "%s", sentence(&verdict));
}

/* Which maps may be looked up, updated and deleted from depends on the program type. */
static void probe_helper(const struct subject *subject, int helper, const struct context *packet)
{
	char bare[2 * MESSAGE_SIZE], number[8];
	const char *section;

	bare_answers(subject, helper, bare);
	section = asked_in(subject, helper, packet, bare);
	if (section && helper > MAP_DELETE_ELEM) {
		snprintf(number, sizeof(number), "%d", helper);
		json_string(number, section);
	} else if (probe_contract(subject, helper)) {
		remember(subject, helper, packet, bare);
	}
}

static void probe_helpers_of(const struct subject *subject)
{
	const struct context *packet = packet_of(subject);

	for (int helper = 1; helper < MAX_HELPERS; helper++) {
		struct verdict verdict = try_bare(subject, helper);

		if (!strncmp(verdict.message, "invalid func ", strlen("invalid func ")))
			return;
		if (is_permission(&verdict) && !is_asked_awake(subject, helper))
			probe_helper(subject, helper, packet);
	}
}

static void probe_kind(const struct program *program)
{
	struct subject subject = { .program = program, .expected_attach_type = program->attach };
	char reason[MESSAGE_SIZE];

	if (program->target == PROGRAM || btf_resolve(&subject, reason) < 0 || find_legal_return(&subject).error)
		return;
	forget_maps();
	json_open(NULL, '{');
	json_string("contractsOf", program->section);
	json_open("helpers", '{');
	probe_helpers_of(&subject);
	json_close('}');
	json_close('}');
	json_end_line();
}

void probe_contracts(void)
{
	for (size_t i = 0; i < program_count; i++) {
		unsigned long before = loads;

		if (!is_first_of_its_like(i))
			continue;
		probe_kind(&programs[i]);
		fprintf(stderr, "contracts in %s: %lu loads\n", programs[i].section, loads - before);
	}
}
