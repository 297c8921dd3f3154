/* Every helper is called by number with nothing but the context in R1. Whether a program may call it
 * at all is asked before its arguments are looked at, so any complaint about those means it may. */
#include "helpers.h"

#include <stdio.h>
#include <string.h>

#include "json.h"

enum { MAX_MESSAGES = 256, UNKNOWN_IN_A_ROW = 6 };

static char names[MAX_HELPERS][NAME_SIZE];

/* Every sentence that any program got. Number 0 stands for a helper that was not asked about. */
static char messages[MAX_MESSAGES][MESSAGE_SIZE];
static int message_count = 1;

static int is_unknown(const char *message)
{
	return !strncmp(message, "invalid func ", strlen("invalid func "));
}

static int message_number(const struct verdict *verdict)
{
	char template[MESSAGE_SIZE] = "ok";
	int i = 1;

	if (verdict->error && verdict->message[0])
		log_template(verdict->message, template);
	else if (verdict->error)
		snprintf(template, sizeof(template), "%s without a message", errno_name(verdict->error));
	while (i < message_count && strcmp(messages[i], template))
		i++;
	if (i == message_count && i < MAX_MESSAGES - 1)
		strcpy(messages[message_count++], template);
	return i;
}

/* The newest helper that was met so far. */
static int last_known;

static unsigned char ask(const struct subject *subject, int helper)
{
	struct code code = { .count = 0 };
	struct verdict verdict;
	int message;

	emit(&code, CALL(helper));
	emit_return(&code, subject->returns);
	verdict = load(subject, &code);
	message = message_number(&verdict);
	if (is_unknown(messages[message]))
		return message;
	if (!names[helper][0])
		log_helper_name(verdict.log, names[helper]);
	if (helper > last_known)
		last_known = helper;
	return message;
}

void ask_helpers(const struct subject *subject, struct answers *answers)
{
	int unknown = 0;

	memset(answers, 0, sizeof(*answers));
	for (int helper = 1; helper < MAX_HELPERS && unknown < UNKNOWN_IN_A_ROW; helper++) {
		answers->of[helper] = ask(subject, helper);
		unknown = is_unknown(messages[answers->of[helper]]) ? unknown + 1 : 0;
	}
}

/* sockopts, local storage, sk_storage, d_path, copy_from_user, ima_inode_hash, func_ip, cookie, arguments and return
 * value of a function, retval, copy_from_user_task, ima_file_hash. */
static const unsigned char tied_to_targets[] = { 49, 57, 81, 107, 108, 147, 148, 161, 173, 174, 183, 184, 185, 186, 187,
	191, 193 };

void ask_tied_helpers(const struct subject *subject, struct answers *answers)
{
	memset(answers, 0, sizeof(*answers));
	for (size_t i = 0; i < sizeof(tied_to_targets) && tied_to_targets[i] <= last_known; i++)
		answers->of[tied_to_targets[i]] = ask(subject, tied_to_targets[i]);
}

int agree(const struct answers *some, const struct answers *all)
{
	for (int helper = 1; helper < MAX_HELPERS; helper++)
		if (some->of[helper] && some->of[helper] != all->of[helper])
			return 0;
	return 1;
}

void write_answers(const struct answers *answers)
{
	json_open("helpers", '{');
	for (int message = 1; message < message_count; message++) {
		if (!memchr(answers->of, message, sizeof(answers->of)))
			continue;
		json_open(messages[message], '[');
		for (int helper = 1; helper < MAX_HELPERS; helper++)
			if (answers->of[helper] == message)
				json_number(NULL, helper);
		json_close(']');
	}
	json_close('}');
}

void probe_helpers(const struct subject *subject)
{
	struct answers answers;

	ask_helpers(subject, &answers);
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
