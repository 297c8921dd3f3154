/* The smallest JSON writer that serves: one comma flag, because a closed bracket always needs one. */
#include "json.h"

#include <stdio.h>

static int comma;

static void quote(const char *text)
{
	putchar('"');
	for (; *text; text++) {
		if (*text == '"' || *text == '\\')
			putchar('\\');
		if ((unsigned char)*text < ' ' || (unsigned char)*text > '~')
			printf("\\u%04x", (unsigned char)*text);
		else
			putchar(*text);
	}
	putchar('"');
}

static void begin(const char *key)
{
	if (comma)
		putchar(',');
	comma = 1;
	if (key) {
		quote(key);
		putchar(':');
	}
}

void json_open(const char *key, char bracket)
{
	begin(key);
	putchar(bracket);
	comma = 0;
}

void json_close(char bracket)
{
	putchar(bracket);
	comma = 1;
}

void json_string(const char *key, const char *value)
{
	begin(key);
	quote(value);
}

void json_number(const char *key, long value)
{
	begin(key);
	printf("%ld", value);
}

void json_bool(const char *key, int value)
{
	begin(key);
	printf(value ? "true" : "false");
}

void json_null(const char *key)
{
	begin(key);
	printf("null");
}

void json_end_line(void)
{
	putchar('\n');
	fflush(stdout);
	comma = 0;
}
