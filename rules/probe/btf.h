/* The running kernel's description of its own types, for finding what a program attaches to. */
#ifndef BTF_H
#define BTF_H

#include "bpf.h"

int btf_open(void);
int btf_has_enumerator(const char *name, unsigned int value);
/* Fills in what the section names; on failure says why. Returns the number of u64 arguments, or -1. */
int btf_resolve(struct subject *subject, char reason[MESSAGE_SIZE]);

#endif
