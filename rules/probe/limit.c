/* Runs a program under limits: limit CPU-SECONDS MEMORY-BYTES FILE-BYTES PROGRAM ARGUMENT... No shell is involved, and
 * the program is an absolute path. */
#include "confine.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

int main(int count, char **arguments)
{
	struct limits limits;
	int error;

	if (count < 5 || arguments[4][0] != '/')
		return 126;
	limits.cpu_seconds = strtoul(arguments[1], NULL, 10);
	limits.memory = strtoul(arguments[2], NULL, 10);
	limits.file_size = strtoul(arguments[3], NULL, 10);
	error = confine(&limits);
	if (!error) {
		execv(arguments[4], arguments + 4);
		error = errno;
	}
	fprintf(stderr, "%s cannot be run: %s\n", arguments[4], strerror(error));
	return 126;
}
