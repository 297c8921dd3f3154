/* How instructions are written down and strung together into a program. Knows the encoding,
 * nothing about what the verifier thinks of it. */
#ifndef INSN_H
#define INSN_H

#include "uapi.h"

enum { MAX_INSNS = 128 };

struct code {
	struct bpf_insn insns[MAX_INSNS];
	int count;
	int callback; /* where the address of a function behind the program is loaded; 0: nowhere */
};

#define INSN(op, dst, src, offset, value) \
	((struct bpf_insn){ .code = (op), .dst_reg = (dst), .src_reg = (src), .off = (offset), .imm = (value) })

#define MOV_IMM(dst, value) INSN(BPF_ALU64 | BPF_MOV | BPF_K, dst, 0, 0, value)
#define MOV_REG(dst, src) INSN(BPF_ALU64 | BPF_MOV | BPF_X, dst, src, 0, 0)
#define ADD_IMM(dst, value) INSN(BPF_ALU64 | BPF_ADD | BPF_K, dst, 0, 0, value)
#define ADD_REG(dst, src) INSN(BPF_ALU64 | BPF_ADD | BPF_X, dst, src, 0, 0)
#define AND_IMM(dst, value) INSN(BPF_ALU64 | BPF_AND | BPF_K, dst, 0, 0, value)
#define LOAD(size, dst, src, offset) INSN(BPF_LDX | BPF_MEM | size_bits(size), dst, src, offset, 0)
/* 0x80 is BPF_MEMSX, the sign-extending load of instruction set v4. */
#define LOAD_SIGNED(size, dst, src, offset) INSN(BPF_LDX | 0x80 | size_bits(size), dst, src, offset, 0)
#define STORE(size, dst, src, offset) INSN(BPF_STX | BPF_MEM | size_bits(size), dst, src, offset, 0)
#define STORE_IMM(size, dst, offset, value) INSN(BPF_ST | BPF_MEM | size_bits(size), dst, 0, offset, value)
/* The oldest kernels call this XADD, the newer ones BPF_ATOMIC with BPF_ADD: one encoding. */
#define ATOMIC_ADD(size, dst, src, offset) INSN(BPF_STX | 0xc0 | size_bits(size), dst, src, offset, BPF_ADD)
#define CALL(helper) INSN(BPF_JMP | BPF_CALL, 0, 0, 0, helper)
/* 2 is BPF_PSEUDO_KFUNC_CALL: of a function of the kernel, by its number in the kernel's BTF. */
#define CALL_KERNEL(id) INSN(BPF_JMP | BPF_CALL, 0, 2, 0, id)
/* Of the function that stands so many instructions behind the next one. */
#define CALL_FUNCTION(distance) INSN(BPF_JMP | BPF_CALL, 0, BPF_PSEUDO_CALL, 0, distance)
#define JUMP_IF_NOT_ZERO(reg, distance) INSN(BPF_JMP | BPF_JNE | BPF_K, reg, 0, distance, 0)
#define JUMP_IF_GREATER(a, b, distance) INSN(BPF_JMP | BPF_JGT | BPF_X, a, b, distance, 0)
#define EXIT() INSN(BPF_JMP | BPF_EXIT, 0, 0, 0, 0)

static inline int size_bits(int size)
{
	return size == 1 ? BPF_B : size == 2 ? BPF_H : size == 4 ? BPF_W : BPF_DW;
}

static inline void emit(struct code *code, struct bpf_insn insn)
{
	if (code->count < MAX_INSNS)
		code->insns[code->count++] = insn;
}

static inline void emit_map_fd(struct code *code, int reg, int fd)
{
	emit(code, INSN(BPF_LD | BPF_IMM | BPF_DW, reg, BPF_PSEUDO_MAP_FD, 0, fd));
	emit(code, INSN(0, 0, 0, 0, 0));
}

static inline void emit_callback(struct code *code, int reg)
{
	code->callback = code->count;
	emit(code, INSN(BPF_LD | BPF_IMM | BPF_DW, reg, BPF_PSEUDO_FUNC, 0, 0));
	emit(code, INSN(0, 0, 0, 0, 0));
}

static inline void emit_return(struct code *code, int value)
{
	emit(code, MOV_IMM(BPF_REG_0, value));
	emit(code, EXIT());
}

/* Leaves the program unless the register holds something. */
static inline void emit_null_check(struct code *code, int reg, int value)
{
	emit(code, JUMP_IF_NOT_ZERO(reg, 2));
	emit_return(code, value);
}

#endif
