/* A reach is the way from the context to a pointer: the instructions that leave it in R1. */
#ifndef REACH_H
#define REACH_H

#include "bpf.h"

enum step { CONTEXT, FIELD, FIELD_THEN_HELPER, LOOKUP, MAP_ELEMENT };

struct reach {
	const char *name; /* as C would write it: "ctx->sk", "bpf_tcp_sock(ctx->sk)" */
	enum step step;
	int field; /* offset of the pointer in the context; for MAP_ELEMENT the map */
	int helper; /* that makes another pointer of it */
	int field_nullable; /* the field itself must be checked first */
	int unchecked; /* leave out the last NULL check, to see whether it is needed */
	int size; /* bytes of the struct at the end of the way */
};

void emit_reach(struct code *code, const struct subject *subject, const struct reach *reach);
void emit_leave(struct code *code, const struct subject *subject, const struct reach *reach);

#endif
