/* The running kernel's description of its own types, for finding what a program attaches to. */
#ifndef BTF_H
#define BTF_H

#include "bpf.h"

struct btf_type;

int btf_open(void);
int btf_has_enumerator(const char *name, unsigned int value);
/* Bytes from a struct's start to a member, which may be one of a member without a name or, with a dot between, of
 * another; -1: it has none. */
int btf_offset(const char *name, const char *path);
/* The types by their numbers, for whoever reads on; the last number is one less than the count. */
const struct btf_type *btf_type_at(unsigned int id);
unsigned int btf_type_count(void);
const char *btf_string(unsigned int offset);
/* Fills in what the section names; on failure says why. Returns the number of u64 arguments, or -1. */
int btf_resolve(struct subject *subject, char reason[MESSAGE_SIZE]);
/* Everything in the BTF that such programs could attach to, by the part of the section after the slash, with what
 * the kernel is told: the type's number, and of a struct_ops member its place in the struct. */
void btf_for_each_target(enum target target, void (*visit)(const char *name, unsigned int id, unsigned int member));

#endif
