/* What the verifier says when a program hands its context on to a global function. */
#ifndef SUBPROGRAMS_H
#define SUBPROGRAMS_H

#include "bpf.h"

/* Loads a program that a function stands behind whose address it takes: to be called back. */
struct verdict load_with_callback(const struct subject *subject, struct code *code);
void probe_subprograms(const struct subject *subject);
/* Loads such a program with a global function that another may replace, and says in `replacement` how that one is
 * loaded. The descriptors of both the program and its BTF stay open; -1: it does not load. */
int load_replaceable(const struct subject *plain, struct subject *replacement);

#endif
