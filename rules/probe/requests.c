/* A request is a line with two sizes in bytes, of the words and of the object, and then both. No such line has flow
 * control, and the kernel drops what it cannot keep: so it comes in pieces, and each one is acknowledged before the next
 * is sent. */
#include "requests.h"

#include "json.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum { PIECE = 16384, MOST_WORDS = 1 << 16, MOST_OBJECT = 64 << 20 };

static int read_line(char *line, size_t size)
{
	size_t used = 0;

	while (used + 1 < size && read(STDIN_FILENO, line + used, 1) == 1)
		if (line[used++] == '\n') {
			line[used] = 0;
			return 1;
		}
	return 0;
}

static void acknowledge(size_t taken)
{
	json_open(NULL, '{');
	json_number("taken", (long)taken);
	json_close('}');
	json_end_line();
}

static char *read_pieces(size_t size)
{
	char *bytes = malloc(size + 1);
	size_t used = 0;

	while (bytes && used < size) {
		size_t end = used + PIECE < size ? used + PIECE : size;

		acknowledge(used);
		while (used < end) {
			ssize_t got = read(STDIN_FILENO, bytes + used, end - used);

			if (got <= 0) {
				free(bytes);
				return NULL;
			}
			used += (size_t)got;
		}
	}
	if (bytes)
		bytes[size] = 0;
	return bytes;
}

int next_request(struct request *request)
{
	unsigned long words, object;
	char line[64];

	free(request->words);
	request->words = NULL;
	if (!read_line(line, sizeof(line)) || sscanf(line, "%lu %lu", &words, &object) != 2)
		return 0;
	if (words > MOST_WORDS || object > MOST_OBJECT)
		return 0;
	request->words = read_pieces(words);
	if (object > 0) {
		free(request->object);
		request->object = read_pieces(object);
		request->object_size = object;
	}
	return request->words && request->object;
}
