/* A call of a helper with chosen arguments, and the programs around it. */
#ifndef CALLS_H
#define CALLS_H

#include "bpf.h"

/* What an argument is filled with. Numbers first, then pointers in the order in which they are tried. */
enum filler {
	UNSET,
	NUMBER, /* 8 */
	LARGE, /* 64: more than there is behind the pointers */
	ZERO,
	UNKNOWN_NUMBER, /* 1 to 8 */
	MAP,
	FIRST_POINTER = MAP,
	STACK, /* 8 bytes of zeros */
	CTX,
	MAP_VALUE,
	READ_ONLY, /* 8 bytes of a map that programs may not write, and nobody any more */
	RECORD, /* of a ring buffer, which must be submitted */
	SOCKET, /* of the context */
	FOUND_SOCKET, /* which must be released */
	TASK,
	ARGUMENT, /* the first one of the function that is attached to */
	WAY, /* what one of these leads to */
	CALLBACK, /* a function that returns 0 */
	DYNPTR, /* to a map's value */
	RECORD_DYNPTR, /* to a ring buffer's record, which must be submitted */
	LOCK, /* a map's value that begins with a spin lock */
	TIMER, /* one that begins with a timer */
	FILLERS,
	SHORT_STACK, /* one byte */
};

struct call {
	int helper;
	int map_fd;
	enum filler fillers[6]; /* by register */
	const struct way *way;
};

void emit_call(struct code *code, const struct subject *subject, const struct call *call);
/* A packet of which a byte is read before the call, and after it if `again`; 0: the context holds no packet. */
int emit_packet(struct code *code, const struct subject *subject, const struct call *call, int again);
/* The helper while a spin lock is held; 0: the kernel takes no such map. */
int emit_locked(struct code *code, const struct subject *subject, int helper);

const char *filler_name(enum filler filler);
/* Whether a list of the verifier ("fp, pkt, map_value, ") names what the filler is. */
int may_fill(enum filler filler, const char *expected);
/* Whether such a program can get hold of it at all. */
int can_make(const struct subject *subject, enum filler filler);
/* Whether a refusal is of the filler itself: it cannot be made there, or is not the very struct that is wanted. */
int is_about_filler(const struct verdict *verdict);
/* How to get from the struct that was refused to the one that is wanted; NULL: no way is known. */
const struct way *way_after(const struct verdict *verdict, enum filler refused);
#endif
