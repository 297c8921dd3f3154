/**
 * The vocabulary the masking goes by: C's own words, and the names that are attributes by another spelling.
 * Knows words only, never where they stand.
 */

/** Words that start or continue a declaration without naming its type. */
export const STORAGE: ReadonlySet<string> = new Set(
  (
    'static extern inline __inline __inline__ register auto typedef const volatile restrict __restrict __restrict__ ' +
    '__const __volatile__ _Atomic _Thread_local _Noreturn __extension__ __thread'
  ).split(' '),
);

/** Builtin type words: where one stands there is a type, and no other name is it. */
export const TYPE_WORDS: ReadonlySet<string> = new Set(
  'void char short int long float double signed unsigned __signed__ _Bool bool __int128 _Float16'.split(' '),
);

/** Words in front of a tag. */
export const TAG_WORDS: ReadonlySet<string> = new Set(['struct', 'union', 'enum']);

/** Words that start a statement or stand in an expression: never a macro, a type or a declared name. */
export const STATEMENT_WORDS: ReadonlySet<string> = new Set(
  'if else for while do switch case default return break continue goto sizeof _Alignof __alignof__ _Generic'.split(
    ' ',
  ),
);

/** Operators that take a type in parentheses, or an operand. */
export const SIZE_WORDS: ReadonlySet<string> = new Set([
  'sizeof',
  '_Alignof',
  '__alignof__',
  '__alignof',
  'alignof',
]);

/** Spellings of inline assembly. */
export const ASM_WORDS: ReadonlySet<string> = new Set(['asm', '__asm__', '__asm']);

/** Operators that make a type of an expression or a type. */
export const TYPEOF_WORDS: ReadonlySet<string> = new Set([
  'typeof',
  '__typeof__',
  '__typeof',
  'typeof_unqual',
  '__unqual_typeof',
]);

/** `__attribute__` and its kin: a word that always has an argument list. */
export const ATTRIBUTE_WORDS: ReadonlySet<string> = new Set([
  '__attribute__',
  '__attribute',
  '_Alignas',
  'alignas',
  '__declspec',
  '_Pragma',
  '__aligned',
  '__asm_goto_marker',
]);

/** Macros of libbpf and the kernel that stand for an attribute or for nothing; some take arguments. */
export const ATTRIBUTE_NAMES: ReadonlySet<string> = new Set(
  (
    '__always_inline __noinline noinline __weak __hidden __ksym __kconfig __used __unused __maybe_unused ' +
    '__attribute_used__ __packed __must_check __naked __noreturn __cold __hot __pure __visible __noclone ' +
    '__arg_ctx __arg_nonnull __arg_nullable __arg_trusted __arg_untrusted __arg_arena __arg_dynptr ' +
    '__kptr __kptr_ref __kptr_untrusted __percpu_kptr __uptr __rcu __user __percpu __iomem __kernel __force __safe ' +
    '__arena __arena_global __bpf_kfunc __ksym_weak __bitwise __bitwise__ __nocast __private ' +
    '__contains __description __failure __success __failure_unpriv __success_unpriv __msg __not_msg __msg_unpriv ' +
    '__retval __retval_unpriv __log_level __flag __arch __arch_x86_64 __arch_arm64 __arch_riscv64 __arch_s390x ' +
    '__xlated __xlated_unpriv __jited __jited_unpriv __regex __btf_path __btf_func_path __auxiliary ' +
    '__auxiliary_unpriv __load_if_JITed __load_if_no_JITed __stderr __stdout __stderr_unpriv __stdout_unpriv ' +
    '__caps_unpriv __linear_size __test_tag __preserve_access_index __extension__ ' +
    '__nonstring __counted_by __init __exit __read_mostly __ro_after_init ____cacheline_aligned ' +
    '__cacheline_aligned notrace __cpuidle __printf __scanf __nullable __nonnull __randomize_layout'
  ).split(' '),
);

/** Words that put what follows into an ELF section. */
export const SECTION_WORDS: ReadonlySet<string> = new Set(['SEC', '__section', '__SEC']);

/** Macros that declare a member of a map's definition, or of a context struct; and `offsetof`. */
export const MEMBER_NAMES: ReadonlySet<string> = new Set([
  '__uint',
  '__ulong',
  '__type',
  '__array',
  '__bpf_md_ptr',
  'offsetof',
]);

/** Macros that open a loop over the block or statement behind them. */
export const LOOP_NAMES: ReadonlySet<string> = new Set([
  'bpf_for',
  'bpf_for_each',
  'bpf_repeat',
  'can_loop_for',
]);

/** Whether a name is spelled as attribute macros are: `__name` that is no type, or all capitals. */
export function looksLikeAttribute(word: string): boolean {
  return /^[A-Z][A-Z0-9_]*$/.test(word) || (word.startsWith('__') && !looksLikeType(word));
}

/** Whether a name is spelled as types are: `__u32`, `u8`, `size_t`, `pid_t`, `__be16`. */
export function looksLikeType(word: string): boolean {
  return (
    TYPE_WORDS.has(word) ||
    /^(?:__)?[us](?:8|16|32|64|128)$|_t$|^__(?:be|le)(?:16|32|64)$|^__(?:sum16|wsum)$|^(?:uint|ulong|ushort|uchar|__uint|__hidden_t)$|^__(?:int128|auto_type)/.test(
      word,
    )
  );
}
