/**
 * Writes snippets/bpf.json from the tables of sections and programs: a whole file for each kind of program, with
 * the context it gets and a value it may return. Fails where a chosen value is not one that was measured as legal.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const root = resolve(import.meta.dirname, '..');
export const file = join(root, 'snippets', 'bpf.json');
const read = (name) => JSON.parse(readFileSync(join(root, 'rules', name), 'utf8'));

/** What a program returns that changes nothing: the expression, and its value where the kernel looks at it. */
const harmless = {
  BPF_PROG_TYPE_SOCKET_FILTER: { text: 'ctx->len' },
  BPF_PROG_TYPE_XDP: { text: 'XDP_PASS', value: 2 },
  BPF_PROG_TYPE_SCHED_CLS: { text: '0', value: 0 },
  BPF_PROG_TYPE_SCHED_ACT: { text: '0', value: 0 },
  BPF_PROG_TYPE_SK_SKB: { text: 'SK_PASS', value: 1 },
  BPF_PROG_TYPE_SK_MSG: { text: 'SK_PASS', value: 1 },
  BPF_PROG_TYPE_SK_REUSEPORT: { text: 'SK_PASS', value: 1 },
  BPF_PROG_TYPE_SK_LOOKUP: { text: 'SK_PASS', value: 1 },
  BPF_PROG_TYPE_SOCK_OPS: { text: '1', value: 1 },
  BPF_PROG_TYPE_FLOW_DISSECTOR: { text: 'BPF_OK', value: 0 },
  BPF_PROG_TYPE_LWT_IN: { text: 'BPF_OK', value: 0 },
  BPF_PROG_TYPE_LWT_OUT: { text: 'BPF_OK', value: 0 },
  BPF_PROG_TYPE_LWT_XMIT: { text: 'BPF_OK', value: 0 },
  BPF_PROG_TYPE_LWT_SEG6LOCAL: { text: 'BPF_OK', value: 0 },
  BPF_PROG_TYPE_NETFILTER: { text: '1', value: 1 },
  BPF_PROG_TYPE_CGROUP_SKB: { text: '1', value: 1 },
  BPF_PROG_TYPE_CGROUP_SOCK: { text: '1', value: 1 },
  BPF_PROG_TYPE_CGROUP_SOCK_ADDR: { text: '1', value: 1 },
  BPF_PROG_TYPE_CGROUP_SYSCTL: { text: '1', value: 1 },
  BPF_PROG_TYPE_CGROUP_SOCKOPT: { text: '1', value: 1 },
  BPF_PROG_TYPE_CGROUP_DEVICE: { text: '1', value: 1 },
};
const zero = { text: '0', value: 0 };
/** An LSM hook of a cgroup allows with 1, any other with 0. */
const byProgram = { lsm_cgroup: { text: '1', value: 1 } };

/** Program types whose contexts are kernel structs or registers: they take their types from the kernel's BTF. */
const ofKernel =
  /_(?:KPROBE|TRACEPOINT|RAW_TRACEPOINT|RAW_TRACEPOINT_WRITABLE|TRACING|LSM|STRUCT_OPS|PERF_EVENT|NETFILTER|EXT)$/;

const { sections } = read('sections.json');
const { programs } = read('programs.json');
const { programs: returns } = read('tables/returns.json');

function returnOf(key, spec) {
  const chosen = byProgram[key] ?? harmless[spec.programType] ?? zero;
  for (const { ranges } of returns[spec.measuredAs ?? key] ?? []) {
    const isLegal = ranges?.some(({ min, max }) => min <= chosen.value && chosen.value <= max) ?? true;
    if (!isLegal) throw new Error(`${key} may not return ${chosen.text}`);
  }
  return chosen.text;
}

function includesOf({ programType, wrapper }) {
  const first = ofKernel.test(programType) ? ['#include "vmlinux.h"'] : ['#include <linux/bpf.h>'];
  const tracing = wrapper ? ['#include <bpf/bpf_tracing.h>'] : [];
  return [...first, '#include <bpf/bpf_helpers.h>', ...tracing];
}

const escape = (text) => text.replaceAll(/[\\$}]/g, '\\$&');

/** `iter/task` decides about the context's struct, so the target is written once and repeated. */
function head(row, spec) {
  const example = spec.context?.includes('<target>')
    ? 'task'
    : row.target && escape(row.target.split(',')[0]);
  const section = row.target === null ? row.pattern : `${row.pattern}/\${1:${example}}`;
  const context = spec.context?.replace('<target>', '$1');
  const parameter = context ? `struct ${context} *ctx` : 'void *ctx';
  const name = '${2:prog}';
  return [`SEC("${section}")`, spec.wrapper ? `int ${spec.wrapper}(${name})` : `int ${name}(${parameter})`];
}

function snippet(row, spec) {
  const types = spec.attachType ? `${spec.programType}, ${spec.attachType}` : spec.programType;
  return {
    prefix: `bpf ${row.pattern}`,
    description: `eBPF: ${spec.title} (${types})`,
    isFileTemplate: true,
    body: [
      ...includesOf(spec),
      '',
      ...head(row, spec),
      '{',
      '\t$0',
      `\treturn ${escape(returnOf(row.program, spec))};`,
      '}',
      '',
      'char LICENSE[] SEC("license") = "${3|GPL,Dual MIT/GPL,Dual BSD/GPL|}";',
      '',
    ],
  };
}

/** One for each section that libbpf takes and that no shorter spelling stands for. */
export function snippets() {
  const rows = sections.filter((row) => row.libbpf !== null && row.pattern === row.program);
  return Object.fromEntries(rows.map((row) => [row.pattern, snippet(row, programs[row.program])]));
}

export function print() {
  return `${JSON.stringify(snippets(), undefined, 2)}\n`;
}

if (process.argv[1] === import.meta.filename) writeFileSync(file, print());
