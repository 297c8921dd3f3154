/**
 * What public documentation says of context fields where measuring says otherwise: claims only, each with the page
 * that makes it. What was measured is not in here; differences.mjs looks it up, and fails where a claim holds.
 */

/** Pages by a short name. The commit is the one that was read: later ones may be right. */
export const pages = {
  cgroup_sock: ['BPF_PROG_TYPE_CGROUP_SOCK', '00bdf42d20616e7db739d6c917b1353a73087965'],
  sock_addr: ['BPF_PROG_TYPE_CGROUP_SOCK_ADDR', '00bdf42d20616e7db739d6c917b1353a73087965'],
  sock_ops: ['BPF_PROG_TYPE_SOCK_OPS', '06098cfa5816d59c2f1c6a934a298b524eefe1f6'],
  flow_dissector: ['BPF_PROG_TYPE_FLOW_DISSECTOR', '00bdf42d20616e7db739d6c917b1353a73087965'],
  socket_filter: ['BPF_PROG_TYPE_SOCKET_FILTER', '014b3b57ee4dd6e54c64de14c8884fcfd756b68f'],
  sk_skb: ['BPF_PROG_TYPE_SK_SKB', '00bdf42d20616e7db739d6c917b1353a73087965'],
  cgroup_skb: ['BPF_PROG_TYPE_CGROUP_SKB', '014b3b57ee4dd6e54c64de14c8884fcfd756b68f'],
  sched_cls: ['BPF_PROG_TYPE_SCHED_CLS', '00bdf42d20616e7db739d6c917b1353a73087965'],
  xdp: ['BPF_PROG_TYPE_XDP', '014b3b57ee4dd6e54c64de14c8884fcfd756b68f'],
  sk_lookup: ['BPF_PROG_TYPE_SK_LOOKUP', '1d200b4725359b881dcb10fc669768335eeb19cf'],
};

const postBind = ['cgroup/post_bind4', 'cgroup/post_bind6'];
const unbound = ['cgroup/sock', 'cgroup/sock_release'];

/** Readable fields in the flow dissector's table that are not `data` and `data_end`; the second list: writable ones. */
const dissectorReads = [
  ...['len', 'pkt_type', 'mark', 'queue_mapping', 'protocol', 'vlan_present', 'vlan_tci', 'vlan_proto'],
  ...[
    'priority',
    'ingress_ifindex',
    'ifindex',
    'tc_index',
    'cb',
    'hash',
    'tc_classid',
    'napi_id',
    'data_meta',
  ],
  ...['tstamp', 'wire_len', 'gso_segs', 'sk', 'gso_size', 'tstamp_type', 'hwtstamp'],
];
const dissectorWrites = ['mark', 'queue_mapping', 'priority', 'tc_index', 'cb', 'tc_classid', 'tstamp'];

/**
 * `claims`: what the page lets a program do, and is contradicted about: `read`, `write`, or `no read`, `no write`;
 * `read 8 everywhere`: 8-byte reads at each element.
 */
export const claims = [
  {
    struct: 'bpf_sock',
    fields: ['bound_dev_if', 'mark', 'priority'],
    sections: postBind,
    page: 'cgroup_sock',
    says: 'may be read there, but not written',
    claims: ['read'],
  },
  {
    struct: 'bpf_sock',
    fields: ['src_ip4'],
    sections: ['cgroup/post_bind6'],
    page: 'cgroup_sock',
    says: 'may be read at both post_bind hooks',
    claims: ['read'],
  },
  {
    struct: 'bpf_sock',
    fields: ['src_ip6'],
    sections: ['cgroup/post_bind4'],
    page: 'cgroup_sock',
    says: 'may be read at both post_bind hooks',
    claims: ['read'],
  },
  {
    struct: 'bpf_sock',
    fields: ['dst_port', 'dst_ip4', 'dst_ip6'],
    sections: unbound,
    page: 'cgroup_sock',
    says: 'may be read at the post_bind hooks only',
    claims: ['no read'],
  },
  {
    struct: 'bpf_sock_addr',
    fields: ['user_ip6'],
    sections: ['cgroup/bind6', 'cgroup/connect6', 'cgroup/sendmsg6', 'cgroup/recvmsg6'],
    page: 'sock_addr',
    says: 'allows 8-byte reads and writes; so does the comment in `include/uapi/linux/bpf.h`',
    claims: ['read 8 everywhere'],
  },
  {
    struct: 'bpf_sock_addr',
    fields: ['msg_src_ip6'],
    sections: ['cgroup/sendmsg6'],
    page: 'sock_addr',
    says: 'allows 8-byte reads and writes; so does the comment in `include/uapi/linux/bpf.h`',
    claims: ['read 8 everywhere'],
  },
  {
    struct: 'bpf_sock_ops',
    fields: ['sk_txhash'],
    sections: ['sockops'],
    page: 'sock_ops',
    says: '`reply` is the only field that may be written',
    claims: ['no write'],
  },
  {
    struct: '__sk_buff',
    fields: dissectorReads,
    sections: ['flow_dissector'],
    page: 'flow_dissector',
    says: 'the table lets them be read, the text above it does not',
    claims: ['read'],
  },
  {
    struct: '__sk_buff',
    fields: dissectorWrites,
    sections: ['flow_dissector'],
    page: 'flow_dissector',
    says: 'the table lets them be written',
    claims: ['write'],
  },
  {
    struct: '__sk_buff',
    fields: ['flow_keys'],
    sections: ['flow_dissector'],
    page: 'flow_dissector',
    says: 'the table does not let it be read, the text above it does',
    claims: ['no read'],
  },
  {
    struct: '__sk_buff',
    fields: ['tstamp'],
    sections: ['socket'],
    page: 'socket_filter',
    says: 'the table has it twice: readable, and not',
    claims: ['read'],
  },
  {
    struct: '__sk_buff',
    fields: ['tstamp'],
    sections: ['sk_skb', 'sk_skb/stream_parser', 'sk_skb/stream_verdict', 'sk_skb/verdict'],
    page: 'sk_skb',
    says: 'the table has it twice: readable, and not',
    claims: ['read'],
  },
  {
    struct: '__sk_buff',
    fields: ['tstamp'],
    sections: ['cgroup_skb/ingress', 'cgroup_skb/egress'],
    page: 'cgroup_skb',
    says: 'the table has it twice: writable, and not',
    claims: ['no write'],
  },
  {
    struct: '__sk_buff',
    fields: ['tstamp'],
    sections: ['tc', 'tcx/ingress', 'tcx/egress'],
    page: 'sched_cls',
    says: 'the table has it twice: writable, and not',
    claims: ['no write'],
  },
  {
    struct: 'xdp_md',
    fields: ['egress_ifindex'],
    sections: ['xdp', 'xdp/cpumap'],
    page: 'xdp',
    says: 'says when it is set, not that other programs may not read it',
    claims: ['read'],
  },
  {
    struct: 'bpf_sk_lookup',
    fields: ['cookie'],
    sections: ['sk_lookup'],
    page: 'sk_lookup',
    says: 'holds the cookie of the assigned socket, a number',
    claims: ['a number'],
  },
];
