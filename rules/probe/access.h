/* Which bytes behind a pointer may be read and written, in which sizes, and what type a read yields. */
#ifndef ACCESS_H
#define ACCESS_H

#include "reach.h"

enum { MAX_OFFSETS = 400, MAX_YIELDS = 64 };

struct yield {
	int offset;
	int size;
	char type[TYPE_SIZE];
};

/* What the later questions about a pointer need to know of the first. */
struct survey {
	int offsets[MAX_OFFSETS];
	int offset_count;
	unsigned char readable[4][MAX_OFFSETS]; /* by size 1, 2, 4, 8 and by place in offsets */
	unsigned char writable[4][MAX_OFFSETS];
	struct yield yields[MAX_YIELDS];
	int yield_count;
};

void survey_pointer(const struct subject *subject, const struct reach *reach, int endless,
		    struct survey *survey);

#endif
