/* BPF_PROG_LOAD, BPF_MAP_CREATE and BPF_BTF_LOAD by hand: no library stands between the prober and the verdict. */
#include "bpf.h"

#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

unsigned long loads;

static char log_buffer[1 << 18];

static long bpf(int command, union bpf_attr *attr)
{
	return syscall(SYS_bpf, command, attr, sizeof(*attr));
}

/* A verifier that is asked while a signal or a memory cgroup interferes answers EAGAIN. */
static long load_patiently(union bpf_attr *attr)
{
	long fd;
	int tries = 0;

	do {
		log_buffer[0] = 0;
		fd = bpf(BPF_PROG_LOAD, attr);
	} while (fd < 0 && errno == EAGAIN && ++tries < 8);
	return fd;
}

static void describe_functions(union bpf_attr *attr, const struct subject *subject)
{
	attr->prog_btf_fd = subject->btf_fd;
	attr->func_info = (uintptr_t)subject->functions;
	attr->func_info_cnt = subject->function_count;
	attr->func_info_rec_size = sizeof(*subject->functions);
}

int load_and_keep(const struct subject *subject, const struct code *code)
{
	union bpf_attr attr;

	memset(&attr, 0, sizeof(attr));
	attr.prog_type = subject->program->type;
	attr.expected_attach_type = subject->expected_attach_type;
	attr.attach_btf_id = subject->attach_btf_id;
	attr.attach_prog_fd = subject->attach_prog_fd;
	attr.prog_flags = subject->program->flags;
	attr.insns = (uintptr_t)code->insns;
	attr.insn_cnt = code->count;
	attr.license = (uintptr_t)(subject->license ? subject->license : "GPL");
	attr.log_buf = (uintptr_t)log_buffer;
	attr.log_size = sizeof(log_buffer);
	attr.log_level = 2;
	if (subject->btf_fd)
		describe_functions(&attr, subject);
	loads++;
	return load_patiently(&attr);
}

struct verdict load(const struct subject *subject, const struct code *code)
{
	struct verdict verdict = { .log = log_buffer };
	int fd = load_and_keep(subject, code);

	if (fd >= 0) {
		close(fd);
		return verdict;
	}
	verdict.error = errno;
	log_message(log_buffer, verdict.message);
	return verdict;
}

int load_btf(const void *bytes, size_t size)
{
	union bpf_attr attr;

	memset(&attr, 0, sizeof(attr));
	attr.btf = (uintptr_t)bytes;
	attr.btf_size = size;
	return bpf(BPF_BTF_LOAD, &attr);
}

int create_map(unsigned int type, unsigned int value_size)
{
	union bpf_attr attr;

	memset(&attr, 0, sizeof(attr));
	attr.map_type = type;
	attr.key_size = 4;
	attr.value_size = value_size;
	attr.max_entries = 1;
	return create_map_of(&attr);
}

int create_map_of(union bpf_attr *attr)
{
	return bpf(BPF_MAP_CREATE, attr);
}

int freeze_map(int fd)
{
	union bpf_attr attr;

	memset(&attr, 0, sizeof(attr));
	attr.map_fd = fd;
	return bpf(BPF_MAP_FREEZE, &attr);
}

const char *errno_name(int error)
{
	static char number[16];

	switch (error) {
	case EPERM: return "EPERM";
	case ENOENT: return "ENOENT";
	case E2BIG: return "E2BIG";
	case EAGAIN: return "EAGAIN";
	case ENOMEM: return "ENOMEM";
	case EACCES: return "EACCES";
	case EFAULT: return "EFAULT";
	case EINVAL: return "EINVAL";
	case ENOSPC: return "ENOSPC";
	case EOPNOTSUPP: return "EOPNOTSUPP";
	}
	/* ENOTSUPP is the kernel's own and no C library names it. */
	if (error == 524)
		return "ENOTSUPP";
	snprintf(number, sizeof(number), "errno %d", error);
	return number;
}
