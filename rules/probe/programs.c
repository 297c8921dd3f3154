/* Every kind of program that libbpf's section table can ask for. Sections that come to the same
 * bpf() attributes (kprobe and uretprobe, tc and classifier) get the same verdicts and stand here once. */
#include "programs.h"

#include "uapi.h"

/* Sizes are those of the newest kernel: what an older one lacks, it rejects. */
static const struct context skb = { "__sk_buff", 192, 0, { { "sk", 168 }, { "flow_keys", 144 } } };
static const struct context xdp = { "xdp_md", 24, 0, { { 0 } } };
static const struct context sock = { "bpf_sock", 80, 0, { { 0 } } };
static const struct context sock_addr = { "bpf_sock_addr", 72, 0, { { "sk", 64 } } };
static const struct context sock_ops = { "bpf_sock_ops", 224, 0, { { "sk", 184 } } };
static const struct context msg = { "sk_msg_md", 80, 0, { { "sk", 72 } } };
static const struct context reuseport = { "sk_reuseport_md", 56, 0, { { "sk", 40 }, { "migrating_sk", 48 } } };
static const struct context lookup = { "bpf_sk_lookup", 72, 0, { { "sk", 0 } } };
static const struct context device = { "bpf_cgroup_dev_ctx", 12, 0, { { 0 } } };
static const struct context sysctl = { "bpf_sysctl", 8, 0, { { 0 } } };
static const struct context sockopt = { "bpf_sockopt", 40, 0, { { "sk", 0 } } };
static const struct context perf = { "bpf_perf_event_data", 184, 0, { { 0 } } };
static const struct context regs = { "pt_regs", 168, 0, { { 0 } } };
static const struct context record = { "trace record", 64, 1, { { 0 } } };
static const struct context raw = { "bpf_raw_tracepoint_args", 96, 0, { { 0 } } };
static const struct context buffer = { "user buffer", 64, 1, { { 0 } } };
static const struct context hook = { "bpf_nf_ctx", 16, 0, { { 0 } } };
static const struct context mode = { "u32", 4, 0, { { 0 } } };
static const struct context arguments = { "u64 arguments", 0, 0, { { 0 } } };

#define KIND(section, type, context) \
	{ section, BPF_PROG_TYPE_##type, "BPF_PROG_TYPE_" #type, 0, NULL, &context, 0, NO_TARGET }
#define HOOK(section, type, attach, context) \
	{ section, BPF_PROG_TYPE_##type, "BPF_PROG_TYPE_" #type, BPF_##attach, "BPF_" #attach, &context, 0, NO_TARGET }
#define FLAGGED(section, type, context, flags) \
	{ section, BPF_PROG_TYPE_##type, "BPF_PROG_TYPE_" #type, 0, NULL, &context, flags, NO_TARGET }
#define FLAGGED_HOOK(section, type, attach, context, flags) \
	{ section, BPF_PROG_TYPE_##type, "BPF_PROG_TYPE_" #type, BPF_##attach, "BPF_" #attach, &context, flags, NO_TARGET }
#define TRACE(section, attach, flags, target) \
	{ section, BPF_PROG_TYPE_TRACING, "BPF_PROG_TYPE_TRACING", BPF_##attach, "BPF_" #attach, &arguments, flags, target }
#define GUARD(section, attach, flags) \
	{ section, BPF_PROG_TYPE_LSM, "BPF_PROG_TYPE_LSM", BPF_##attach, "BPF_" #attach, &arguments, flags, LSM_HOOK }
#define OPS(section, flags) \
	{ section, BPF_PROG_TYPE_STRUCT_OPS, "BPF_PROG_TYPE_STRUCT_OPS", 0, NULL, &arguments, flags, STRUCT_OPS }

#define SLEEPABLE BPF_F_SLEEPABLE
#define FRAGS BPF_F_XDP_HAS_FRAGS

/* Of several targets the one that says most comes first: it returns something, and many kernels know it. */
const struct program programs[] = {
	KIND("socket", SOCKET_FILTER, skb),
	KIND("tc", SCHED_CLS, skb),
	KIND("action", SCHED_ACT, skb),
	HOOK("tcx/ingress", SCHED_CLS, TCX_INGRESS, skb),
	HOOK("tcx/egress", SCHED_CLS, TCX_EGRESS, skb),
	HOOK("netkit/primary", SCHED_CLS, NETKIT_PRIMARY, skb),
	HOOK("netkit/peer", SCHED_CLS, NETKIT_PEER, skb),
	KIND("cgroup/skb", CGROUP_SKB, skb),
	HOOK("cgroup_skb/ingress", CGROUP_SKB, CGROUP_INET_INGRESS, skb),
	HOOK("cgroup_skb/egress", CGROUP_SKB, CGROUP_INET_EGRESS, skb),
	KIND("sk_skb", SK_SKB, skb),
	HOOK("sk_skb/stream_parser", SK_SKB, SK_SKB_STREAM_PARSER, skb),
	HOOK("sk_skb/stream_verdict", SK_SKB, SK_SKB_STREAM_VERDICT, skb),
	HOOK("sk_skb/verdict", SK_SKB, SK_SKB_VERDICT, skb),
	KIND("lwt_in", LWT_IN, skb),
	KIND("lwt_out", LWT_OUT, skb),
	KIND("lwt_xmit", LWT_XMIT, skb),
	KIND("lwt_seg6local", LWT_SEG6LOCAL, skb),
	HOOK("flow_dissector", FLOW_DISSECTOR, FLOW_DISSECTOR, skb),
	HOOK("xdp", XDP, XDP, xdp),
	HOOK("xdp/devmap", XDP, XDP_DEVMAP, xdp),
	HOOK("xdp/cpumap", XDP, XDP_CPUMAP, xdp),
	FLAGGED_HOOK("xdp.frags", XDP, XDP, xdp, FRAGS),
	FLAGGED_HOOK("xdp.frags/devmap", XDP, XDP_DEVMAP, xdp, FRAGS),
	FLAGGED_HOOK("xdp.frags/cpumap", XDP, XDP_CPUMAP, xdp, FRAGS),
	HOOK("cgroup/sock", CGROUP_SOCK, CGROUP_INET_SOCK_CREATE, sock),
	HOOK("cgroup/sock_release", CGROUP_SOCK, CGROUP_INET_SOCK_RELEASE, sock),
	HOOK("cgroup/post_bind4", CGROUP_SOCK, CGROUP_INET4_POST_BIND, sock),
	HOOK("cgroup/post_bind6", CGROUP_SOCK, CGROUP_INET6_POST_BIND, sock),
	HOOK("cgroup/bind4", CGROUP_SOCK_ADDR, CGROUP_INET4_BIND, sock_addr),
	HOOK("cgroup/bind6", CGROUP_SOCK_ADDR, CGROUP_INET6_BIND, sock_addr),
	HOOK("cgroup/connect4", CGROUP_SOCK_ADDR, CGROUP_INET4_CONNECT, sock_addr),
	HOOK("cgroup/connect6", CGROUP_SOCK_ADDR, CGROUP_INET6_CONNECT, sock_addr),
	HOOK("cgroup/connect_unix", CGROUP_SOCK_ADDR, CGROUP_UNIX_CONNECT, sock_addr),
	HOOK("cgroup/sendmsg4", CGROUP_SOCK_ADDR, CGROUP_UDP4_SENDMSG, sock_addr),
	HOOK("cgroup/sendmsg6", CGROUP_SOCK_ADDR, CGROUP_UDP6_SENDMSG, sock_addr),
	HOOK("cgroup/sendmsg_unix", CGROUP_SOCK_ADDR, CGROUP_UNIX_SENDMSG, sock_addr),
	HOOK("cgroup/recvmsg4", CGROUP_SOCK_ADDR, CGROUP_UDP4_RECVMSG, sock_addr),
	HOOK("cgroup/recvmsg6", CGROUP_SOCK_ADDR, CGROUP_UDP6_RECVMSG, sock_addr),
	HOOK("cgroup/recvmsg_unix", CGROUP_SOCK_ADDR, CGROUP_UNIX_RECVMSG, sock_addr),
	HOOK("cgroup/getpeername4", CGROUP_SOCK_ADDR, CGROUP_INET4_GETPEERNAME, sock_addr),
	HOOK("cgroup/getpeername6", CGROUP_SOCK_ADDR, CGROUP_INET6_GETPEERNAME, sock_addr),
	HOOK("cgroup/getpeername_unix", CGROUP_SOCK_ADDR, CGROUP_UNIX_GETPEERNAME, sock_addr),
	HOOK("cgroup/getsockname4", CGROUP_SOCK_ADDR, CGROUP_INET4_GETSOCKNAME, sock_addr),
	HOOK("cgroup/getsockname6", CGROUP_SOCK_ADDR, CGROUP_INET6_GETSOCKNAME, sock_addr),
	HOOK("cgroup/getsockname_unix", CGROUP_SOCK_ADDR, CGROUP_UNIX_GETSOCKNAME, sock_addr),
	HOOK("sockops", SOCK_OPS, CGROUP_SOCK_OPS, sock_ops),
	HOOK("cgroup/dev", CGROUP_DEVICE, CGROUP_DEVICE, device),
	HOOK("cgroup/sysctl", CGROUP_SYSCTL, CGROUP_SYSCTL, sysctl),
	HOOK("cgroup/getsockopt", CGROUP_SOCKOPT, CGROUP_GETSOCKOPT, sockopt),
	HOOK("cgroup/setsockopt", CGROUP_SOCKOPT, CGROUP_SETSOCKOPT, sockopt),
	HOOK("sk_msg", SK_MSG, SK_MSG_VERDICT, msg),
	HOOK("sk_reuseport", SK_REUSEPORT, SK_REUSEPORT_SELECT, reuseport),
	HOOK("sk_reuseport/migrate", SK_REUSEPORT, SK_REUSEPORT_SELECT_OR_MIGRATE, reuseport),
	HOOK("sk_lookup", SK_LOOKUP, SK_LOOKUP, lookup),
	HOOK("netfilter", NETFILTER, NETFILTER, hook),
	KIND("perf_event", PERF_EVENT, perf),
	KIND("kprobe", KPROBE, regs),
	HOOK("kprobe.multi", KPROBE, TRACE_KPROBE_MULTI, regs),
	HOOK("kprobe.session", KPROBE, TRACE_KPROBE_SESSION, regs),
	FLAGGED("uprobe.s", KPROBE, regs, SLEEPABLE),
	HOOK("uprobe.multi", KPROBE, TRACE_UPROBE_MULTI, regs),
	FLAGGED_HOOK("uprobe.multi.s", KPROBE, TRACE_UPROBE_MULTI, regs, SLEEPABLE),
	HOOK("uprobe.session", KPROBE, TRACE_UPROBE_SESSION, regs),
	FLAGGED_HOOK("uprobe.session.s", KPROBE, TRACE_UPROBE_SESSION, regs, SLEEPABLE),
	KIND("tracepoint", TRACEPOINT, record),
	FLAGGED("tracepoint.s", TRACEPOINT, record, SLEEPABLE),
	KIND("raw_tp", RAW_TRACEPOINT, raw),
	FLAGGED("raw_tp.s", RAW_TRACEPOINT, raw, SLEEPABLE),
	KIND("raw_tp.w", RAW_TRACEPOINT_WRITABLE, raw),
	TRACE("tp_btf/sched_switch", TRACE_RAW_TP, 0, TRACEPOINT),
	TRACE("tp_btf.s/sys_enter", TRACE_RAW_TP, SLEEPABLE, TRACEPOINT),
	TRACE("fentry/tcp_connect", TRACE_FENTRY, 0, FUNCTION),
	TRACE("fentry.s/bpf_fentry_test1", TRACE_FENTRY, SLEEPABLE, FUNCTION),
	TRACE("fentry.s/__x64_sys_close", TRACE_FENTRY, SLEEPABLE, FUNCTION),
	TRACE("fentry.multi", TRACE_FENTRY_MULTI, 0, ANY_FUNCTION),
	TRACE("fentry.multi.s", TRACE_FENTRY_MULTI, SLEEPABLE, ANY_FUNCTION),
	TRACE("fexit/tcp_connect", TRACE_FEXIT, 0, RETURNING_FUNCTION),
	TRACE("fexit.s/bpf_fentry_test1", TRACE_FEXIT, SLEEPABLE, RETURNING_FUNCTION),
	TRACE("fexit.s/__x64_sys_close", TRACE_FEXIT, SLEEPABLE, RETURNING_FUNCTION),
	TRACE("fexit.multi", TRACE_FEXIT_MULTI, 0, ANY_FUNCTION),
	TRACE("fexit.multi.s", TRACE_FEXIT_MULTI, SLEEPABLE, ANY_FUNCTION),
	TRACE("fsession/tcp_connect", TRACE_FSESSION, 0, RETURNING_FUNCTION),
	TRACE("fsession.s/bpf_fentry_test1", TRACE_FSESSION, SLEEPABLE, RETURNING_FUNCTION),
	TRACE("fsession.multi", TRACE_FSESSION_MULTI, 0, ANY_FUNCTION),
	TRACE("fsession.multi.s", TRACE_FSESSION_MULTI, SLEEPABLE, ANY_FUNCTION),
	TRACE("fmod_ret/security_file_open", MODIFY_RETURN, 0, RETURNING_FUNCTION),
	TRACE("fmod_ret.s/bpf_fentry_test1", MODIFY_RETURN, SLEEPABLE, RETURNING_FUNCTION),
	TRACE("iter/task", TRACE_ITER, 0, ITERATOR),
	TRACE("iter.s/task", TRACE_ITER, SLEEPABLE, ITERATOR),
	TRACE("iter/bpf_map_elem", TRACE_ITER, 0, ITERATOR),
	TRACE("iter/tcp", TRACE_ITER, 0, ITERATOR),
	GUARD("lsm/file_open", LSM_MAC, 0),
	GUARD("lsm.s/file_open", LSM_MAC, SLEEPABLE),
	GUARD("lsm.s/bprm_committed_creds", LSM_MAC, SLEEPABLE),
	GUARD("lsm_cgroup/socket_bind", LSM_CGROUP, 0),
	OPS("struct_ops/tcp_congestion_ops.ssthresh", 0),
	OPS("struct_ops/tcp_congestion_ops.cong_avoid", 0),
	OPS("struct_ops/sched_ext_ops.select_cpu", 0),
	OPS("struct_ops.s/sched_ext_ops.init", SLEEPABLE),
	OPS("struct_ops/Qdisc_ops.reset", 0),
	{ "freplace", BPF_PROG_TYPE_EXT, "BPF_PROG_TYPE_EXT", 0, NULL, &arguments, 0, PROGRAM },
	FLAGGED("syscall", SYSCALL, buffer, SLEEPABLE),
	HOOK("lirc_mode2", LIRC_MODE2, LIRC_MODE2, mode),
};

const size_t program_count = sizeof(programs) / sizeof(*programs);
