/* The kernel's numbers that an older <linux/bpf.h> does not have yet. Enumerators cannot be
 * tested with #ifdef, so every newer one gets a name of our own, used by programs.c alone. */
#ifndef UAPI_H
#define UAPI_H

#include <linux/bpf.h>

#define BPF_PROG_TYPE_NETFILTER 32

#define BPF_STRUCT_OPS 44
#define BPF_NETFILTER 45
#define BPF_TCX_INGRESS 46
#define BPF_TCX_EGRESS 47
#define BPF_TRACE_UPROBE_MULTI 48
#define BPF_CGROUP_UNIX_CONNECT 49
#define BPF_CGROUP_UNIX_SENDMSG 50
#define BPF_CGROUP_UNIX_RECVMSG 51
#define BPF_CGROUP_UNIX_GETPEERNAME 52
#define BPF_CGROUP_UNIX_GETSOCKNAME 53
#define BPF_NETKIT_PRIMARY 54
#define BPF_NETKIT_PEER 55
#define BPF_TRACE_KPROBE_SESSION 56
#define BPF_TRACE_UPROBE_SESSION 57
#define BPF_TRACE_FSESSION 58
#define BPF_TRACE_FENTRY_MULTI 59
#define BPF_TRACE_FEXIT_MULTI 60
#define BPF_TRACE_FSESSION_MULTI 61

#define MAP_TYPE_INODE_STORAGE 28
#define MAP_TYPE_TASK_STORAGE 29
#define MAP_TYPE_BLOOM_FILTER 30
#define MAP_TYPE_USER_RINGBUF 31
#define MAP_TYPE_CGRP_STORAGE 32

#ifndef BPF_F_SLEEPABLE
#define BPF_F_SLEEPABLE (1U << 4)
#endif
#ifndef BPF_F_XDP_HAS_FRAGS
#define BPF_F_XDP_HAS_FRAGS (1U << 5)
#endif

#endif
