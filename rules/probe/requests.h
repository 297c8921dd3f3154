/* What the host of a virtual machine wants to know, over its second serial line. */
#ifndef REQUESTS_H
#define REQUESTS_H

#include <stddef.h>

struct request {
	/* A word a line. */
	char *words;
	/* That of the request before where none was sent. */
	char *object;
	size_t object_size;
};

/* Waits for the next one; 0 where there will be none. */
int next_request(struct request *request);

#endif
