/* What a process gives up before it reads bytes that it does not trust. */
#ifndef CONFINE_H
#define CONFINE_H

struct limits {
	unsigned long cpu_seconds;
	unsigned long memory;
	unsigned long file_size;
};

/* No new privileges, no core dump, an end with the parent's, and these limits. 0, or the errno of what failed. */
int confine(const struct limits *limits);
/* Root becomes this user; who holds more than the three capabilities that loading takes gives up the rest. */
int keep_loading_only(unsigned int uid, unsigned int gid);
/* The nth capability that loading takes and that is not held; NULL behind the last one. */
const char *missing_capability(int nth);

#endif
