/** The frame of a program, for tests. */

/** BPF C with its headers, and a program of a section with a body. */
export function program(section: string, parameters: string, body: string): string {
  return `#include <linux/bpf.h>\n#include <bpf/bpf_helpers.h>\n\nSEC("${section}")\nint prog(${parameters})\n{\n${body}\n}\n`;
}
