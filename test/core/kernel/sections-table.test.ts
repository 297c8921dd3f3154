/**
 * rules/sections.json against what the loaders really do: for each string the program type and attach type
 * that libbpf (f7081a6b) and cilium/ebpf (5ba0b3b2) give it, or null where they know none.
 */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { Loader } from '../../../server/src/core/engine/settings.js';
import {
  matchSection,
  matchesPattern,
  type LegacySectionRow,
  type ProgramSpec,
  type SectionRow,
} from '../../../server/src/core/kernel/sections.js';

type Expected = readonly [section: string, libbpf: string | null, cilium: string | null];

const expectations: readonly Expected[] = [
  ['xdp_drop', null, 'XDP BPF_XDP'],
  ['xdp/foo', null, 'XDP BPF_XDP'],
  ['xdp.frags/x', null, 'XDP BPF_XDP'],
  ['xdp/devmap/x', null, 'XDP BPF_XDP_DEVMAP'],
  ['tc_foo', null, 'SCHED_CLS'],
  ['tc/foo', null, 'SCHED_CLS'],
  ['tcx/foo', null, 'SCHED_CLS'],
  ['tcx/ingress', 'SCHED_CLS BPF_TCX_INGRESS', 'SCHED_CLS BPF_TCX_INGRESS'],
  ['tc/ingress', 'SCHED_CLS BPF_TCX_INGRESS', 'SCHED_CLS BPF_TCX_INGRESS'],
  ['classifier/x', null, 'SCHED_CLS'],
  ['action/x', null, 'SCHED_ACT'],
  ['socket1', null, 'SOCKET_FILTER'],
  ['socket/x', null, 'SOCKET_FILTER'],
  ['sk_skb/foo', null, 'SK_SKB'],
  ['sk_skb1', null, 'SK_SKB'],
  ['sk_msg1', null, 'SK_MSG BPF_SK_MSG_VERDICT'],
  ['sk_msg/x', null, 'SK_MSG BPF_SK_MSG_VERDICT'],
  ['sockops/x', null, 'SOCK_OPS BPF_CGROUP_SOCK_OPS'],
  ['cgroup/skb/ingress', null, 'CGROUP_SKB'],
  ['cgroup/sock/x', null, 'CGROUP_SOCK BPF_CGROUP_INET_SOCK_CREATE'],
  ['cgroup/sock_create/x', null, 'CGROUP_SOCK BPF_CGROUP_INET_SOCK_CREATE'],
  ['cgroup/connect4/x', null, 'CGROUP_SOCK_ADDR BPF_CGROUP_INET4_CONNECT'],
  ['cgroup/connect4_v2', null, 'CGROUP_SOCK_ADDR BPF_CGROUP_INET4_CONNECT'],
  ['cgroup/dev/x', null, 'CGROUP_DEVICE BPF_CGROUP_DEVICE'],
  ['cgroup/sysctl/x', null, 'CGROUP_SYSCTL BPF_CGROUP_SYSCTL'],
  ['sk_lookup/', null, 'SK_LOOKUP BPF_SK_LOOKUP'],
  ['sk_lookup/x', null, 'SK_LOOKUP BPF_SK_LOOKUP'],
  ['sk_reuseport/x', null, 'SK_REUSEPORT BPF_SK_REUSEPORT_SELECT'],
  ['sk_reuseport/migrate/x', null, 'SK_REUSEPORT BPF_SK_REUSEPORT_SELECT_OR_MIGRATE'],
  ['perf_event/x', null, 'PERF_EVENT'],
  ['flow_dissector/x', null, 'FLOW_DISSECTOR BPF_FLOW_DISSECTOR'],
  ['lwt_xmit/x', null, 'LWT_XMIT'],
  ['netfilter/x', null, 'NETFILTER BPF_NETFILTER'],
  ['lirc_mode2/x', null, 'LIRC_MODE2 BPF_LIRC_MODE2'],
  ['syscall/x', null, 'SYSCALL'],
  ['kprobe', 'KPROBE', 'KPROBE'],
  ['kprobe/', 'KPROBE', 'KPROBE'],
  ['kprobe_x', null, null],
  ['kprobe.multi', 'KPROBE BPF_TRACE_KPROBE_MULTI', 'KPROBE BPF_TRACE_KPROBE_MULTI'],
  ['uprobe.s/x', 'KPROBE', 'KPROBE'],
  ['tp_btf.s/x', 'TRACING BPF_TRACE_RAW_TP', null],
  ['tracepoint.s/x', 'TRACEPOINT', null],
  ['raw_tp.s/x', 'RAW_TRACEPOINT', null],
  ['fentry.multi/x', 'TRACING BPF_TRACE_FENTRY_MULTI', null],
  ['fsession/x', 'TRACING BPF_TRACE_FSESSION', 'TRACING BPF_TRACE_FSESSION'],
  ['fsession.multi/x', 'TRACING BPF_TRACE_FSESSION_MULTI', null],
  ['struct_ops/x', 'STRUCT_OPS', 'STRUCT_OPS'],
  ['struct_ops.s/x', 'STRUCT_OPS', 'STRUCT_OPS'],
  ['iter.s/x', 'TRACING BPF_TRACE_ITER', 'TRACING BPF_TRACE_ITER'],
  ['lsm_cgroup/x', 'LSM BPF_LSM_CGROUP', 'LSM BPF_LSM_CGROUP'],
  ['?tc', 'SCHED_CLS', 'SCHED_CLS'],
  ['?xdp/x', null, 'XDP BPF_XDP'],
  ['freplace', 'EXT', 'EXT'],
  ['usdt/x', 'KPROBE', 'KPROBE'],
  ['ksyscall/x', 'KPROBE', 'KPROBE'],
  ['netkit/primary', 'SCHED_CLS BPF_NETKIT_PRIMARY', 'SCHED_CLS BPF_NETKIT_PRIMARY'],
  ['netkit/foo', null, null],
  ['cgroup/bind', null, null],
  ['cgroup_skb', null, null],
  ['cgroup_skb/x', null, null],
  ['.xdp', null, null],
  ['prog', null, null],
  ['maps', null, null],
];

const { sections, legacy } = readRules('sections.json') as {
  sections: SectionRow[];
  legacy: LegacySectionRow[];
};
const table = readRules('programs.json') as { programs: Record<string, ProgramSpec> };
const programs = new Map(Object.entries(table.programs));

for (const [section, libbpf, cilium] of expectations) {
  test(`SEC("${section}")`, () => {
    assert.equal(meaning(section, 'libbpf'), libbpf);
    assert.equal(meaning(section, 'cilium'), cilium);
  });
}

test('every row finds itself, by its bare pattern and by a target', () => {
  for (const row of sections) {
    for (const loader of ['libbpf', 'cilium'] as const) {
      if (row[loader] === null) continue;
      const strings = row[loader] === 'slash' ? [row.pattern, `${row.pattern}/x`] : [row.pattern];
      for (const section of strings) {
        const match = matchSection(sections, programs, section, loader);
        assert.equal(match?.row.pattern, row.pattern, `${loader}: ${section}`);
        assert.ok(match.understood);
      }
    }
  }
});

test('the two loaders never disagree about the type', () => {
  for (const [section, libbpf, cilium] of expectations) {
    if (libbpf !== null && cilium !== null) assert.equal(libbpf, cilium, section);
  }
});

test('a legacy name leads to a section of today', () => {
  for (const row of legacy) {
    const modern = matchSection(sections, programs, row.modern, 'libbpf');
    assert.ok(modern?.understood, row.modern);
  }
  const renamed = legacy.find((row) => matchesPattern(row.pattern, row.match, 'xdp_devmap/prog'));
  assert.equal(renamed?.modern, 'xdp/devmap');
});

/** Program type and attach type as one string; null where this loader does not take the section. */
function meaning(section: string, loader: Loader): string | null {
  const match = matchSection(sections, programs, section, loader);
  if (!match?.understood) return null;
  const { programType, attachType } = match.spec;
  return [programType.slice('BPF_PROG_TYPE_'.length), attachType].filter(Boolean).join(' ');
}

function readRules(name: string): unknown {
  return JSON.parse(readFileSync(join(process.cwd(), 'rules', name), 'utf8'));
}
