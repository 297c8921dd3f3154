/** The C file that an example of rules/messages.json stands for: headers and licence are the same for all of them. */

const headers = [
  '#include "vmlinux.h"',
  '#include <bpf/bpf_helpers.h>',
  '#include <bpf/bpf_endian.h>',
  '#include <bpf/bpf_core_read.h>',
  '#include <bpf/bpf_tracing.h>',
  '',
];

const license = ['char LICENSE[] SEC("license") = "GPL";', ''];

/** The whole text; `row` is a row with an example. */
export function exampleSource({ example = [] }) {
  const isLicensed = example.some((line) => line.includes('SEC("license")'));
  return [...headers, ...(isLicensed ? [] : license), ...example, ''].join('\n');
}
