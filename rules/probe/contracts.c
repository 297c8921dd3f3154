/* Decides which helpers are asked in which kind of program. Where a helper answers bare calls as in a kind that was asked
 * before, it is not asked again. */
#include "contracts.h"

#include <stdio.h>
#include <string.h>

#include "btf.h"
#include "helpers.h"
#include "json.h"
#include "learn.h"
#include "maps.h"
#include "returns.h"

enum { MAX_ASKED = 4096, MAP_DELETE_ELEM = 3, HARMLESS = 5 /* bpf_ktime_get_ns */ };

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

/* What a program that does not sleep may call as well was asked there, but for what it may do with maps. */
static int is_asked_awake(const struct subject *sleepable, int helper)
{
	struct program program = *sleepable->program;
	struct subject subject = *sleepable;
	struct verdict verdict;

	if (!(program.flags & BPF_F_SLEEPABLE) || helper <= MAP_DELETE_ELEM)
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
