/* Which helpers a program may call. */
#ifndef HELPERS_H
#define HELPERS_H

#include "bpf.h"

enum { MAX_HELPERS = 400 };

/* What a program was told about each helper: equal numbers are equal sentences. */
struct answers {
	unsigned char of[MAX_HELPERS];
};

void ask_helpers(const struct subject *subject, struct answers *answers);
/* Only those of which some kernel asks what the program attaches to. */
void ask_tied_helpers(const struct subject *subject, struct answers *answers);
/* Whether all answers of the first are also answers of the second. */
int agree(const struct answers *some, const struct answers *all);
void write_answers(const struct answers *answers);
void probe_helpers(const struct subject *subject);
void write_helper_names(void);

#endif
