/* Which constants a program may return. */
#ifndef RETURNS_H
#define RETURNS_H

#include "bpf.h"

/* Loads "return N" for the likeliest N; on success the subject knows what to return from then on. */
struct verdict find_legal_return(struct subject *subject);
void probe_returns(const struct subject *subject);

#endif
