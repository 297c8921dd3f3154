/* What depends on the function, hook, iterator or program that a program attaches to: whether it loads at
 * all, and which helpers it may call. */
#ifndef TARGETS_H
#define TARGETS_H

#include "programs.h"

/* A line for each kind of program that names a target, and one for programs that replace a function. */
void probe_targets(void);
/* Whether each kind of program that is not sleepable may be made so. */
void probe_sleepable(void);

#endif
