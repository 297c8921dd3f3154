/** Why a source was not compiled or loaded, in words, with what to do about headers that clang does not find. */
import type { NotVerified } from '../host/verifier/verify.js';
import { printable } from './report/columns.js';

/** Words that follow the file's name, what clang said on lines of its own. */
export function failureInWords({ failure, clang }: NotVerified): string {
  const words = clang.trimEnd();
  if (words === '') return printable(failure);
  const header = /'([^'\n]+)' file not found/.exec(words)?.[1];
  const lines = [...words.split('\n'), ...(header === undefined ? [] : [hintOn(header)])];
  return `${failure}:\n${lines.map(printable).join('\n')}`;
}

interface Hint {
  readonly header: RegExp;
  readonly hint: string;
}

const hints: readonly Hint[] = [
  {
    header: /(?:^|\/)vmlinux\.h$/,
    hint: "vmlinux.h holds the kernel's types: bpftool btf dump file /sys/kernel/btf/vmlinux format c > vmlinux.h makes it, -I names the folder it is in.",
  },
  {
    header: /^bpf\/\w+\.h$/,
    hint: "It is one of libbpf's headers: apt-get install libbpf-dev (Fedora: dnf install libbpf-devel), or -I names the folder that holds bpf/.",
  },
  {
    header: /^(?:linux|asm|asm-generic)\//,
    hint: "It is one of the kernel's headers for programs: apt-get install linux-libc-dev (Fedora: dnf install kernel-headers), or -I names its folder.",
  },
];

function hintOn(header: string): string {
  const known = hints.find((each) => each.header.test(header));
  return (
    known?.hint ??
    `-I names the folder to look for ${header} in; "includePaths" in ebpf-verdict.jsonc does so for good.`
  );
}
