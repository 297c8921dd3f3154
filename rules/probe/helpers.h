/* Which helpers a program may call. */
#ifndef HELPERS_H
#define HELPERS_H

#include "bpf.h"

void probe_helpers(const struct subject *subject);
void write_helper_names(void);

#endif
