/**
 * Writes the members of well-known kernel structs into rules/reads.json, as the running kernel's BTF has them: what is
 * read of them, and through which pointers. Needs bpftool. Bit-fields and what has no name are left out.
 *
 *   node rules/probe/members.mjs
 */
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { release } from 'node:os';

const structs =
  `task_struct sock sock_common sk_buff file inode dentry path qstr mm_struct pid upid nsproxy pid_namespace
  cred signal_struct request bio linux_binprm net_device inet_sock tcp_sock vm_area_struct super_block gendisk
  block_device cgroup css_set kernfs_node socket ns_common uts_namespace user_namespace fs_struct files_struct
  fdtable request_queue mount vfsmount net inet_connection_sock rq sched_entity msghdr kiocb list_head`.split(
    /\s+/,
  );

const dump = execFileSync('bpftool', ['btf', 'dump', 'file', '/sys/kernel/btf/vmlinux', '-j'], {
  maxBuffer: 1 << 30,
});
const types = new Map(JSON.parse(dump.toString()).types.map((type) => [type.id, type]));

/** The C type, without names that only stand for others; null where it is none that is told. */
function spelled(id) {
  const type = types.get(id);
  switch (type?.kind) {
    case 'TYPEDEF':
    case 'CONST':
    case 'VOLATILE':
    case 'RESTRICT':
    case 'TYPE_TAG':
      return spelled(type.type_id);
    case 'INT':
      return type.encoding === 'BOOL' ? 'bool' : `__${type.encoding === 'SIGNED' ? 's' : 'u'}${type.size * 8}`;
    case 'ENUM':
    case 'ENUM64':
      return `__u${type.size * 8}`;
    case 'STRUCT':
      return type.name === '(anon)' ? null : `struct ${type.name}`;
    case 'PTR':
      return pointer(spelled(type.type_id));
    case 'ARRAY':
      return array(spelled(type.type_id), type.nr_elems);
    default:
      return null;
  }
}

/** A pointer to anything but a struct or a number is one to bytes that nobody tells. */
function pointer(to) {
  return to === null || to.endsWith(']') ? 'void *' : `${to} *`;
}

function array(of, count) {
  return of === null ? null : `${of}[${count}]`;
}

/** Members of an anonymous struct or union are the outer one's. */
function members(type) {
  return type.members.flatMap(({ name, type_id, bitfield_size }) => {
    if (name !== '(anon)') return bitfield_size ? [] : [[name, spelled(type_id)]];
    const inner = types.get(type_id);
    return inner?.members ? members(inner) : [];
  });
}

const rows = structs.map((name) => {
  const type = [...types.values()].find((each) => each.kind === 'STRUCT' && each.name === name);
  if (!type) throw new Error(`the kernel has no struct ${name}`);
  return [name, Object.fromEntries(members(type).filter(([, text]) => text !== null))];
});

const path = new URL('../reads.json', import.meta.url);
const lines = rows.map(([name, fields]) => `    ${JSON.stringify(name)}: ${JSON.stringify(fields)}`);
const text = readFileSync(path, 'utf8')
  .replace(/"members": "[^"]*"/, `"members": "BTF of ${release()}; node rules/probe/members.mjs"`)
  .replace(/"members": \{[^]*?\n {2}\}/, `"members": {\n${lines.join(',\n')}\n  }`);
writeFileSync(path, text);
