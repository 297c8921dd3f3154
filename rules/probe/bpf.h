/* The one system call the prober makes. A program is loaded, its verdict read, and closed again;
 * nothing is ever attached. */
#ifndef BPF_H
#define BPF_H

#include "insn.h"
#include "log.h"
#include "programs.h"

/* A program kind as it is handed to the kernel: its attach target looked up, a legal return known. */
struct subject {
	const struct program *program;
	unsigned int attach_btf_id;
	unsigned int expected_attach_type;
	int returns;
	int attach_prog_fd; /* 0: none */
	int btf_fd; /* 0: none */
	struct bpf_func_info functions[2]; /* with a BTF: the program, and a function behind it */
	int function_count;
	const char *license; /* NULL: GPL */
};

struct verdict {
	int error; /* 0, or the errno of the refusal */
	char message[MESSAGE_SIZE];
	const char *log; /* valid until the next load */
};

extern unsigned long loads;

struct verdict load(const struct subject *subject, const struct code *code);
/* The same, but keeps the program: its file descriptor, or -1. */
int load_and_keep(const struct subject *subject, const struct code *code);
int load_btf(const void *bytes, size_t size);
int create_map(unsigned int type, unsigned int value_size);
int create_map_of(union bpf_attr *attr);
/* Nobody writes it from then on. */
int freeze_map(int fd);
const char *errno_name(int error);

#endif
