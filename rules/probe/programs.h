/* The program kinds that are probed and the contexts they are given. */
#ifndef PROGRAMS_H
#define PROGRAMS_H

#include <stddef.h>

/* A member of a context that holds a pointer the verifier follows. */
struct pointer_field {
	const char *name;
	int offset;
};

struct context {
	const char *name; /* the C struct, or what stands in for one */
	int size; /* 0: one u64 per argument of the attach target */
	int endless; /* not bounded by a struct: far offsets are tried as well */
	struct pointer_field pointers[3];
};

/* Where the section's part after the slash is looked up in the kernel's BTF. */
enum target {
	NO_TARGET,
	FUNCTION,
	RETURNING_FUNCTION,
	TRACEPOINT,
	LSM_HOOK,
	ITERATOR,
	STRUCT_OPS,
	ANY_FUNCTION,
	PROGRAM,
};

struct program {
	const char *section;
	unsigned int type;
	const char *type_name;
	unsigned int attach;
	const char *attach_name; /* NULL: the section asks for none */
	const struct context *context;
	unsigned int flags;
	enum target target;
};

extern const struct program programs[];
extern const size_t program_count;

#endif
