/* A small kernel: what test/fixtures/kernel.btf holds. clang-19 -g -O2 -target bpf -fdebug-compilation-dir=. -c kernel.c,
   then llvm-objcopy --dump-section .BTF=kernel.btf kernel.o. */
typedef unsigned int u32;
typedef unsigned long long u64;
typedef _Bool bool;

struct mm_struct;
struct timespec64 {
	long long tv_sec;
	long tv_nsec;
};
enum kind { KIND_NONE, KIND_FILE = 7 };
enum wide { WIDE_ALL = 0xffffffffffULL };
struct inode {
	unsigned short i_mode;
	u32 i_uid;
	long long i_atime_sec;
	union {
		const u32 i_nlink;
		u32 __i_nlink;
	};
};
struct dentry {
	struct inode *d_inode;
	unsigned char d_iname[40];
};
struct path {
	struct dentry *dentry;
};
struct file {
	struct path f_path;
	struct inode *f_inode;
	enum kind kind;
	enum wide wide;
};
struct task_struct {
	u32 in_execve : 1;
	u32 in_iowait : 3;
	volatile u32 __state;
	int pid;
	int tgid;
	struct task_struct *real_parent;
	struct mm_struct *mm;
	char comm[16];
	double load;
};
union sigval {
	int sival_int;
	void *sival_ptr;
};
typedef void (*btf_trace_sched_switch)(void *, bool, struct task_struct *, struct task_struct *);

long do_unlinkat(int dfd, struct path *name) { return dfd; }
int tcp_connect(struct file *sk) { return 0; }
int bpf_lsm_file_open(struct file *file) { return 0; }
int bpf_iter_tcp(void *meta) { return 0; }
union sigval kept_sigval;
btf_trace_sched_switch kept_switch;
struct timespec64 kept_time;
struct dentry kept_dentry;
struct inode kept_inode;
struct tcp_congestion_ops {
	u32 (*ssthresh)(struct file *sk);
	char name[16];
};
struct tcp_congestion_ops kept_ops;
