/* Limits, user and capabilities by the system calls themselves: no library of capabilities is needed to build this. */
#define _GNU_SOURCE
#include "confine.h"

#include <errno.h>
#include <grp.h>
#include <linux/capability.h>
#include <signal.h>
#include <stddef.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

/* Numbers of Linux 5.8, for older headers. */
static const struct {
	unsigned int number;
	const char *name;
} needed[] = { { 12, "CAP_NET_ADMIN" }, { 38, "CAP_PERFMON" }, { 39, "CAP_BPF" } };

enum { NEEDED = sizeof(needed) / sizeof(needed[0]) };

static int limit(int resource, unsigned long most)
{
	struct rlimit limit;

	if (getrlimit(resource, &limit))
		return errno;
	if (most < limit.rlim_max)
		limit.rlim_max = most;
	limit.rlim_cur = limit.rlim_max;
	return setrlimit(resource, &limit) ? errno : 0;
}

int confine(const struct limits *limits)
{
	int error = prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) ? errno : limit(RLIMIT_CORE, 0);

	/* Whoever started it may be killed. */
	if (!error && prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0))
		error = errno;

	if (!error)
		error = limit(RLIMIT_CPU, limits->cpu_seconds);
	if (!error)
		error = limit(RLIMIT_AS, limits->memory);
	return error ? error : limit(RLIMIT_FSIZE, limits->file_size);
}

static int get(struct __user_cap_data_struct data[2])
{
	struct __user_cap_header_struct header = { _LINUX_CAPABILITY_VERSION_3, 0 };

	return syscall(SYS_capget, &header, data) ? errno : 0;
}

static int keep_needed(void)
{
	struct __user_cap_header_struct header = { _LINUX_CAPABILITY_VERSION_3, 0 };
	struct __user_cap_data_struct data[2];
	unsigned int keep[2] = { 0, 0 };
	int error = get(data);

	for (int i = 0; i < NEEDED; i++)
		keep[needed[i].number / 32] |= 1u << needed[i].number % 32;
	for (int i = 0; i < 2; i++) {
		data[i].effective = data[i].permitted &= keep[i];
		data[i].inheritable = 0;
	}
	return error ? error : syscall(SYS_capset, &header, data) ? errno : 0;
}

int keep_loading_only(unsigned int uid, unsigned int gid)
{
	/* Kernels before 5.11 charge maps to it, and only root may raise it. */
	struct rlimit all = { RLIM_INFINITY, RLIM_INFINITY };

	if (getuid() == 0 || geteuid() == 0) {
		setrlimit(RLIMIT_MEMLOCK, &all);
		/* A root that may not change users has few rights to give up. */
		if ((prctl(PR_SET_KEEPCAPS, 1, 0, 0, 0) || setgroups(0, NULL) || setresgid(gid, gid, gid) ||
		     setresuid(uid, uid, uid)) &&
		    errno != EPERM)
			return errno;
	}
	return keep_needed();
}

const char *missing_capability(int nth)
{
	struct __user_cap_data_struct data[2];
	int error = get(data);

	for (int i = 0; i < NEEDED; i++) {
		int is_held = !error && data[needed[i].number / 32].effective >> needed[i].number % 32 & 1;

		if (!is_held && nth-- == 0)
			return needed[i].name;
	}
	return NULL;
}
