/* The targets of one kind of program, by what was said of them. */
#ifndef GROUPS_H
#define GROUPS_H

#include "helpers.h"

/* Targets of which the same is true. */
struct group {
	int loads;
	struct answers answers; /* where it loads */
	char message[MESSAGE_SIZE]; /* where it does not; # for the target's name */
};

void note_target(const char *name, const struct group *group);
/* Asks only for the helpers that are tied to targets. Where one that was asked in full answers these alike, the rest of its
 * answers is taken over; 0: there is none. */
int take_for_known(const struct subject *subject, struct group *group);
/* A line of them all, which are forgotten then. */
void write_groups(const char *stem, int is_whole);

#endif
