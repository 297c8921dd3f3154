/* Which instructions the verifier looked at, from a log of level 2: it names each one when it comes by. What it never
 * names is dead, by a constant or by what is known of a value. */
#include "visited.h"

#include "json.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

/* BPF_COMPLEXITY_LIMIT_INSNS of linux/bpf_verifier.h: no program is longer. */
enum { MOST_INSTRUCTIONS = 1000000 };

static unsigned char seen[MOST_INSTRUCTIONS];

/* "17: (bf) r6 = r1"; a line of states ("17: R1=ctx()") names no instruction. -1 for any other line. */
static long instruction_on(const char *line)
{
	char *end;
	long number = isdigit((unsigned char)*line) ? strtol(line, &end, 10) : -1;

	return number >= 0 && number < MOST_INSTRUCTIONS && !strncmp(end, ": (", 3) ? number : -1;
}

static void note(const char *log)
{
	memset(seen, 0, sizeof(seen));
	for (const char *line = log; line; line = strchr(line, '\n')) {
		long number;

		line += *line == '\n';
		number = instruction_on(line);
		if (number >= 0)
			seen[number] = 1;
	}
}

void list_visited(const char *log)
{
	note(log);
	json_open("visited", '[');
	for (long at = 0; at < MOST_INSTRUCTIONS; at++) {
		if (!seen[at])
			continue;
		json_number(NULL, at);
		while (at + 1 < MOST_INSTRUCTIONS && seen[at + 1])
			at++;
		json_number(NULL, at);
	}
	json_close(']');
}
