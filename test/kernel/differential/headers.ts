/** What stands above generated programs: the system's headers, or a vmlinux.h made from rules/contexts. */
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ContextRow, FieldRow } from '../../../server/src/core/kernel/contexts.js';
import { flags, type Headers } from '../support/compiler.js';

const system = ['linux/bpf.h', 'linux/bpf_perf_event.h', 'linux/ptrace.h'];

/** What every generated program may use. */
const common = `#include <bpf/bpf_helpers.h>
#include <bpf/bpf_core_read.h>

struct own_arguments {
	__u64 first;
	__u32 second;
	__u32 third;
	__u64 rest[4];
};

struct enter_record {
	__u64 common;
	__u64 id;
	__u64 args[6];
};

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 8);
	__type(key, __u32);
	__type(value, __u64);
} table SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 8);
	__type(key, __u32);
	__type(value, __u64);
} elements SEC(".maps");

/* Called like what every program calls its context. */
__u32 ctx;

__u64 sink;
__u64 sinks[8];
__u32 knobs[8];
const volatile int never = 0;

char LICENSE[] SEC("license") = "GPL";

`;

/** The lines above the programs of one file. */
export function preamble(headers: Headers): string {
  const own = headers === 'core' ? ['"vmlinux.h"'] : system.map((name) => `<${name}>`);
  return `${own.map((name) => `#include ${name}\n`).join('')}${common}`;
}

/** Writes the header of the `core` kind into a folder. */
export function writeKernelHeader(folder: string, rows: readonly ContextRow[]): void {
  const tags = new Set(
    rows.flatMap((row) => row.fields.flatMap((field) => /struct (\w+) \*/.exec(field.type)?.[1] ?? [])),
  );
  const forward = [...tags].map((tag) => `struct ${tag};\n`).join('');
  writeFileSync(
    join(folder, 'vmlinux.h'),
    `#ifndef __VMLINUX_H__\n#define __VMLINUX_H__\n\n${types}\n#pragma clang attribute push(__attribute__((preserve_access_index)), apply_to = record)\n\n${forward}\n${rows
      .map(declarationOf)
      .join('\n')}\n#pragma clang attribute pop\n\n#endif\n`,
  );
}

const types = `typedef unsigned char __u8;
typedef unsigned short __u16;
typedef unsigned int __u32;
typedef unsigned long long __u64;
typedef signed char __s8;
typedef short __s16;
typedef int __s32;
typedef long long __s64;
typedef __u16 __be16;
typedef __u32 __be32;
typedef __u64 __be64;
typedef __u32 __wsum;

enum bpf_map_type {
	BPF_MAP_TYPE_HASH = 1,
	BPF_MAP_TYPE_ARRAY = 2,
};
`;

function declarationOf(row: ContextRow): string {
  const groups = groupsOf(row.fields);
  const body = groups.map((group) =>
    group.length === 1
      ? group.map((field) => `\t${member(row, field)};\n`).join('')
      : `\tunion {\n${group.map((field) => `\t\t${member(row, field)};\n`).join('')}\t};\n`,
  );
  const after = row.struct === 'pt_regs' ? '\ntypedef struct pt_regs bpf_user_pt_regs_t;\n' : '';
  return `struct ${row.struct} {\n${body.join('')}};\n${after}`;
}

/** Neighbours that lie over each other belong together. */
function groupsOf(fields: readonly FieldRow[]): readonly (readonly FieldRow[])[] {
  const groups: FieldRow[][] = [];
  for (const field of [...fields].sort((a, b) => a.offset - b.offset)) {
    const last = groups.at(-1);
    if (last?.some((each) => field.offset < each.offset + each.size)) last.push(field);
    else groups.push([field]);
  }
  return groups;
}

function member(row: ContextRow, { name, aliases, type }: FieldRow): string {
  const own = row.struct === 'pt_regs' ? (aliases?.[0] ?? name) : name;
  const [, base = type, length = ''] = /^(.*?)(\[\d+\])?$/.exec(type) ?? [];
  // The kernel gives this array no length, and a relocation of more than it has is not resolved.
  const held = row.struct === 'bpf_raw_tracepoint_args' ? '[0]' : length;
  return `${base}${base.endsWith('*') ? '' : ' '}${own}${held}`;
}

/** The fields, as `struct.field`, that the system's own headers have. */
export function fieldsInSystem(folder: string, rows: readonly ContextRow[]): ReadonlySet<string> {
  const path = join(folder, 'fields.c');
  const asked = rows.flatMap((row) => row.fields.map((field) => ({ row, field })));
  const tests = asked.map(
    ({ row, field }) =>
      `long f${row.struct}_${field.name} = sizeof(((struct ${row.struct} *)0)->${field.name});`,
  );
  writeFileSync(path, [...system.map((name) => `#include <${name}>`), ...tests].join('\n'));
  const { stderr } = spawnSync('clang', [...flags('v3'), '-fsyntax-only', '-ferror-limit=0', path], {
    encoding: 'utf8',
  });
  const missing = new Set(
    [...stderr.matchAll(/fields\.c:(\d+):\d+: error/g)].map(([, line]) => Number(line) - system.length - 1),
  );
  return new Set(
    asked.flatMap(({ row, field }, i) => (missing.has(i) ? [] : [`${row.struct}.${field.name}`])),
  );
}
