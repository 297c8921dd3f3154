/** Helpers: allowed ones, ones of other types, and field addresses as their arguments. */
import { fresh, shallRefuse, someRead, statement, type Way, type World } from '../world.js';
import { hostKernel } from '../kinds.js';

/** Calls that are right in their arguments wherever the helper may be called at all. */
const calls: Readonly<Record<string, string>> = {
  bpf_ktime_get_ns: 'bpf_ktime_get_ns()',
  bpf_jiffies64: 'bpf_jiffies64()',
  bpf_get_smp_processor_id: 'bpf_get_smp_processor_id()',
  bpf_get_numa_node_id: 'bpf_get_numa_node_id()',
  bpf_get_current_pid_tgid: 'bpf_get_current_pid_tgid()',
  bpf_get_current_uid_gid: 'bpf_get_current_uid_gid()',
  bpf_get_current_cgroup_id: 'bpf_get_current_cgroup_id()',
  bpf_get_current_task: 'bpf_get_current_task()',
  bpf_redirect: 'bpf_redirect(1, 0)',
  bpf_get_retval: 'bpf_get_retval()',
  bpf_set_retval: 'bpf_set_retval(-1)',
  bpf_skb_pull_data: 'bpf_skb_pull_data((void *)ctx, 1)',
  bpf_skb_change_type: 'bpf_skb_change_type((void *)ctx, 0)',
  bpf_skb_ecn_set_ce: 'bpf_skb_ecn_set_ce((void *)ctx)',
  bpf_skb_cgroup_id: 'bpf_skb_cgroup_id((void *)ctx)',
  bpf_skb_vlan_pop: 'bpf_skb_vlan_pop((void *)ctx)',
  bpf_get_hash_recalc: 'bpf_get_hash_recalc((void *)ctx)',
  bpf_get_cgroup_classid: 'bpf_get_cgroup_classid((void *)ctx)',
  bpf_set_hash_invalid: '(bpf_set_hash_invalid((void *)ctx), 1)',
  bpf_csum_level: 'bpf_csum_level((void *)ctx, 0)',
  bpf_xdp_adjust_head: 'bpf_xdp_adjust_head((void *)ctx, 0)',
  bpf_xdp_adjust_tail: 'bpf_xdp_adjust_tail((void *)ctx, 0)',
  bpf_msg_apply_bytes: 'bpf_msg_apply_bytes((void *)ctx, 1)',
  bpf_sock_ops_cb_flags_set: 'bpf_sock_ops_cb_flags_set((void *)ctx, 1)',
  bpf_get_netns_cookie: 'bpf_get_netns_cookie((void *)ctx)',
  bpf_get_attach_cookie: 'bpf_get_attach_cookie((void *)ctx)',
};

function isAllowed({ facts, kind }: World, name: string): boolean {
  const id = facts.helpers.id(name);
  return id !== null && facts.helpers.verdict(id, kind.spec, hostKernel()) === 'allowed';
}

function someCall(world: World): string | null {
  const names = Object.keys(calls);
  const allowed = names.filter((name) => isAllowed(world, name));
  const refused = names.filter((name) => !allowed.includes(name));
  const name = world.random.pick(refused.length > 0 && shallRefuse(world) ? refused : allowed);
  return name === null ? null : (calls[name] ?? null);
}

export const helper: Way = (world) => {
  const call = someCall(world);
  return call === null ? null : statement(`acc += ${call};`);
};

export const helperInFunction: Way = (world) => {
  const call = someCall(world);
  if (call === null) return null;
  const name = fresh(world, 'calls');
  const how = world.random.pick(['static __always_inline', 'static __noinline']) ?? 'static';
  world.declarations.push(`${how} __u64 ${name}(${world.layout.type} *ctx)\n{\n\treturn ${call};\n}\n`);
  return statement(`acc += ${name}(ctx);`);
};

/** A map's key must lie in the program's own memory. */
export const fieldAsKey: Way = (world) => {
  const field = world.random.pick(world.layout.numbers.filter(({ size, offset }) => size >= 4 && offset > 0));
  if (!field || !shallRefuse(world)) return null;
  return statement(`if (bpf_map_lookup_elem(&table, &ctx->${field.path}))\n\tacc++;`);
};

export const copyAsKey: Way = (world) => {
  const read = someRead(world);
  if (read === null) return null;
  const key = fresh(world, 'key');
  const found = fresh(world, 'found');
  return statement(
    `__u32 ${key} = ${read};\n__u64 *${found} = bpf_map_lookup_elem(&table, &${key});\nif (${found})\n\tacc += *${found};`,
  );
};

export const printed: Way = (world) => {
  const read = someRead(world);
  return read === null ? null : statement(`bpf_printk("%d", (int)(${read}));`);
};
