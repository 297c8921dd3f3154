/* Every helper is called by number with nothing but the context in R1. Whether a program may call it
 * at all is asked before its arguments are looked at, so any complaint about those means it may. */
#include "helpers.h"

#include <stdio.h>
#include <string.h>

#include "json.h"

enum { MAX_HELPERS = 400, MAX_MESSAGES = 64, UNKNOWN_IN_A_ROW = 6 };

static char names[MAX_HELPERS][NAME_SIZE];

struct answers {
	int count;
	char message[MAX_MESSAGES][MESSAGE_SIZE];
	unsigned char from[MAX_MESSAGES][MAX_HELPERS];
};

static int is_unknown(const char *message)
{
	return !strncmp(message, "invalid func ", strlen("invalid func "));
}

static int note(struct answers *answers, const struct verdict *verdict, int helper)
{
	char template[MESSAGE_SIZE] = "ok";
	int i = 0;

	if (verdict->error && verdict->message[0])
		log_template(verdict->message, template);
	else if (verdict->error)
		snprintf(template, sizeof(template), "%s without a message", errno_name(verdict->error));
	while (i < answers->count && strcmp(answers->message[i], template))
		i++;
	if (i == answers->count && i < MAX_MESSAGES)
		strcpy(answers->message[answers->count++], template);
	if (i < MAX_MESSAGES)
		answers->from[i][helper] = 1;
	return is_unknown(template);
}

static void write_answers(const struct answers *answers)
{
	json_open("helpers", '{');
	for (int i = 0; i < answers->count; i++) {
		json_open(answers->message[i], '[');
		for (int helper = 1; helper < MAX_HELPERS; helper++)
			if (answers->from[i][helper])
				json_number(NULL, helper);
		json_close(']');
	}
	json_close('}');
}

void probe_helpers(const struct subject *subject)
{
	static struct answers answers;
	int unknown = 0;

	memset(&answers, 0, sizeof(answers));
	for (int helper = 1; helper < MAX_HELPERS && unknown < UNKNOWN_IN_A_ROW; helper++) {
		struct code code = { .count = 0 };
		struct verdict verdict;

		emit(&code, CALL(helper));
		emit_return(&code, subject->returns);
		verdict = load(subject, &code);
		unknown = note(&answers, &verdict, helper) ? unknown + 1 : 0;
		if (!unknown && !names[helper][0])
			log_helper_name(verdict.log, names[helper]);
	}
	write_answers(&answers);
}

void write_helper_names(void)
{
	char number[8];

	json_open("helperNames", '{');
	for (int helper = 1; helper < MAX_HELPERS; helper++) {
		if (!names[helper][0])
			continue;
		snprintf(number, sizeof(number), "%d", helper);
		json_string(number, names[helper]);
	}
	json_close('}');
}
