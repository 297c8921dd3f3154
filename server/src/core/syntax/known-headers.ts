/**
 * Headers that are known by their names: those whose content the tables stand for, those that make a file BPF C, and
 * those of the compiler. Also tells a dump of the kernel's types from what people write. Reads no file.
 */
import type { Include } from './directive.js';

type Named = Pick<Include, 'path' | 'form'>;

/** Who includes one of these compiles for BPF. */
const bpf =
  /(?:^|\/)(?:vmlinux|bpf_helpers|bpf_core_read|bpf_tracing|bpf_endian|bpf_helper_defs|bpf_api)\.h$/;
const libbpf =
  /(?:^|\/)(?:bpf_helpers|bpf_helper_defs|bpf_core_read|bpf_tracing|bpf_endian|usdt\.bpf|bpf_kfuncs)\.h$/;
const uapi = /^(?:linux|asm|asm-generic|sys|uapi|bits|net|netinet|arpa)\//;
/** C's, C++'s and POSIX's, and the compiler's for single instructions. */
const compiler =
  /^(?:[a-z_]+|(?:alloca|argp|assert|byteswap|ctype|dirent|dlfcn|elf|endian|err|errno|error|execinfo|fcntl|features|float|fnmatch|getopt|glob|grp|ifaddrs|inttypes|iso646|libgen|limits|link|locale|malloc|math|memory|netdb|poll|pthread|pwd|regex|sched|search|semaphore|setjmp|signal|spawn|std(?:align|arg|atomic|bool|def|int|io|lib|noreturn)|string|strings|syslog|termios|threads|time|uchar|ucontext|unistd|utime|wchar|wctype|\w*intrin)\.h)$/;
/** libbpf's for the loading program, and what bpftool generates for it. */
const userSpace = /(?:^|\/)bpf\/(?:bpf|btf|libbpf\w*|skel_internal|xsk)\.h$|\.skel\.h$/;
const typeDump = /(?:^|\/)vmlinux[\w.-]*\.h$/;

/** bpftool's dumps begin with one of these; the guard survives where the attribute was taken out. */
const dumpMark = /__VMLINUX_H__|attribute\s+push\s*\(\s*__attribute__\s*\(\(\s*preserve_access_index/;
/** Bytes. The smallest dump is ten times as large, and what people write for themselves half of this. */
const smallestDump = 128 * 1024;
const markWithin = 8 * 1024;

/** Whether the tables stand for a header: libbpf's, the kernel's UAPI, and `vmlinux.h`. */
export function isKnownHeader({ path, form }: Named): boolean {
  return libbpf.test(path) || /(?:^|\/)vmlinux\.h$/.test(path) || isKernelTypeHeader({ path, form });
}

/** Whether it is one of the kernel's own that declare its types for C programs. */
export function isKernelTypeHeader({ path, form }: Named): boolean {
  return form === 'angled' && uapi.test(path);
}

/** Whether it comes with the compiler, the C library or libbpf for a loading program, and says nothing of BPF C. */
export function isCompilerHeader({ path, form }: Named): boolean {
  return userSpace.test(path) || (form === 'angled' && compiler.test(path));
}

/** Whether including a header of this path makes a file BPF C. */
export function isBpfHeader(path: string): boolean {
  return bpf.test(path);
}

/** Whether a path is named like a dump of the kernel's types: `vmlinux.h`, `vmlinux-v7.0-x.h`. */
export function isNamedTypeDump(path: string): boolean {
  return typeDump.test(path);
}

/**
 * Whether a file is a dump of the kernel's types, by name, size in bytes and the first lines of its text. What is
 * named like one and small was written by hand, and is read like any other header.
 */
export function isTypeDump(path: string, size: number, text: string): boolean {
  return size >= smallestDump && (isNamedTypeDump(path) || dumpMark.test(text.slice(0, markWithin)));
}

/** Whether a header is one of the kernel's tree, where `<linux/...>` are the kernel's own headers and not those for users. */
export function isOfKernelTree(path: string): boolean {
  return path.startsWith('uapi/');
}
