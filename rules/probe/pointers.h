/* The context and every pointer one or two steps from it. */
#ifndef POINTERS_H
#define POINTERS_H

#include "bpf.h"

void probe_pointers(const struct subject *subject, int context_size, int map_fd);

#endif
