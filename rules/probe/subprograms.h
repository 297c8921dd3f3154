/* What the verifier says when a program hands its context on to a global function. */
#ifndef SUBPROGRAMS_H
#define SUBPROGRAMS_H

#include "bpf.h"

void probe_subprograms(const struct subject *subject);

#endif
