/* Reads the text the verifier writes at log level 2. Its layout differs between kernels; only
 * what all of 5.10 to 7.3 have in common is relied upon. */
#include "log.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

static int starts_with(const char *text, const char *prefix)
{
	return strncmp(text, prefix, strlen(prefix)) == 0;
}

/* Instructions and register states begin with "12:" or "from 1 to 2:"; the rest are statistics. */
static int is_trace(const char *line)
{
	static const char *const prefixes[] = { "func#", "processed ", "verification time", "stack depth",
		"from ", "last_idx", "regs=", "parent ", "mark_precise", "caller", "; ", "R0=", "R1=", "safe",
		"Live regs", "topo_order", "subprog#", "stack use/def" };
	const char *digits = line;

	digits += strspn(digits, " \t");
	if (!*digits || *digits == '\n')
		return 1;
	/* What 6.18 says of the stack of each function, by its number in parentheses. */
	if (*digits == '(' && isdigit((unsigned char)digits[1]))
		return 1;
	if (isdigit((unsigned char)*digits)) {
		while (isdigit((unsigned char)*digits))
			digits++;
		if (*digits == ':')
			return 1;
	}
	for (size_t i = 0; i < sizeof(prefixes) / sizeof(*prefixes); i++)
		if (starts_with(line, prefixes[i]))
			return 1;
	return 0;
}

/* The verdict is the last line that is no trace. Kernels from 7.3 explain it in a block of lines
 * after it, which begins "Verification failed:". */
void log_message(const char *log, char message[MESSAGE_SIZE])
{
	message[0] = 0;
	while (*log) {
		size_t length = strcspn(log, "\n");

		if (starts_with(log, "Verification failed:") && message[0])
			return;
		if (!is_trace(log))
			snprintf(message, MESSAGE_SIZE, "%.*s", (int)length, log);
		log += length + (log[length] == '\n');
	}
}

static const char *skip_number(const char *text)
{
	if (*text == '-')
		text++;
	while (isdigit((unsigned char)*text))
		text++;
	return text;
}

/* Sentences that differ only in an offset, a size or the helper's name are one sentence. */
void log_template(const char *message, char template[MESSAGE_SIZE])
{
	static const char *const numbered[] = { "off=", "size=", "off ", "size ", "unknown#" };
	size_t length = 0;

	while (*message && length < MESSAGE_SIZE - 8) {
		size_t i, prefix = 0;

		for (i = 0; i < sizeof(numbered) / sizeof(*numbered) && !prefix; i++)
			if (starts_with(message, numbered[i]))
				prefix = strlen(numbered[i]);
		if (prefix) {
			memcpy(template + length, message, prefix);
			length += prefix;
			message += prefix;
			if (skip_number(message) != message && template[length - 1] != '#')
				template[length++] = '#';
			message = skip_number(message);
			continue;
		}
		if (starts_with(message, "bpf_")) {
			size_t name = strspn(message, "abcdefghijklmnopqrstuvwxyz0123456789_");

			if (message[name] == '#') {
				template[length++] = '#';
				message = skip_number(message + name + 1);
				continue;
			}
		}
		template[length++] = *message++;
	}
	template[length] = 0;
}

/* The first state printed after the load that fills the register: "R2_w=pkt(...)" or "R2=pkt(...)". */
void log_register_type(const char *log, int reg, char type[TYPE_SIZE])
{
	char load[24], wide[8], plain[8];
	const char *at, *written, *value;

	type[0] = 0;
	snprintf(load, sizeof(load), "r%d = *(", reg);
	snprintf(wide, sizeof(wide), " R%d_w=", reg);
	snprintf(plain, sizeof(plain), " R%d=", reg);
	for (at = NULL; (log = strstr(log, load)); log += strlen(load))
		at = log;
	if (!at)
		return;
	written = strstr(at, wide);
	value = strstr(at, plain);
	if (written && (!value || written < value))
		value = written + strlen(wide);
	else if (value)
		value += strlen(plain);
	else
		return;
	snprintf(type, TYPE_SIZE, "%.*s", (int)strcspn(value, "( \n"), value);
	if (starts_with(type, "scalar") || starts_with(type, "inv") || isdigit((unsigned char)type[0]) ||
	    type[0] == '-' || type[0] == 'P')
		type[0] = 0;
}

static void result_after(const char *log, const char *last_call, char result[MESSAGE_SIZE])
{
	/* 7.3 repeats instructions in its report. */
	const char *report = strstr(log, "Verification failed:");
	const char *call = NULL, *end, *at;
	size_t length = 0;
	int depth = 0;

	result[0] = 0;
	for (at = log; (at = strstr(at, last_call)) && (!report || at < report); at++)
		call = at;
	if (!call)
		return;
	at = strstr(call, " R0");
	end = strstr(call, "(b7) r0 = ");
	if (!at || (end && at > end))
		return;
	at = strchr(at, '=') + 1;
	while (at[length] && at[length] != '\n' && (depth || at[length] != ' ')) {
		depth += (at[length] == '(') - (at[length] == ')');
		length++;
	}
	snprintf(result, MESSAGE_SIZE, "%.*s", (int)length, at);
}

void log_result(const char *log, char result[MESSAGE_SIZE])
{
	result_after(log, "(85) call bpf_", result);
}

void log_kernel_result(const char *log, char result[MESSAGE_SIZE])
{
	result_after(log, "(85) call ", result);
}

void log_helper_name(const char *log, char name[NAME_SIZE])
{
	const char *call = strstr(log, "(85) call ");

	name[0] = 0;
	if (!call)
		return;
	call += strlen("(85) call ");
	snprintf(name, NAME_SIZE, "%.*s", (int)strcspn(call, "# \n"), call);
}
