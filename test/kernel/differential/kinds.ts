/** The program kinds that are generated, with what the tables say of each on the running kernel. */
import { release } from 'node:os';
import type { KernelFacts } from '../../../server/src/core/kernel/facts.js';
import type { ContextRow } from '../../../server/src/core/kernel/contexts.js';
import type { ProgramSpec } from '../../../server/src/core/kernel/sections.js';
import type { Headers } from '../support/compiler.js';
import { layoutOf, type Field, type Layout } from './layout.js';

export interface Kind {
  /** As the program's section is written. */
  readonly section: string;
  readonly spec: ProgramSpec;
  readonly layout: Layout;
  /** Whether a function of other files' reach may take this context. */
  readonly allowsGlobal: boolean;
  /** The constants that may be returned; null for any. */
  readonly returns: readonly { readonly min: number; readonly max: number }[] | null;
}

/** Sections that are written with a target, for their programs do not load without one. */
const targets: Readonly<Record<string, string>> = {
  tracepoint: 'tracepoint/syscalls/sys_enter_openat',
  raw_tp: 'raw_tp/sys_enter',
};

/** Kinds that every machine with the privilege loads, or that need no more than a plain kernel. */
const sections = [
  'socket', 'sk_reuseport/migrate', 'sk_reuseport', 'kprobe', 'tracepoint', 'raw_tp', 'syscall', 'perf_event',
  'tc', 'action', 'xdp', 'xdp.frags', 'xdp/devmap', 'xdp/cpumap', 'lwt_in', 'lwt_out', 'lwt_xmit',
  'lwt_seg6local', 'sockops', 'sk_skb/stream_parser', 'sk_skb/stream_verdict', 'sk_skb/verdict', 'sk_skb', 'sk_msg', 'flow_dissector',
  'cgroup_skb/ingress', 'cgroup_skb/egress', 'cgroup/skb', 'cgroup/sock_create', 'cgroup/sock_release',
  'cgroup/sock', 'cgroup/post_bind4', 'cgroup/post_bind6', 'cgroup/bind4', 'cgroup/bind6', 'cgroup/connect4',
  'cgroup/connect6', 'cgroup/sendmsg4', 'cgroup/sendmsg6', 'cgroup/recvmsg4', 'cgroup/recvmsg6',
  'cgroup/getpeername4', 'cgroup/getpeername6', 'cgroup/getsockname4', 'cgroup/getsockname6', 'cgroup/sysctl',
  'cgroup/getsockopt', 'cgroup/setsockopt', 'cgroup/dev', 'sk_lookup', 'netfilter',
]; // prettier-ignore

/** The running kernel as the tables name it: `6.18`. */
export function hostKernel(): string {
  return /^\d+\.\d+/.exec(release())?.[0] ?? '';
}

/** All kinds under one kind of headers. */
export function kindsOf(
  facts: KernelFacts,
  headers: Headers,
  exists: (path: string) => boolean,
): readonly Kind[] {
  return sections.flatMap((section) => {
    const spec = facts.program(section);
    if (!spec) return [];
    const row = spec.context === null ? null : facts.context(spec.context);
    const layout = row ? layoutOfContext(row, facts, headers, exists) : ownLayout(section);
    return [
      {
        section: targets[section] ?? section,
        spec,
        layout,
        allowsGlobal:
          row !== null &&
          !/^(?:pt_regs|bpf_perf_event_data|bpf_nf_ctx|bpf_raw_tracepoint_args)$/.test(row.struct),
        returns: facts.returns.accepted(spec, [hostKernel()]),
      },
    ];
  });
}

/** The registers inside a sample are fields of it, too. */
function layoutOfContext(
  row: ContextRow,
  facts: KernelFacts,
  headers: Headers,
  exists: (path: string) => boolean,
): Layout {
  const layout = layoutOf(row, headers, exists);
  const registers = facts.context('pt_regs');
  if (row.struct !== 'bpf_perf_event_data' || !registers) return layout;
  const inner = layoutOf(registers, headers, exists).numbers.map((field) => ({
    ...field,
    path: `regs.${field.path}`,
  }));
  return { ...layout, numbers: [...inner, ...layout.numbers] };
}

/** Contexts that each program describes for itself. */
function ownLayout(section: string): Layout {
  const at = (path: string, offset: number, size: number): Field => ({ path, offset, size });
  if (section === 'tracepoint') {
    return {
      type: 'struct enter_record',
      numbers: [at('common', 0, 8), at('id', 8, 8), at('args[0]', 16, 8), at('args[5]', 56, 8)],
      arrays: [{ path: 'args', offset: 16, size: 8, count: 6 }],
      pointers: [],
    };
  }
  return {
    type: 'struct own_arguments',
    numbers: [at('first', 0, 8), at('second', 8, 4), at('third', 12, 4), at('rest[3]', 40, 8)],
    arrays: [{ path: 'rest', offset: 16, size: 8, count: 4 }],
    pointers: [],
  };
}
